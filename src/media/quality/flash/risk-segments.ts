import type { FlashSegment } from '../../../domain/quality/flash';
import { IntervalCollector } from '../interval-collector';
import { RISK_AREA, TICKS_PER_SECOND, type Nearest, type Risk } from './recent-transitions';

/** From here on an area is clearly too large: the grid is exact to a quarter of a percent of it. */
const CLEAR_AREA = 0.255;

/** A field of the 16 x 9 at the edge of an area changes less than the area: room for one column. */
const COARSE_RISK_AREA = 0.2;

/** Flashes that are less than this apart are one finding. */
const JOIN_TICKS = TICKS_PER_SECOND;

interface Open {
  first: number;
  last: number;
  worstArea: number;
  /** At the time of the worst area. */
  nearest: Nearest | undefined;
  isCoarse: boolean;
  isClear: boolean;
  isIntolerable: boolean;
}

/** Joins the moments at which too large a part of the picture was at risk to findings. */
export class RiskSegments {
  private open: Open | undefined;
  private readonly segments = new IntervalCollector<FlashSegment>();

  /**
   * @param toleratedSeconds how long a risk below the hard limit may last without a finding
   * @param reviewedFor why a person looks at every finding; by default it fails, or says why not
   */
  constructor(
    private readonly kind: FlashSegment['kind'],
    private readonly toleratedSeconds: number,
    private readonly reviewedFor?: FlashSegment['reason'],
  ) {}

  /**
   * @param fine the risk on the full grid
   * @param coarse the risk on the grid of 16 × 9; where only the full grid is at risk, fine detail flashes, and a person decides
   * @param clear the risk on the full grid by limits that are passed clearly
   * @param isIntolerable whether the hard limit is passed, at which any length is a finding
   */
  take(fine: Risk, clear: Risk, coarse: Risk, isIntolerable: boolean): void {
    if (fine.area <= RISK_AREA) return;
    const isCoarse = coarse.area > COARSE_RISK_AREA;
    const isClear = clear.area > CLEAR_AREA;
    const open = this.open;
    if (open && fine.first <= open.last + JOIN_TICKS) {
      open.last = Math.max(open.last, fine.last);
      if (fine.area > open.worstArea) {
        open.worstArea = fine.area;
        open.nearest = this.nearestOf(fine);
      }
      open.isCoarse ||= isCoarse;
      open.isClear ||= isClear;
      open.isIntolerable ||= isIntolerable;
      return;
    }
    this.close();
    const { first, last, area } = fine;
    const nearest = this.nearestOf(fine);
    this.open = { first, last, worstArea: area, nearest, isCoarse, isClear, isIntolerable };
  }

  finish(): { items: FlashSegment[]; more: number } {
    this.close();
    return this.segments.list();
  }

  /** No limit is passed by what is within all of them. */
  private nearestOf(risk: Risk): Nearest | undefined {
    return this.reviewedFor ? undefined : risk.nearest();
  }

  private close(): void {
    const open = this.open;
    this.open = undefined;
    if (!open) return;
    const { first, last, worstArea, nearest, isCoarse, isClear, isIntolerable } = open;
    const [startSeconds, endSeconds] = [first / TICKS_PER_SECOND, last / TICKS_PER_SECOND];
    if (!isIntolerable && endSeconds - startSeconds <= this.toleratedSeconds) return;
    this.segments.add({
      startSeconds,
      endSeconds,
      kind: this.kind,
      worstArea,
      verdict: isCoarse && isClear && !this.reviewedFor ? 'fail' : 'review',
      reason:
        this.reviewedFor ?? (isCoarse ? (isClear ? 'beyond_limits' : 'near_limit') : 'fine_detail'),
      ...(nearest && {
        change: nearest.change,
        end: this.kind === 'red' ? nearest.end.least : nearest.end.most,
        changeSeconds: nearest.seconds,
      }),
    });
  }
}
