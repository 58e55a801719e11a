import type { EventPublisher, VideoEvents } from './event-publisher';

type Listener = <Type extends keyof VideoEvents>(type: Type, event: VideoEvents[Type]) => void;

/** Tells listeners in this process. */
export class LocalEventPublisher implements EventPublisher {
  private readonly listeners = new Set<Listener>();

  /** Returns a function that ends the listening. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  publish<Type extends keyof VideoEvents>(type: Type, event: VideoEvents[Type]): Promise<void> {
    for (const listener of this.listeners) listener(type, event);
    return Promise.resolve();
  }
}
