import type { Video } from '../client/contract';
import { eraDay, exactTime } from '../format/time';
import { useVideoText, type VideoText } from '../i18n/video/video-text';
import type { Language } from '../i18n/languages';
import { FactTable, type Fact } from './fact-table';

/** What the video is as a broadcast, and until when it must be kept. */
export function ProgrammeFacts({ video }: { readonly video: Video }) {
  const { language, text } = useVideoText();
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

function broadcastFacts(programme: Programme, text: VideoText, language: Language): Fact[] {
  const { captions, cmCode, ageRating, standardsProfile, broadcastEndsAt: end } = programme;
  const { programmeCode, materialCode } = programme;
  const words = text.programme;
  const state = captions.present ? 'present' : captions.required ? 'missing' : 'notNeeded';
  return [
    { label: words.broadcastAt, ...timeOf(programme.broadcastAt, language) },
    ...(end ? [{ label: words.broadcastEndsAt, ...timeOf(end, language) }] : []),
    { label: words.class, value: words.classes[programme.class] },
    { label: words.captions, value: words.captionStates[state] },
    { label: words.ageRating, value: ageRating ?? text.none },
    { label: words.cmCode, value: cmCode ?? text.none },
    ...(programmeCode ? [{ label: words.programmeCode, value: programmeCode }] : []),
    ...(materialCode ? [{ label: words.materialCode, value: materialCode }] : []),
    { label: words.standardsProfile, value: standardsProfile ?? text.none },
  ];
}

function keptFacts(programme: Programme, text: VideoText, language: Language): Fact[] {
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

function timeOf(instant: string, language: Language): Pick<Fact, 'value' | 'exact'> {
  return { value: exactTime(instant, language), exact: eraDay(instant) };
}
