import type { JudgedProgramme, QualityReport } from '../domain/quality/report';
import type { Loudness, Sound } from '../domain/quality/sound';
import { judgedLoudness, programmeName, soundsOf } from '../domain/quality/sound-programmes';
import {
  CHART_WIDTH,
  LEFT,
  outsideOf,
  RIGHT,
  rounded,
  tickText,
  timeScale,
  timeTicks,
} from './axis';
import { withMinus } from './format';
import { html, type Markup } from './markup';
import type { ReportLanguage, ReportWords } from './words';

const HEIGHT = 210;
const TOP = 8;
const BOTTOM = 24;
/** LUFS. Softer is drawn at the foot: it is silence to the eye. */
const [FLOOR, CEILING] = [-60, 0] as const;
const GRID = [-60, -50, -40, -30, -20, -10, 0];
/** Numbers closer than this would be one over the other. */
const LABEL_HEIGHT = 12;

/** A chart for each sound programme, with its name where there are several; none where there is no sound. */
export function loudnessCharts(
  report: QualityReport,
  words: ReportWords,
  language: ReportLanguage,
): { name: string | null; chart: Markup }[] {
  const heard = heardIn(report);
  return heard.map(({ sound, programme, name }) => ({
    name: heard.length > 1 ? (name?.[language] ?? programme) : null,
    chart: loudnessChart(sound, { ...report, results: resultsOf(report, programme) }, words),
  }));
}

type Heard = Pick<JudgedProgramme, 'programme' | 'name'> & { readonly sound: Sound };

/** Earlier reports do not list the programmes of what was measured. */
function heardIn({ measurements, programmes }: QualityReport): Heard[] {
  if (!programmes) {
    return soundsOf(measurements).map((sound) => ({
      ...{ sound, programme: programmeName(sound), name: null },
    }));
  }
  const sounds = [measurements.sound, ...(measurements.otherSounds ?? [])];
  return programmes.flatMap(({ programme, name, state, sound: index }) => {
    const sound = index === null || state === 'absent' ? null : sounds[index];
    return sound ? [{ sound, programme, name }] : [];
  });
}

/**
 * Short-term loudness with the limits that the profile sets to the programme. Classes carry the colours;
 * limits are dashed, the programme dotted, so that nothing hangs on them.
 */
function loudnessChart(
  sound: Sound,
  { measurements: { decode }, results, body }: QualityReport,
  words: ReportWords,
): Markup {
  const { series } = sound.loudness;
  const integrated = judgedLoudness(sound, body);
  const x = timeScale(Math.max(decode.decodedSeconds, series.stepSeconds));
  const lines: Line[] = limitsIn(results).map((lufs) => ({ lufs, kind: 'limit' }));
  if (integrated !== null) lines.push({ lufs: integrated, kind: 'integrated' });
  return html`<svg
    class="chart loudness"
    viewBox="0 0 ${CHART_WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${words.loudnessShown}"
  >
    ${outsideOf(body, { x, bottom: HEIGHT - BOTTOM })}
    ${GRID.map((lufs) => html`<path class="grid" d="M${LEFT} ${y(lufs)}H${CHART_WIDTH - RIGHT}" /><text class="tick" x="${LEFT - 8}" y="${y(lufs) + 3.5}" text-anchor="end">${withMinus(String(lufs))}</text>`)}
    ${timeTicks(decode.decodedSeconds).map((seconds) => html`<text class="tick" x="${x(seconds)}" y="${HEIGHT - 6}" text-anchor="middle">${tickText(seconds)}</text>`)}
    <path class="series" d="${pathOf(series, x)}" />
    ${lines.map(({ lufs, kind }) => html`<path class="${kind}" d="M${LEFT} ${y(lufs)}H${CHART_WIDTH - RIGHT}" />`)}
    ${labelsOf(lines).map(({ lufs, kind, at }) => html`<text class="${kind}-label" x="${CHART_WIDTH - RIGHT + 5}" y="${at}">${withMinus(lufs.toFixed(1))}</text>`)}
  </svg>`;
}

/** Of this programme, where results name theirs. */
function resultsOf({ results }: QualityReport, of: string): QualityReport['results'] {
  return results.filter(({ programme }) => programme === undefined || programme === of);
}

/** What the rules allow the programme's loudness to be; each number once, loudest first. */
function limitsIn(results: QualityReport['results']): number[] {
  const limits = results
    .filter(({ measure }) => measure.startsWith('loudness.integrated'))
    .flatMap(({ must }) => {
      if (must.be === 'atMost' || must.be === 'atLeast') return [must.limit];
      return must.be === 'between' ? [must.low, must.high] : [];
    });
  return [...new Set(limits)].sort((a, b) => b - a);
}

function y(lufs: number): number {
  const part = (CEILING - Math.min(Math.max(lufs, FLOOR), CEILING)) / (CEILING - FLOOR);
  return rounded(TOP + part * (HEIGHT - TOP - BOTTOM));
}

/** A line for each stretch of sound: silence is a gap, not a dive to the foot. */
function pathOf(
  { startSeconds, stepSeconds, shortTerm }: Loudness['series'],
  x: (s: number) => number,
): string {
  return shortTerm
    .map((lufs, i) => {
      if (lufs === null) return '';
      const from = `${x(startSeconds + i * stepSeconds)} ${y(lufs)}`;
      const to = `H${x(startSeconds + (i + 1) * stepSeconds)}`;
      return `${i > 0 && shortTerm[i - 1] !== null ? 'L' : 'M'}${from}${to}`;
    })
    .join('');
}

interface Line {
  readonly lufs: number;
  readonly kind: 'limit' | 'integrated';
}

/** At the ends of their lines, and pushed up where two would meet. */
function labelsOf(lines: readonly Line[]): (Line & { at: number })[] {
  let above = Infinity;
  return [...lines]
    .sort((a, b) => a.lufs - b.lufs)
    .map((line) => {
      above = rounded(Math.min(y(line.lufs) + 4, above - LABEL_HEIGHT));
      return { ...line, at: above };
    });
}
