import { Fields } from '../../../src/media/quality/fields';
import { GRID_BYTES, GRID_WIDTH } from '../../../src/media/quality/grid';

/** Lines of the top field hold 1, those of the bottom field 2. */
function woven(): Buffer {
  const frame = Buffer.alloc(2 * GRID_BYTES, 1);
  for (let line = 1; line * GRID_WIDTH < frame.length; line += 2) {
    frame.fill(2, line * GRID_WIDTH, (line + 1) * GRID_WIDTH);
  }
  return frame;
}

describe('the fields of an interlaced picture', () => {
  it.each([
    ['top', 1, 2],
    ['bottom', 2, 1],
  ] as const)('come apart, the %s field first', (firstField, first, second) => {
    const [earlier, later] = new Fields(firstField).split(woven());
    expect(earlier.equals(Buffer.alloc(GRID_BYTES, first))).toBe(true);
    expect(later.equals(Buffer.alloc(GRID_BYTES, second))).toBe(true);
  });

  it('lie in buffers that are used again once they were given back', () => {
    const fields = new Fields('top');
    const before = fields.split(woven());
    const meanwhile = fields.split(woven());
    before.forEach((field) => {
      fields.recycle(field);
    });
    const after = fields.split(woven());
    expect(meanwhile.some((field) => before.includes(field))).toBe(false);
    expect(after.every((field) => before.includes(field))).toBe(true);
  });
});
