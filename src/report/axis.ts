import type { Interval } from '../domain/quality/interval';
import { html, type Markup } from './markup';

/** Of both charts, so that one time is at one place in both. Units of the drawing. */
export const CHART_WIDTH = 720;
export const LEFT = 88;
export const RIGHT = 40;

/** Where a time is. */
export function timeScale(endSeconds: number): (seconds: number) => number {
  const width = CHART_WIDTH - LEFT - RIGHT;
  return (seconds) =>
    rounded(LEFT + (width * Math.min(Math.max(seconds, 0), endSeconds)) / endSeconds);
}

/** The time at a place of {@link timeScale}. */
export function timeOfPlace(x: number, endSeconds: number): number {
  const part = (x - LEFT) / (CHART_WIDTH - LEFT - RIGHT);
  return Math.min(Math.max(part, 0), 1) * endSeconds;
}

/** Shades what is not judged, where that is a part of the file. */
export function outsideOf(
  body: Interval | undefined,
  { x, bottom }: { readonly x: (seconds: number) => number; readonly bottom: number },
): Markup[] {
  if (!body) return [];
  const [start, end] = [x(body.startSeconds), x(body.endSeconds)];
  const shade = (from: number, to: number): Markup =>
    html`<rect
      class="outside"
      x="${from}"
      y="0"
      width="${rounded(to - from)}"
      height="${bottom}"
    />`;
  return [shade(LEFT, start), shade(end, CHART_WIDTH - RIGHT)];
}

/** Steps that people count in. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
const MOST_TICKS = 8;

/** Round times, at most eight of them. */
export function timeTicks(endSeconds: number): number[] {
  const step = STEPS.find((each) => endSeconds / each <= MOST_TICKS) ?? endSeconds / MOST_TICKS;
  return Array.from({ length: Math.floor(endSeconds / step) + 1 }, (_, i) => i * step);
}

/** 1:02:03, or 2:03 under an hour. */
export function tickText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A tenth of a unit is finer than anything is printed. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
