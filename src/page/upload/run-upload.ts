import { hasStatus, isTransient } from '../client/errors';
import type { Upload, Video } from '../client/contract';
import { createVideo, getUpload, getVideo } from '../client/videos';
import { isMoving } from '../video/facts';
import { underKey } from './idempotency-keys';
import { sendFile } from './send-file';
import { forgetUpload, rememberUpload, unfinishedUpload } from './unfinished-uploads';
import type { UploadEntry } from './upload-state';

type Update = (change: Partial<UploadEntry>) => void;

const FOLLOW_MS = 1000;
const NOT_FOUND = 404;
/** What the API takes; browsers name some types with parameters. */
const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** Takes one file all the way: asks, sends, then waits until the worker has finished. Never rejects. */
export async function runUpload(
  { file, profile }: Pick<UploadEntry, 'file' | 'profile'>,
  update: Update,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { video, upload } = await begin(file, profile, signal);
    rememberUpload(file, video.id);
    update({ video, state: { kind: 'sending' } });
    await sendFile(
      video.id,
      file,
      upload,
      {
        sent: (sentBytes) => {
          update({ sentBytes, state: { kind: 'sending' } });
        },
        retrying: (attempt) => {
          update({ state: { kind: 'retrying', attempt } });
        },
        joining: () => {
          update({ state: { kind: 'joining' } });
        },
      },
      signal,
    );
    forgetUpload(file);
    update({ sentBytes: file.size, state: { kind: 'followed' } });
    await follow(video.id, update, signal);
  } catch (cause) {
    update({ state: { kind: 'broken', cause } });
  }
}

/** Continues what broke off before; else asks for a new upload. */
async function begin(
  file: File,
  profile: string,
  signal: AbortSignal,
): Promise<{ video: Video; upload: Upload }> {
  const known = unfinishedUpload(file);
  if (known !== null) {
    try {
      const upload = await getUpload(known, signal);
      return { video: await getVideo(known, signal), upload };
    } catch (error) {
      if (!hasStatus(error, NOT_FOUND)) throw error;
      forgetUpload(file);
    }
  }
  const wanted = {
    fileName: file.name.normalize('NFC'),
    sizeBytes: file.size,
    ...(CONTENT_TYPE.test(file.type) && { contentType: file.type }),
    ...(profile !== '' && { profile }),
  };
  return underKey(file, (key) => createVideo(wanted, key, signal));
}

/** Looks every second until the worker has finished; a lost connection is waited out. */
async function follow(id: string, update: Update, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      const video = await getVideo(id, signal);
      update({ video });
      if (!isMoving(video)) return;
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
  }
}
