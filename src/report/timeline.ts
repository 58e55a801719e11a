import type { ManualFinding } from '../domain/quality/decisions';
import { intervalsOf } from '../domain/quality/flash-intervals';
import type { Interval } from '../domain/quality/interval';
import type { QualityMeasurements } from '../domain/quality/measurements';
import type { QualityReport } from '../domain/quality/report';
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
import { intervalText } from './format';
import { html, type Markup } from './markup';
import type { LaneName, ReportWords } from './words';

const LANE = 24;
const BAR = 14;
const BOTTOM = 22;
/** A single picture of a long film would be thinner than a hair. */
const NARROWEST = 2.5;

/** One lane for each kind of finding, named, so that no colour has to tell which is which. */
export function timeline(
  { measurements, body }: Pick<QualityReport, 'measurements' | 'body'>,
  manual: readonly ManualFinding[],
  words: ReportWords,
): Markup {
  const end = Math.max(measurements.decode.decodedSeconds, 0.001);
  const x = timeScale(end);
  const bottom = Object.keys(lanes).length * LANE;
  const height = bottom + BOTTOM;
  return html`<svg
    class="chart timeline"
    viewBox="0 0 ${CHART_WIDTH} ${height}"
    role="img"
    aria-label="${words.timelineShown}"
  >
    ${outsideOf(body, { x, bottom })}
    ${timeTicks(end).map((seconds) => html`<path class="grid" d="M${x(seconds)} 2V${bottom}" /><text class="tick" x="${x(seconds)}" y="${height - 6}" text-anchor="middle">${tickText(seconds)}</text>`)}
    ${(Object.keys(lanes) as LaneName[]).map((name, i) => {
      const intervals = lanes[name](measurements, manual);
      const top = i * LANE + (LANE - BAR) / 2;
      return html`<text class="lane" x="${LEFT - 8}" y="${top + BAR - 3.5}" text-anchor="end"
          >${words.lanes[name]}</text
        >
        <path class="track" d="M${LEFT} ${top + BAR / 2}H${CHART_WIDTH - RIGHT}" />
        ${intervals === null ? html`<text class="absent" x="${LEFT + 6}" y="${top + BAR - 3.5}">${words.notMeasured}</text>` : intervals.map((interval) => bar(interval, name, top, x, words))}`;
    })}
  </svg>`;
}

/** null = not measured */
type LaneOf = (
  measurements: QualityMeasurements,
  manual: readonly ManualFinding[],
) => readonly Interval[] | null;

/** In order from the top: every list of intervals, and other findings that have a time. */
const lanes: Readonly<Record<LaneName, LaneOf>> = {
  black: ({ picture }) => picture?.black.items ?? null,
  freeze: ({ picture }) => picture?.freeze.items ?? null,
  silence: ({ sound }) => sound?.silence.items ?? null,
  flash: ({ picture }) => (picture?.flash ? intervalsOf(picture.flash) : null),
  inserts: ({ picture }) => picture?.inserts.items ?? null,
  errors: ({ decode: { errors, endedAtSeconds } }) => [
    ...errors.items.map(({ seconds }) => at(seconds)),
    ...(endedAtSeconds === null ? [] : [at(endedAtSeconds)]),
  ],
  manual: (_, manual) => manual,
};

function at(seconds: number): Interval {
  return { startSeconds: seconds, endSeconds: seconds };
}

function bar(
  interval: Interval,
  name: string,
  top: number,
  x: (seconds: number) => number,
  words: ReportWords,
): Markup {
  const left = x(interval.startSeconds);
  const width = rounded(Math.max(NARROWEST, x(interval.endSeconds) - left));
  const from = Math.min(left, CHART_WIDTH - RIGHT - width);
  return html`<rect
    class="band ${name}"
    x="${from}"
    y="${top}"
    width="${width}"
    height="${BAR}"
    rx="1.5"
    ><title>${intervalText(interval, words)}</title></rect
  >`;
}
