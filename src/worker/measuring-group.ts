import { createHash } from 'node:crypto';
import path from 'node:path';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import type { Claimed, ReceivedObject } from '../storage/catalogue/types';

/** Measured within minutes; a programme or a film takes a large part of an hour, or more. */
const SHORT_SECONDS = 600;

/**
 * What shares a place among the uploads that wait for their measuring: those of one sender that are all short, or
 * all long. A sender is a client of the API, else the folder that files were copied to.
 */
export function measuringGroup(
  { object }: ReceivedObject,
  { sender }: Pick<Claimed, 'sender'>,
  { container: { durationSeconds } }: TechnicalMetadata,
): string {
  const length = (durationSeconds ?? Infinity) <= SHORT_SECONDS ? 'short' : 'long';
  const who = sender ?? `folder:${path.posix.dirname(object.key)}`;
  // names are of any characters and any length, and say who it is
  return `${createHash('sha256').update(who).digest('hex').slice(0, 32)}-${length}`;
}
