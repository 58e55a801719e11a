import { LuminanceChanges, type ChangeRule } from './luminance-changes';
import { RecentTransitions, TICKS_PER_SECOND, type Risk } from './recent-transitions';
import { RedChanges, type RedPicture } from './red-changes';

/** 3 flashes: both their halves, rise and fall, are transitions. */
const TRANSITIONS = 6;
/** 5 flashes, which NHK/JBA tolerate for a while. */
const TOLERATED_TRANSITIONS = 10;

/**
 * From 2 flashes a second on, flashing for long is a risk although no second has too much of it:
 * BT.1702, Annex 1, and Ofcom, Annex 1, speak of more than 5 s.
 */
const SLOW_TRANSITIONS = 3;

/** BT.1702; also 10 % of white, which is NHK/JBA's. */
const FLASH_CD_M2 = 20;
/**
 * BT.1702, SDR: two bright pictures are no flash. NHK/JBA know no such limit. In HDR the contrast of
 * such pictures must be more than 1/17 (Annex 1, guideline 1), which is 1/8 of the darker.
 */
const DARKER_BELOW_CD_M2 = 160;
/**
 * Limits that are passed clearly. A finding that is not one by these is near a limit: a code value of
 * 8 bit is up to 2 cd/m² wide, and moves a colour by up to 0.01.
 */
const CLEAR = { change: 22, darkerBelow: 155, far: 0.21, period: 0.95 * TICKS_PER_SECOND } as const;

/**
 * In HDR a code value of the grid, which has 8 bit, is up to 7 cd/m² wide at 160: what may be a flash
 * counts, and only what must be one is clearly beyond the limit.
 */
const HDR_CD_M2 = { least: 16, clear: 27 } as const;

/** In CIE 1976 u'v'; WCAG 2.2 and ISO 9241-391. BT.1702 gives no number. */
const FAR = 0.2;

/** More than 20 % of white, which NHK/JBA tolerate at no time. */
const STRONG_CD_M2 = 40.1;

export interface LightPicture extends RedPicture {
  /** cd/m² of every cell. */
  readonly luminance: Float32Array;
}

/** The part of the picture that passed each limit. */
export interface Risks {
  readonly bt1702: Risk;
  readonly jba: Risk;
  /** Faster, or stronger, than NHK/JBA tolerate for 2 s. */
  readonly jbaHardLimit: readonly Risk[];
  readonly red: Risk;
  /** At 2 flashes a second and more; asked of few pictures, and takes its time. */
  readonly slow: () => Risk;
  /** By {@link CLEAR}. */
  readonly clear: Readonly<Record<'bt1702' | 'jba' | 'red', Risk>>;
}

/** Counts the flashes of every cell of one grid, under both standards. */
export class CellFlashes {
  private readonly bt1702: RecentTransitions;
  private readonly jba: RecentTransitions;
  private readonly jbaFast: RecentTransitions;
  private readonly jbaStrong: RecentTransitions;
  private readonly red: RecentTransitions;
  private readonly slow: RecentTransitions;
  private readonly clear: Readonly<Record<'bt1702' | 'jba' | 'red', RecentTransitions>>;
  private readonly luminanceChanges: LuminanceChanges;
  private readonly redChanges: RedChanges;

  constructor(cells: number, isHdr: boolean) {
    const sized = () => new RecentTransitions(cells, TRANSITIONS, { isSized: true });
    this.bt1702 = sized();
    this.jba = sized();
    this.red = sized();
    this.jbaFast = new RecentTransitions(cells, TOLERATED_TRANSITIONS);
    this.jbaStrong = new RecentTransitions(cells, TRANSITIONS);
    this.slow = new RecentTransitions(cells, SLOW_TRANSITIONS);
    const clearly = () => new RecentTransitions(cells, TRANSITIONS, { period: CLEAR.period });
    this.clear = { bt1702: clearly(), jba: clearly(), red: clearly() };
    const limits = isHdr ? HDR_CD_M2 : { least: FLASH_CD_M2, clear: CLEAR.change };
    const rule = (
      least: number,
      sdrDarkerBelow: number,
      ...transitions: RecentTransitions[]
    ): ChangeRule => ({
      least,
      darkerBelow: isHdr ? Infinity : sdrDarkerBelow,
      leastPart: isHdr ? least / DARKER_BELOW_CD_M2 : 0,
      transitions,
    });
    this.luminanceChanges = new LuminanceChanges(cells, [
      rule(limits.least, DARKER_BELOW_CD_M2, this.bt1702, this.slow),
      rule(limits.least, Infinity, this.jba, this.jbaFast),
      rule(STRONG_CD_M2, Infinity, this.jbaStrong),
      rule(limits.clear, CLEAR.darkerBelow, this.clear.bt1702),
      rule(limits.clear, Infinity, this.clear.jba),
    ]);
    this.redChanges = new RedChanges(cells, [
      { far: FAR, from: 1, transitions: this.red },
      { far: CLEAR.far, from: 2, transitions: this.clear.red },
    ]);
  }

  /** @param before colours of the picture before, null for the first */
  take(picture: LightPicture, before: RedPicture['colourOf'] | null, tick: number): Risks {
    this.luminanceChanges.take(picture.luminance, tick);
    this.redChanges.take(picture, before, tick);
    return {
      bt1702: this.bt1702.riskAt(tick),
      jba: this.jba.riskAt(tick),
      jbaHardLimit: [this.jbaFast.riskAt(tick), this.jbaStrong.riskAt(tick)],
      red: this.red.riskAt(tick),
      slow: () => this.slow.riskAt(tick),
      clear: {
        bt1702: this.clear.bt1702.riskAt(tick),
        jba: this.clear.jba.riskAt(tick),
        red: this.clear.red.riskAt(tick),
      },
    };
  }
}
