import { rounded } from './reading';

/*
 * What a supplier tells of the loudness of a delivery, against what was measured. No schema library is imported:
 * the page takes these functions too.
 */

/**
 * LU. Values are given with one decimal, and meters may differ by 0.1 LU each (EBU Tech 3341); beyond this another
 * programme was measured, or another part of it (StreamTech threshold).
 */
export const LOUDNESS_TOLERANCE = 0.3;

/** LU, between what is told and the measured value as it is printed, with one decimal; null = none was measured. */
export function differenceOf(lufs: number, measured: number | null): number | null {
  const printed = rounded(measured, 1);
  return printed === null ? null : rounded(Math.abs(printed - lufs), 2);
}

/** Whether a person must look at both: they differ, or none was measured to compare with. */
export function isUnlike<T extends { readonly difference: number | null }>(
  declared: T | null,
): declared is T {
  return declared !== null && (declared.difference ?? Infinity) > LOUDNESS_TOLERANCE;
}
