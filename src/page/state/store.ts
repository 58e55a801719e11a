import { useEffect, useState } from 'preact/hooks';

/** A value that outlives components, and tells those who watch it when it changes. */
export class Store<T> {
  private readonly watchers = new Set<() => void>();
  private current: T;

  constructor(initial: T) {
    this.current = initial;
  }

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (Object.is(value, this.current)) return;
    this.current = value;
    for (const watcher of this.watchers) watcher();
  }

  /** Returns what ends the watching. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }
}

export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.value);
  useEffect(() => {
    const update = () => {
      setValue(() => store.value);
    };
    update(); // it may have changed between render and effect
    return store.watch(update);
  }, [store]);
  return value;
}
