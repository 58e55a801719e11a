import type { Video } from '../client/contract';

/** One chosen file on its way into the catalogue. */
export interface UploadEntry {
  readonly key: number;
  readonly file: File;
  /** QC profile that is to decide on it; '' = that of the platform. */
  readonly profile: string;
  readonly state: UploadState;
  /** Bytes that have arrived or are on the way. */
  readonly sentBytes: number;
  /** null = the API has not been asked yet. */
  readonly video: Video | null;
}

export type UploadState =
  | { readonly kind: 'waiting' | 'preparing' | 'sending' | 'joining' | 'cancelled' }
  | { readonly kind: 'retrying'; readonly attempt: number }
  /** The bytes have arrived; `video` says how it goes on. */
  | { readonly kind: 'followed' }
  | { readonly kind: 'broken'; readonly cause: unknown };

/** Whether bytes are being sent, or are about to be. */
export function isUnderWay(entry: UploadEntry): boolean {
  const { kind } = entry.state;
  return kind !== 'followed' && kind !== 'broken' && kind !== 'cancelled';
}

const terminal = new Set(['ready', 'rejected', 'failed']);

/** Whether nothing more will happen by itself. */
export function isFinished(entry: UploadEntry): boolean {
  if (entry.state.kind === 'followed') return terminal.has(entry.video?.status ?? '');
  return entry.state.kind === 'cancelled';
}
