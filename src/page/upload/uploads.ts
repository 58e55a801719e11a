import { Store } from '../state/store';
import { forgetUpload } from './unfinished-uploads';
import { runUpload } from './run-upload';
import { isFinished, isUnderWay, type UploadEntry } from './upload-state';
import { deleteVideo } from '../client/videos';

/** Two at a time: enough to fill a line, and the first ones are done early. */
const PARALLEL_FILES = 2;

/** All uploads of this visit; they go on while the reader looks at other views. */
class Uploads extends Store<readonly UploadEntry[]> {
  private readonly controllers = new Map<number, AbortController>();
  private lastKey = 0;

  /** @param profile QC profile that is to decide on them; '' = that of the platform */
  add(files: readonly File[], profile: string): void {
    const entries = files.map((file): UploadEntry => {
      this.lastKey += 1;
      return {
        ...{ key: this.lastKey, file, profile },
        ...{ state: { kind: 'waiting' }, sentBytes: 0, video: null },
      };
    });
    this.set([...this.value, ...entries]);
    this.startNext();
  }

  resume(key: number): void {
    this.change(key, { state: { kind: 'waiting' } });
    this.startNext();
  }

  /** Stops sending, and takes back the entry that was made in the catalogue for it. */
  cancel(key: number): void {
    const entry = this.find(key);
    if (!entry) return;
    this.change(key, { state: { kind: 'cancelled' } });
    this.controllers.get(key)?.abort();
    forgetUpload(entry.file);
    // a name that was in the catalogue before keeps what it had
    if (entry.video?.status === 'awaiting_upload' && entry.video.object === null) {
      deleteVideo(entry.video.id).catch(() => undefined); // it expires by itself
    }
    this.startNext();
  }

  hideFinished(): void {
    this.set(this.value.filter((entry) => !isFinished(entry)));
  }

  private startNext(): void {
    const running = this.value.filter((e) => isUnderWay(e) && e.state.kind !== 'waiting').length;
    const waiting = this.value.filter((entry) => entry.state.kind === 'waiting');
    for (const entry of waiting.slice(0, PARALLEL_FILES - running)) this.start(entry);
  }

  private start(entry: UploadEntry): void {
    const controller = new AbortController();
    this.controllers.set(entry.key, controller);
    this.change(entry.key, { state: { kind: 'preparing' } });
    const update = (change: Partial<UploadEntry>) => {
      if (controller.signal.aborted) return;
      this.change(entry.key, change);
      if (change.state?.kind === 'followed' || change.state?.kind === 'broken') this.startNext();
    };
    void runUpload(entry, update, controller.signal);
  }

  private find(key: number): UploadEntry | undefined {
    return this.value.find((entry) => entry.key === key);
  }

  private change(key: number, change: Partial<UploadEntry>): void {
    this.set(this.value.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
  }
}

export const uploads = new Uploads([]);

/** Asks before a tab is closed that still sends. */
export function guardUploads(): void {
  addEventListener('beforeunload', (event) => {
    if (uploads.value.some(isUnderWay)) event.preventDefault();
  });
}
