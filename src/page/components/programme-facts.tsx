import type { Video } from '../client/contract';
import { eraDay, exactTime } from '../format/time';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import type { Language } from '../i18n/languages';
import { FactTable, type Fact } from './fact-table';

/** What the video is as a broadcast, and until when it must be kept. */
export function ProgrammeFacts({ video }: { readonly video: Video }) {
  const { language, text } = useText();
  const { programme } = video;
  if (programme === null) return null;
  return (
    <section class="card section" aria-labelledby="programme-heading">
      <h2 id="programme-heading">{text.programme.heading}</h2>
      <div class="stream-facts">
        <FactTable
          caption={text.programme.broadcast}
          facts={broadcastFacts(programme, text, language)}
        />
        <FactTable caption={text.programme.keeping} facts={keptFacts(programme, text, language)} />
      </div>
    </section>
  );
}

type Programme = NonNullable<Video['programme']>;
type Credit = NonNullable<Programme['credit']>;

function broadcastFacts(programme: Programme, text: Dictionary, language: Language): Fact[] {
  const { captions, cmCode, ageRating, standardsProfile, broadcastEndsAt: end } = programme;
  const { broadcastAtGiven = null, broadcastEndsAtGiven = null } = programme;
  const { programmeCode, materialCode, cmSeconds, credit } = programme;
  const words = text.programme;
  const state = captions.present ? 'present' : captions.required ? 'missing' : 'notNeeded';
  return [
    { label: words.broadcastAt, ...timeOf(programme.broadcastAt, language, broadcastAtGiven) },
    ...(end
      ? [{ label: words.broadcastEndsAt, ...timeOf(end, language, broadcastEndsAtGiven) }]
      : []),
    { label: words.class, value: words.classes[programme.class] },
    { label: words.captions, value: words.captionStates[state] },
    { label: words.ageRating, value: ageRating ?? text.none },
    { label: words.cmCode, value: cmCode ?? text.none },
    ...(cmSeconds ? [{ label: words.cmSeconds, value: words.seconds(cmSeconds) }] : []),
    ...(credit ? [{ label: words.credit, value: creditText(credit, text) }] : []),
    ...(programmeCode ? [{ label: words.programmeCode, value: programmeCode }] : []),
    ...(materialCode ? [{ label: words.materialCode, value: materialCode }] : []),
    { label: words.standardsProfile, value: standardsProfile ?? text.none },
  ];
}

function creditText({ cmCode, seconds }: Credit, { none, programme: words }: Dictionary): string {
  return `${cmCode ?? none} / ${seconds === null ? none : words.seconds(seconds)}`;
}

function keptFacts(programme: Programme, text: Dictionary, language: Language): Fact[] {
  const { retainUntil, heldUntil, afterRetention } = programme;
  const words = text.programme;
  const until = (time: string | null) =>
    time === null ? { value: words.notKept } : timeOf(time, language);
  return [
    { label: words.retainUntil, ...until(retainUntil) },
    { label: words.heldUntil, ...until(heldUntil) },
    { label: words.afterRetention, value: words.afterwards[afterRetention] },
  ];
}

/** In the words in which it was given, with the time by the calendar. */
function timeOf(
  instant: string,
  language: Language,
  given: string | null = null,
): Pick<Fact, 'value' | 'exact'> {
  const time = exactTime(instant, language);
  return { value: given ?? time, exact: given === null ? eraDay(instant) : time };
}
