import { hasStatus, isTransient } from '../client/errors';
import type { MultipartUpload, PresignedRequest, Upload } from '../client/contract';
import { completeUpload, getUpload, getVideo } from '../client/videos';
import { backoff } from './backoff';
import { MAX_FAILURES } from './backoff-times';
import { sendBytes } from './send-bytes';

export interface SendReport {
  /** Bytes that have arrived or are on the way. */
  readonly sent: (bytes: number) => void;
  /** A try failed; the next is attempt `attempt`, 2-based. */
  readonly retrying: (attempt: number) => void;
  readonly joining: () => void;
}

/** Browsers open six connections to a host; the rest is for the API and the next file. */
const PARALLEL_PARTS = 3;
const NOT_FOUND = 404;
const ALREADY_THERE = 412;

/**
 * Sends a file as `first` says, until all of it has arrived. Whatever breaks on the way, be it a part,
 * an expired address or the network, is handled the same way: wait, ask what is missing, send that.
 * @throws the last error, after {@link MAX_FAILURES} failures with no progress between them
 */
export async function sendFile(
  videoId: string,
  file: File,
  first: Upload,
  report: SendReport,
  signal: AbortSignal,
): Promise<void> {
  let upload = first;
  for (let failures = 0; ;) {
    try {
      if (upload.kind === 'single') {
        await sendWhole(upload.request, file, report, signal);
        return;
      }
      if (upload.missingParts === 0) {
        report.joining();
        await completeUpload(videoId, signal);
        return;
      }
      await sendParts(upload, file, report, signal, () => (failures = 0));
      upload = await getUpload(videoId, signal);
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (failures > MAX_FAILURES) throw error;
      report.retrying(failures + 1);
      await backoff(failures, signal);
      const next = await askAgain(videoId, upload, error, signal);
      if (next === 'arrived') return;
      upload = next;
    }
  }
}

/** 412: the bytes have arrived, and only the answer that said so was lost. */
async function sendWhole(
  request: PresignedRequest,
  file: File,
  report: SendReport,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sendBytes(request, file.slice(), report.sent, signal);
  } catch (error) {
    if (!hasStatus(error, ALREADY_THERE)) throw error;
  }
}

/** Keeps the old instructions when the API itself cannot be reached: the next try asks again. */
async function askAgain(
  id: string,
  upload: Upload,
  cause: unknown,
  signal: AbortSignal,
): Promise<Upload | 'arrived'> {
  try {
    return await getUpload(id, signal);
  } catch (error) {
    if (isTransient(error)) return upload;
    if (!hasStatus(error, NOT_FOUND)) throw error;
    // perhaps all arrived, and only the answer that said so was lost
    const { status } = await getVideo(id, signal);
    if (status === 'awaiting_upload') throw cause;
    return 'arrived';
  }
}

async function sendParts(
  upload: MultipartUpload,
  file: File,
  report: SendReport,
  signal: AbortSignal,
  onArrived: () => void,
): Promise<void> {
  const rangeOf = (partNumber: number) => {
    const start = (partNumber - 1) * upload.partSizeBytes;
    return file.slice(start, start + upload.partSizeBytes);
  };
  const underWay = new Map<number, number>();
  const arrivedBefore = Math.max(0, file.size - upload.missingParts * upload.partSizeBytes);
  const tell = () => {
    const sum = [...underWay.values()].reduce((a, b) => a + b, arrivedBefore);
    report.sent(Math.min(sum, file.size));
  };
  const queue = [...upload.parts];
  const failed: unknown[] = [];
  const lane = async () => {
    // after a failure the lanes end: what is wrong is often wrong for every part
    for (let part = queue.shift(); part && failed.length === 0; part = queue.shift()) {
      const { partNumber, request } = part;
      const bytes = rangeOf(partNumber);
      const onSent = (sent: number) => {
        underWay.set(partNumber, Math.min(sent, bytes.size));
        tell();
      };
      try {
        await sendBytes(request, bytes, onSent, signal);
        onSent(bytes.size);
        onArrived();
      } catch (error) {
        onSent(0);
        failed.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_PARTS }, lane));
  if (failed.length > 0) throw failed[0];
}
