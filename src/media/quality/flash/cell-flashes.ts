import { LuminanceChanges } from './luminance-changes';
import { RecentTransitions, type Risk } from './recent-transitions';
import { RedChanges, type RedPicture } from './red-changes';

/** 3 flashes: both their halves, rise and fall, are transitions. */
const TRANSITIONS = 6;
/** 5 flashes, which NHK/JBA tolerate for a while. */
const TOLERATED_TRANSITIONS = 10;

/** BT.1702; also 10 % of white, which is NHK/JBA's. */
const FLASH_CD_M2 = 20;
/** BT.1702, SDR: two bright pictures are no flash. NHK/JBA know no such limit. */
const DARKER_BELOW_CD_M2 = 160;
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
}

/** Counts the flashes of every cell of one grid, under both standards. */
export class CellFlashes {
  private readonly bt1702: RecentTransitions;
  private readonly jba: RecentTransitions;
  private readonly jbaFast: RecentTransitions;
  private readonly jbaStrong: RecentTransitions;
  private readonly red: RecentTransitions;
  private readonly luminanceChanges: LuminanceChanges;
  private readonly redChanges: RedChanges;

  constructor(cells: number) {
    this.bt1702 = new RecentTransitions(cells, TRANSITIONS);
    this.jba = new RecentTransitions(cells, TRANSITIONS);
    this.jbaFast = new RecentTransitions(cells, TOLERATED_TRANSITIONS);
    this.jbaStrong = new RecentTransitions(cells, TRANSITIONS);
    this.red = new RecentTransitions(cells, TRANSITIONS);
    this.luminanceChanges = new LuminanceChanges(cells, [
      { least: FLASH_CD_M2, darkerBelow: DARKER_BELOW_CD_M2, transitions: [this.bt1702] },
      { least: FLASH_CD_M2, darkerBelow: Infinity, transitions: [this.jba, this.jbaFast] },
      { least: STRONG_CD_M2, darkerBelow: Infinity, transitions: [this.jbaStrong] },
    ]);
    this.redChanges = new RedChanges(cells, this.red);
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
    };
  }
}
