import type { EventPublisher, VideoProcessed } from './event-publisher';

/** Tells listeners in this process. */
export class LocalEventPublisher implements EventPublisher {
  private readonly listeners = new Set<(event: VideoProcessed) => void>();

  /** Returns a function that ends the listening. */
  listen(listener: (event: VideoProcessed) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  publish(event: VideoProcessed): Promise<void> {
    for (const listener of this.listeners) listener(event);
    return Promise.resolve();
  }
}
