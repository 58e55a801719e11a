import { PART_SIZE_BYTES, type UploadedPart } from '../storage/objects/object-store';

/** How the bytes of an upload are cut. The same size gives the same plan, so none is stored. */
export interface UploadPlan {
  readonly kind: 'single' | 'multipart';
  /** Of every part but the last. */
  readonly partSizeBytes: number;
  readonly partCount: number;
}

const MAX_PARTS = 10_000; // the limit of S3
const MIB = 1024 * 1024;

/** Parts grow beyond 64 MiB when there would be more of them than S3 takes: from 625 GiB on. */
export function uploadPlan(sizeBytes: number): UploadPlan {
  const partSizeBytes = Math.max(PART_SIZE_BYTES, Math.ceil(sizeBytes / MAX_PARTS / MIB) * MIB);
  return {
    kind: sizeBytes > PART_SIZE_BYTES ? 'multipart' : 'single',
    partSizeBytes,
    partCount: Math.ceil(sizeBytes / partSizeBytes),
  };
}

/** Numbers of the parts that have not arrived in full, ascending, 1-based. */
export function missingParts(sizeBytes: number, arrived: readonly UploadedPart[]): number[] {
  const { partSizeBytes, partCount } = uploadPlan(sizeBytes);
  const sizes = new Map(arrived.map((part) => [part.partNumber, part.sizeBytes]));
  const expected = (partNumber: number) =>
    partNumber < partCount ? partSizeBytes : sizeBytes - partSizeBytes * (partCount - 1);
  return Array.from({ length: partCount }, (_, i) => i + 1).filter(
    (partNumber) => sizes.get(partNumber) !== expected(partNumber),
  );
}
