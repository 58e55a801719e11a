import type { ActiveArea } from '../../domain/quality/picture';
import type { FilterRecord } from './filter-records';

/** Areas that are told apart. A film has a handful; dark pictures each their own. */
const MAX_AREAS = 1000;

/** Of the width or height: bars that are smaller are the edge of a picture. */
const BAR_PART = 0.02;

/** Reads the filter `cropdetect`, which looks at every picture by itself. */
export class AreaMeter {
  private frames = 0;
  private readonly areas = new Map<string, number>();

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  take({ values }: FilterRecord): void {
    const [w, h, x, y] = ['w', 'h', 'x', 'y'].map((name) =>
      Number(values.get(`lavfi.cropdetect.${name}`) ?? NaN),
    ) as [number, number, number, number];
    // of a black picture the filter says less than nothing
    if (!(w > 0 && h > 0)) return;
    this.frames += 1;
    const key = `${x},${y},${w},${h}`;
    if (!this.areas.has(key) && this.areas.size === MAX_AREAS) return;
    this.areas.set(key, (this.areas.get(key) ?? 0) + 1);
  }

  /** The most frequent area; null when all pictures are black. */
  finish(): ActiveArea | null {
    const [most] = [...this.areas].sort(([, a], [, b]) => b - a);
    if (!most) return null;
    const [x, y, width, height] = most[0].split(',').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    const isNarrow = this.width - width > BAR_PART * this.width;
    const isLow = this.height - height > BAR_PART * this.height;
    const shape = isNarrow ? (isLow ? 'windowbox' : 'pillarbox') : isLow ? 'letterbox' : 'full';
    return { x, y, width, height, shape, share: most[1] / this.frames };
  }
}
