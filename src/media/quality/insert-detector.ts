import type { Insert } from '../../domain/quality/picture';
import { BLOCKS, meanChange } from './grid';
import { IntervalCollector } from './interval-collector';
import type { LinearLight } from './linear-light';

/** 6 pictures of 30 a second; what is longer is a shot, however few its pictures are. */
const MAX_SECONDS = 0.2;

/** Timestamps of Matroska are whole milliseconds, and 29.97 is not 30. */
const CLOCK_SECONDS = 0.001;

/** The longest insert at 120 pictures a second, and the pictures on both sides of it. */
const KEPT = Math.round(MAX_SECONDS * 120) + 2;

/** Mean change of a block, of 255. Motion stays below; a cut to other content is far above. */
const CUT = 10;

/** The pictures before and after an insert differ by motion only: a quarter of the cut, at most. */
const MATCH_PART = 0.25;

interface Kept {
  readonly seconds: number;
  readonly look: Look;
  /** Change from the picture before. */
  readonly change: number;
}

/** Finds pictures that break in, for up to 0.2 s, between two that match. */
export class InsertDetector {
  /** The newest last. */
  private readonly kept: Kept[] = [];
  private readonly inserts = new IntervalCollector<Insert>();

  /** Returns the change from the picture before. */
  take(light: LinearLight, seconds: number): number {
    const spare = this.kept.length === KEPT ? this.kept.shift()?.look : undefined;
    const look = lookOf(light, spare ?? new Look());
    const before = this.kept.at(-1);
    const change = before ? meanChange(look.light, before.look.light) : 0;
    this.kept.push({ seconds, look, change });
    if (change >= CUT) this.lookBack(change);
    return change;
  }

  list(map: (inserts: readonly Insert[]) => readonly Insert[]): { items: Insert[]; more: number } {
    return this.inserts.list(map);
  }

  /** The newest picture is another than the one before: whether it is back where it was. */
  private lookBack(cutOut: number): void {
    const newest = this.kept.length - 1;
    const after = this.kept[newest]!;
    for (let frames = 1; frames < newest; frames += 1) {
      const first = this.kept[newest - frames]!;
      const before = this.kept[newest - frames - 1]!;
      if (after.seconds - first.seconds > MAX_SECONDS + CLOCK_SECONDS) return;
      if (first.change < CUT) continue;
      const match = Math.min(cutOut, first.change) * MATCH_PART;
      if (meanChange(after.look.light, before.look.light) > match) continue;
      // where every picture has a colour of its own, some are of about one light
      if (meanChange(after.look.colour, before.look.colour) > match) continue;
      const { seconds: startSeconds } = first;
      this.inserts.add({ startSeconds, endSeconds: after.seconds, frames });
      return;
    }
  }
}

/** One picture as the eye sees it, near enough: the square root of the light, 0 to 255. */
class Look {
  readonly light = new Float32Array(BLOCKS);
  /** Of red, then of blue. */
  readonly colour = new Float32Array(2 * BLOCKS);
}

function lookOf({ weights, blockRed, blockGreen, blockBlue }: LinearLight, into: Look): Look {
  const { red, green, blue } = weights;
  const white = red + green + blue;
  for (let block = 0; block < BLOCKS; block += 1) {
    const sum = red * blockRed[block]! + green * blockGreen[block]! + blue * blockBlue[block]!;
    into.light[block] = 255 * Math.sqrt(sum / white);
    into.colour[block] = 255 * Math.sqrt(blockRed[block]!);
    into.colour[BLOCKS + block] = 255 * Math.sqrt(blockBlue[block]!);
  }
  return into;
}
