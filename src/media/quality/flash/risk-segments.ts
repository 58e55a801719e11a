import type { FlashSegment } from '../../../domain/quality/flash';
import { IntervalCollector } from '../interval-collector';
import { TICKS_PER_SECOND, type Risk } from './recent-transitions';

/** Of the picture; both standards. */
export const RISK_AREA = 0.25;

/** A field of the 16 x 9 at the edge of an area changes less than the area: room for one column. */
const COARSE_RISK_AREA = 0.2;

/** Flashes that are less than this apart are one finding. */
const JOIN_TICKS = TICKS_PER_SECOND;

interface Open {
  first: number;
  last: number;
  worstArea: number;
  isCoarse: boolean;
  isIntolerable: boolean;
}

/** Joins the moments at which too large a part of the picture was at risk to findings. */
export class RiskSegments {
  private open: Open | undefined;
  private readonly segments = new IntervalCollector<FlashSegment>();

  /** @param toleratedSeconds how long a risk below the hard limit may last without a finding */
  constructor(
    private readonly kind: FlashSegment['kind'],
    private readonly toleratedSeconds: number,
  ) {}

  /**
   * @param fine the risk on the full grid
   * @param coarse the risk on the grid of 16 × 9; where only the full grid is at risk, fine detail flashes, and a person decides
   * @param isIntolerable whether the hard limit is passed, at which any length is a finding
   */
  take(fine: Risk, coarse: Risk, isIntolerable: boolean): void {
    if (fine.area <= RISK_AREA) return;
    const isCoarse = coarse.area > COARSE_RISK_AREA;
    const open = this.open;
    if (open && fine.first <= open.last + JOIN_TICKS) {
      open.last = Math.max(open.last, fine.last);
      open.worstArea = Math.max(open.worstArea, fine.area);
      open.isCoarse ||= isCoarse;
      open.isIntolerable ||= isIntolerable;
      return;
    }
    this.close();
    const { first, last, area } = fine;
    this.open = { first, last, worstArea: area, isCoarse, isIntolerable };
  }

  finish(): { items: FlashSegment[]; more: number } {
    this.close();
    return this.segments.list();
  }

  private close(): void {
    const open = this.open;
    this.open = undefined;
    if (!open) return;
    const { first, last, worstArea, isCoarse, isIntolerable } = open;
    const [startSeconds, endSeconds] = [first / TICKS_PER_SECOND, last / TICKS_PER_SECOND];
    if (!isIntolerable && endSeconds - startSeconds <= this.toleratedSeconds) return;
    this.segments.add({
      startSeconds,
      endSeconds,
      kind: this.kind,
      worstArea,
      verdict: isCoarse ? 'fail' : 'review',
    });
  }
}
