import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useText } from '../i18n/language';
import { Icon } from './icon';

/**
 * A view whose code the browser loads when it is first shown. `load` imports it; esbuild makes a file of it
 * that index.html lets the browser fetch when it is idle.
 */
export function part<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  return function Part(props: Props) {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
    useEffect(() => {
      if (Loaded) return;
      load().then(
        (component) => {
          Loaded = component;
          setState('loaded');
        },
        () => {
          setState('failed');
        },
      );
    }, []);
    if (Loaded) return <Loaded {...props} />;
    return state === 'failed' ? <NotLoaded /> : <Loading />;
  };
}

function Loading() {
  const { text } = useText();
  return <p role="status">{text.loading}</p>;
}

/** After a deploy the file is gone under its name; the new index.html names the new one. */
function NotLoaded() {
  const { text } = useText();
  return (
    <div class="note note-bad" role="alert">
      <Icon name="warning" />
      <p>{text.errors.partNotLoaded}</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          location.reload();
        }}
      >
        {text.reload}
      </button>
    </div>
  );
}
