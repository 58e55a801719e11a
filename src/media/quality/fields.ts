import { GRID_BYTES, GRID_HEIGHT, GRID_WIDTH } from './grid';

/** Takes the two fields of interlaced pictures apart, each into a frame of the grid. */
export class Fields {
  private readonly spare: Buffer[] = [];

  constructor(private readonly firstField: 'top' | 'bottom') {}

  /**
   * @param frame planes of twice the lines of the grid, of the top field first, then one of each in turn
   * @returns in order of time; each is given back with {@link recycle}
   */
  split(frame: Buffer): [first: Buffer, second: Buffer] {
    const top = this.spare.pop() ?? Buffer.allocUnsafe(GRID_BYTES);
    const bottom = this.spare.pop() ?? Buffer.allocUnsafe(GRID_BYTES);
    for (let line = 0; line < 3 * GRID_HEIGHT; line += 1) {
      const [to, from] = [line * GRID_WIDTH, 2 * line * GRID_WIDTH];
      frame.copy(top, to, from, from + GRID_WIDTH);
      frame.copy(bottom, to, from + GRID_WIDTH, from + 2 * GRID_WIDTH);
    }
    return this.firstField === 'top' ? [top, bottom] : [bottom, top];
  }

  recycle(field: Buffer): void {
    this.spare.push(field);
  }
}
