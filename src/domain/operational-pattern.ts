/**
 * Such as OP1a, of a label in hexadecimal; null = no label of MXF, or another one. SMPTE ST 377-1: its 13th byte
 * is the item, its 14th the package complexity.
 */
export function operationalPatternName(label: string | null): string | null {
  const digits = label?.replace(/[^0-9a-f]/gi, '') ?? '';
  const byte = (index: number): number =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  const [item, complexity] = [byte(12), byte(13)];
  if (item === 0x10) return 'OPAtom';
  return item >= 1 && item <= 3 && complexity >= 1 && complexity <= 3
    ? `OP${item}${'abc'.charAt(complexity - 1)}`
    : null;
}
