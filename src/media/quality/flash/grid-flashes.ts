import type { LinearLight } from '../linear-light';
import { CellFlashes, type Risks } from './cell-flashes';

/** Counts the flashes of the cells that one light looks at. */
export class GridFlashes {
  private readonly flashes: CellFlashes;

  constructor(
    private readonly light: LinearLight,
    isHdr: boolean,
  ) {
    this.flashes = new CellFlashes(light.cells, isHdr);
  }

  /**
   * @param frame what the light has just read
   * @param before the frame before it, null for the first
   */
  take(frame: Uint8Array, before: Uint8Array | null, tick: number): Risks {
    const { light } = this;
    const picture = {
      luminance: light.luminance,
      redness: light.redness,
      hasRed: light.redCells > 0,
      colourOf: (cell: number) => light.colourOf(frame, cell),
    };
    const colourBefore = before && ((cell: number) => light.colourOf(before, cell));
    return this.flashes.take(picture, colourBefore, tick);
  }
}
