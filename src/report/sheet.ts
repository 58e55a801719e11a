import { shownActor } from '../domain/actor';
import { outcomeOfFinding } from '../domain/quality/decisions';
import type { Interval, Notice } from '../domain/quality/interval';
import type { Outcome, RuleResult } from '../domain/quality/report';
import { judgedLoudness, programmeName, soundsOf } from '../domain/quality/sound-programmes';
import { primaryVideo } from '../domain/primary-stream';
import type { AudioStream, TechnicalMetadata, VideoStream } from '../domain/technical-metadata';
import { operationalPatternName } from '../domain/operational-pattern';
import { clockOf, type FilmClock, frameText } from '../domain/timecode';
import type { Qc } from '../domain/qc';
import type { Video } from '../domain/video';
import { csvHeader, csvLine } from './csv';
import { certificateText, decisionReason, decisionText } from './decision-text';
import {
  amountText,
  japanTimeText,
  limitText,
  loudnessText,
  ruleText,
  timeText,
  valueText,
  withMinus,
} from './format';
import { captionNames, codecNames, containerName, hdrNames } from './names';
import { unlikeDeclared } from './unlike-declared';
import { reportWords, type ReportLanguage, type ReportWords } from './words';

/*
 * The QC sheet as it is handed over: what the file is, what was found in it, what people decided, and who
 * signed. The report and the Excel file are both made of this.
 */

type Report = NonNullable<Qc['report']>;

export interface SheetContent {
  readonly video: Pick<Video, 'title' | 'fileName' | 'sha256' | 'metadata' | 'programme'>;
  readonly report: Report;
}

/** A value of several lines is a list; null = unknown, or there is none. */
export type SheetFact = readonly [name: string, value: string | readonly string[] | null];

/** What the file is, and what it was judged by. */
export function sheetFacts(
  { video, report }: SheetContent,
  language: ReportLanguage,
): readonly SheetFact[] {
  const words = reportWords[language];
  const { facts } = words;
  const { metadata, programme } = video;
  const { profile, measurements } = report.content;
  const picture = primaryVideo(metadata);
  const clock = clockOf(metadata);
  const name = profile.name[language];
  return [
    [facts.file, video.fileName],
    [facts.programmeCode, programme?.programmeCode ?? null],
    [facts.materialCode, programme?.materialCode ?? null],
    [facts.cmCode, programme?.cmCode ?? null],
    [facts.cmSeconds, secondsText(programme?.cmSeconds, words)],
    [facts.credit, creditText(programme, words)],
    [facts.broadcastAt, programme && broadcastText(programme, words)],
    [facts.length, timeText(measurements.decode.decodedSeconds)],
    [facts.body, bodyText(report, clock, words)],
    [facts.timecode, clock?.start ?? null],
    [facts.container, metadata && containerText(metadata)],
    [facts.picture, picture ? pictureText(picture, words) : null],
    [facts.tracks, (metadata?.streams ?? []).filter(isSound).map((each) => trackText(each))],
    [facts.captions, captionsText(metadata, words)],
    [facts.loudness, loudnessTexts(report, words)],
    [facts.declared, report.declared && loudnessText(report.declared.lufs)],
    [facts.certificates, report.certificates.map((each) => certificateText(each, words))],
    [facts.profile, words.profileOf(name, report.profileId, report.profileVersion)],
    [facts.judgedAt, japanTimeText(report.createdAt, words)],
    [facts.version, report.versionId],
    [facts.sha256, report.newest ? video.sha256 : null],
  ];
}

/** One time of a finding, or a finding of the file as a whole. */
interface FindingRow {
  readonly outcome: Outcome;
  /** Measured, or by eye. */
  readonly how: string;
  readonly what: string;
  /** Timecode of the file, else from its start; null = the file as a whole. */
  readonly from: string | null;
  readonly to: string | null;
  readonly value: string | null;
  readonly limit: string | null;
  readonly comment: string | null;
}

/** Worst first, of one outcome those by eye before those of rules. */
export const worstFirst: readonly Outcome[] = ['fail', 'review', 'warn', 'info'];

/** Of a rule that is broken at many times a row for each of them. */
function findingRows(
  { video, report }: SheetContent,
  language: ReportLanguage,
): readonly FindingRow[] {
  const words = reportWords[language];
  const clock = clockOf(video.metadata);
  const unlike = unlikeDeclared(report, words);
  const place = (seconds: number) => timecodeText(seconds, clock) ?? timeText(seconds);
  const placed = (time: Interval | undefined) => ({
    from: time ? place(time.startSeconds) : null,
    to: time ? place(time.endSeconds) : null,
  });
  const ofRule = (result: RuleResult): FindingRow[] => {
    const { items } = result.times;
    return (items.length === 0 ? [undefined] : items).map((time: Notice | undefined) => ({
      outcome: result.outcome,
      how: words.measuredKind,
      what: ruleText(result, language),
      ...placed(time),
      value: valueText(result, words),
      limit: limitText(result, words),
      comment: time?.detail ?? result.note?.[language] ?? null,
    }));
  };
  return worstFirst.flatMap((outcome) => [
    ...report.findings
      .filter((each) => outcomeOfFinding(each) === outcome)
      .map((each) => ({
        outcome,
        how: words.byEye,
        what: words.findingKinds[each.finding],
        ...placed(each),
        value: null,
        limit: null,
        comment: each.comment,
      })),
    ...(unlike && outcome === 'review'
      ? [{ outcome, how: words.measuredKind, ...unlike, ...placed(undefined), comment: null }]
      : []),
    ...report.content.results.filter((each) => each.outcome === outcome).flatMap(ofRule),
  ]);
}

