import type { ComponentChildren } from 'preact';
import { here, hrefOf } from '../location/location';

interface LinkProps {
  readonly to: URLSearchParams;
  readonly class?: string;
  readonly title?: string;
  readonly lang?: string;
  readonly children: ComponentChildren;
}

/** A real link, which opens in a new tab like any other; a plain click stays in the page. */
export function Link({ to, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    here.push(to);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
