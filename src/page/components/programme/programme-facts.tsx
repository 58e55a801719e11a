import type { Video } from '../../client/contract';
import { eraDay, exactTime } from '../../format/time';
import { useVideoText, type VideoText } from '../../i18n/video/video-text';
import type { Language } from '../../i18n/languages';
import { FactTable, type Fact } from '../fact-table';
import { Timer } from './timer';

type Programme = NonNullable<Video['programme']>;
type Credit = NonNullable<Programme['credit']>;

/** What the video is as a broadcast, and until when it must be kept by which rule. */
export function ProgrammeFacts({ programme }: { readonly programme: Programme }) {
  const { language, text } = useVideoText();
  return (
    <div class="stream-facts">
      <FactTable
        caption={text.programme.broadcast}
        facts={broadcastFacts(programme, text, language)}
      />
      <FactTable caption={text.programme.keeping} facts={keptFacts(programme, text)} />
    </div>
  );
}

function broadcastFacts(programme: Programme, text: VideoText, language: Language): Fact[] {
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
    ...(['councilReview', 'isCorrection', 'isAdvertisement'] as const)
      .filter((flag) => programme[flag])
      .map((flag) => ({ label: words[flag], value: text.yes })),
    ...(captions.exclusion
      ? [{ label: words.exclusion, value: words.exclusions[captions.exclusion] }]
      : []),
    ...(materialCode ? [{ label: words.materialCode, value: materialCode }] : []),
    { label: words.standardsProfile, value: standardsProfile ?? text.none },
  ];
}

function keptFacts(programme: Programme, text: VideoText): Fact[] {
  const { retainUntil, heldUntil, afterRetention } = programme;
  const words = text.programme;
  const timer = (until: string | null, rule: string, otherwise: string) =>
    until === null ? otherwise : <Timer until={until} rule={rule} />;
  return [
    {
      label: words.retainUntil,
      value: timer(retainUntil, words.rules.broadcast, words.keptByNone),
    },
    { label: words.heldUntil, value: timer(heldUntil, words.rules.case, words.noOpenCase) },
    { label: words.afterRetention, value: words.afterwards[afterRetention] },
  ];
}

/** In the words in which it was given, with the time by the calendar. */
function timeOf(
  instant: string,
  language: Language,
  given: string | null,
): Pick<Fact, 'value' | 'exact'> {
  const time = exactTime(instant, language);
  return { value: given ?? time, exact: given === null ? eraDay(instant) : time };
}

function creditText({ cmCode, seconds }: Credit, { none, programme: words }: VideoText): string {
  return `${cmCode ?? none} / ${seconds === null ? none : words.seconds(seconds)}`;
}
