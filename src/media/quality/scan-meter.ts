import type { Scan } from '../../domain/quality/picture';
import type { VideoStream } from '../../domain/technical-metadata';
import type { FilterRecord } from './filter-records';

/** On smaller synthetic pictures the filter was wrong more often than right. */
export const SMALLEST_SCAN = { width: 720, height: 480 } as const;

const MAJORITY = 0.9;
/** Of all pictures; the others have no motion that would tell. */
const LEAST_PART = 0.1;

/** Reads the filter `idet`, whose counts grow, and begin again with its graph. */
export class ScanMeter {
  private last: FilterRecord | undefined;
  private readonly ended: FilterRecord[] = [];

  take(record: FilterRecord): void {
    if (record.isFirst && this.last) this.ended.push(this.last);
    this.last = record;
  }

  finish(fieldOrder: VideoStream['fieldOrder']): Scan {
    const records = this.last ? [...this.ended, this.last] : [];
    const count = (name: string): number =>
      records.reduce(
        (sum, { values }) =>
          sum + Math.round(Number(values.get(`lavfi.idet.multiple.${name}`) ?? 0)),
        0,
      );
    const frames = {
      progressive: count('progressive'),
      tff: count('tff'),
      bff: count('bff'),
      undetermined: count('undetermined'),
    };
    const told = frames.progressive + frames.tff + frames.bff;
    const enough = told >= LEAST_PART * (told + frames.undetermined);
    const measured = (['progressive', 'tff', 'bff'] as const).find(
      (scan) => enough && frames[scan] > 0 && frames[scan] >= MAJORITY * told,
    );
    return { declared: declaredScan(fieldOrder), measured: measured ?? null, frames };
  }
}

/** By what is shown first, which in `tb` and `bt` is not what is coded first. */
export function declaredScan(fieldOrder: VideoStream['fieldOrder']): Scan['declared'] {
  switch (fieldOrder) {
    case 'progressive':
      return 'progressive';
    case 'tt':
    case 'bt':
      return 'tff';
    case 'bb':
    case 'tb':
      return 'bff';
    case null:
      return null;
  }
}
