import { BLOCK_COLUMNS, BLOCKS, BLOCKS_PER_FIELD_SIDE, FIELD_COLUMNS, FIELDS } from '../grid';
import type { LinearColour, LinearLight } from '../linear-light';
import type { LightPicture } from './cell-flashes';

/** The light of the 16 x 9 fields, each the mean of its cells. */
export class FieldLight implements LightPicture {
  readonly luminance = new Float32Array(FIELDS);
  readonly redness = new Uint8Array(FIELDS);
  hasRed = false;
  private colours = new Float32Array(3 * FIELDS);
  private before = new Float32Array(3 * FIELDS);

  readonly colourOf = (field: number): LinearColour => colourIn(this.colours, field);
  readonly colourBefore = (field: number): LinearColour => colourIn(this.before, field);

  read(light: LinearLight): void {
    [this.colours, this.before] = [this.before.fill(0), this.colours];
    const colours = this.colours;
    const part = 1 / BLOCKS_PER_FIELD_SIDE ** 2;
    for (let block = 0; block < BLOCKS; block += 1) {
      const row = Math.floor(block / BLOCK_COLUMNS / BLOCKS_PER_FIELD_SIDE);
      const column = Math.floor((block % BLOCK_COLUMNS) / BLOCKS_PER_FIELD_SIDE);
      const first = 3 * (row * FIELD_COLUMNS + column);
      colours[first]! += part * light.blockRed[block]!;
      colours[first + 1]! += part * light.blockGreen[block]!;
      colours[first + 2]! += part * light.blockBlue[block]!;
    }
    this.hasRed = false;
    const { weights } = light;
    const white = weights.red + weights.green + weights.blue;
    for (let field = 0; field < FIELDS; field += 1) {
      const first = 3 * field;
      const [red, green, blue] = [colours[first]!, colours[first + 1]!, colours[first + 2]!];
      const sum = weights.red * red + weights.green * green + weights.blue * blue;
      this.luminance[field] = white * (sum / white) ** weights.gamma;
      const redness = light.rednessOf(red, green, blue);
      this.redness[field] = redness;
      if (redness > 0) this.hasRed = true;
      const colour = light.inBt709(red, green, blue);
      colours[first] = colour[0];
      colours[first + 1] = colour[1];
      colours[first + 2] = colour[2];
    }
  }
}

function colourIn(colours: Float32Array, field: number): LinearColour {
  return [colours[3 * field]!, colours[3 * field + 1]!, colours[3 * field + 2]!];
}
