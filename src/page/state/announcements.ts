import { Store } from './store';

/** `quiet` is for screen readers only; `shown` is seen too. */
export interface Announcement {
  readonly text: string;
  readonly manner: 'quiet' | 'shown';
}

class Announcements extends Store<Announcement | null> {
  /** Says what changed by itself. */
  whisper(text: string): void {
    this.set({ text, manner: 'quiet' });
  }

  /** Confirms what the reader did. */
  tell(text: string): void {
    this.set({ text, manner: 'shown' });
  }
}

export const announcements = new Announcements(null);