/** Their names, in the order of {@link findingCells}. */
export function findingColumns({ columns }: ReportWords): readonly string[] {
  const { outcome, how, rule, from, to, value, limit, comment } = columns;
  return ['No.', outcome, how, rule, from, to, value, limit, comment];
}

export function findingCells(
  content: SheetContent,
  language: ReportLanguage,
): readonly (readonly (string | null)[])[] {
  const { outcomes } = reportWords[language];
  return findingRows(content, language).map(
    ({ outcome, how, what, from, to, value, limit, comment }, i) => [
      ...[String(i + 1), outcomes[outcome], how, what],
      ...[from, to, value, limit, comment],
    ],
  );
}

/** The findings as a table that a spreadsheet opens. */
export function findingsCsv(content: SheetContent, language: ReportLanguage): string {
  const rows = findingCells(content, language);
  return [
    csvHeader(findingColumns(reportWords[language])),
    ...rows.map((cells) => csvLine(cells.map((cell) => cell ?? ''))),
  ].join('');
}

/** Time, what was decided, why, by whom; oldest first. */
export function decisionRows(
  { decisions }: Report,
  words: ReportWords,
): readonly (readonly [at: string, what: string, why: string | null, by: string])[] {
  return decisions.map((each) => [
    japanTimeText(each.at, words),
    decisionText(each, words),
    decisionReason(each, decisions, words),
    shownActor(each.by),
  ]);
}

/** Every role, signed or not. */
export function signatureRows(
  { signatures }: Report,
  words: ReportWords,
): readonly (readonly [role: string, name: string | null, at: string | null])[] {
  return Object.entries(words.signatureRoles).map(([role, label]) => {
    const signed = signatures.find((each) => each.role === role);
    if (!signed) return [label, null, null];
    const at = japanTimeText(signed.at, words);
    return [label, signed.name, signed.decidedSince ? words.decidedSince(at) : at];
  });
}

/** null = the file has no timecode. */
export function timecodeText(seconds: number, clock: FilmClock | null): string | null {
  return clock?.start ? frameText(seconds, clock).timecode : null;
}

function bodyText(
  { content: { body } }: Report,
  clock: FilmClock | null,
  words: ReportWords,
): string | null {
  if (!body) return null;
  const place = (seconds: number) => timecodeText(seconds, clock) ?? timeText(seconds);
  const { startSeconds, endSeconds } = body;
  const range = words.range(place(startSeconds), place(endSeconds));
  return words.bracketed(timeText(endSeconds - startSeconds), range);
}

/** In the words in which it was given, 25:30 of the day before, with the time by the calendar. */
function broadcastText(
  { broadcastAt, broadcastAtGiven: given }: NonNullable<Video['programme']>,
  words: ReportWords,
): string {
  const time = japanTimeText(broadcastAt, words);
  return given ? words.bracketed(given, time) : time;
}

function secondsText(seconds: number | null | undefined, words: ReportWords): string | null {
  return seconds ? amountText(seconds, 's', words) : null;
}

function creditText(programme: Video['programme'], words: ReportWords): string | null {
  const { cmCode = null, seconds } = programme?.credit ?? {};
  return [cmCode, secondsText(seconds, words)].filter(Boolean).join(' / ') || null;
}

function containerText({ container }: TechnicalMetadata): string {
  const { formatName, majorBrand, operationalPattern } = container;
  const pattern = operationalPatternName(operationalPattern);
  return [containerName(formatName, majorBrand), pattern].filter(Boolean).join(' ');
}

function pictureText(picture: VideoStream, words: ReportWords): string {
  const { codec, width, height, chromaSubsampling, bitDepth, hdr, fieldOrder } = picture;
  const rate = picture.averageFrameRate ?? picture.frameRate;
  return [
    codec && (codecNames[codec] ?? codec),
    `${width} × ${height}`,
    rate && `${Number((rate.numerator / rate.denominator).toFixed(3))} fps`,
    fieldOrder && (words.values[fieldOrder] ?? fieldOrder),
    chromaSubsampling,
    bitDepth === null ? null : `${bitDepth} bit`,
    hdrNames[hdr],
  ]
    .filter(Boolean)
    .join(' / ');
}

function isSound(stream: TechnicalMetadata['streams'][number]): stream is AudioStream {
  return stream.type === 'audio';
}

function trackText(track: AudioStream): string {
  const { index, codec, channelLayout, channels, sampleRate, language, title } = track;
  const parts = [
    codec && (codecNames[codec] ?? codec),
    channelLayout ?? (channels === null ? null : `${channels} ch`),
    sampleRate === null ? null : `${sampleRate / 1000} kHz`,
    language,
    title,
  ];
  return `#${index} ${parts.filter(Boolean).join(' / ')}`;
}

function captionsText(metadata: TechnicalMetadata | null, words: ReportWords): string | null {
  if (!metadata?.captions) return null;
  const kinds = metadata.captions.map(({ kind }) => (kind === 'other' ? kind : captionNames[kind]));
  return kinds.length === 0 ? words.nothingFound : [...new Set(kinds)].join(words.separator);
}

/** Programme loudness and true peak, of each sound programme where there are several. */
function loudnessTexts({ content }: Report, words: ReportWords): string[] {
  const sounds = soundsOf(content.measurements);
  return sounds.map((sound) => {
    const integrated = judgedLoudness(sound, content.body);
    const { truePeak } = sound.loudness;
    const numbers = [
      integrated === null ? words.notMeasured : loudnessText(integrated),
      truePeak === null ? null : `${withMinus(truePeak.toFixed(1))} dBTP`,
    ];
    const text = numbers.filter(Boolean).join(' / ');
    return sounds.length > 1 ? words.bracketed(text, programmeName(sound)) : text;
  });
}
