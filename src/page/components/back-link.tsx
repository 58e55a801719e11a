import { Icon } from './icon';
import { Link } from './link';

interface BackLinkProps {
  readonly to: URLSearchParams;
  /** What is there. */
  readonly name: string;
}

/** The way to where a page belongs, at its top. */
export function BackLink({ to, name }: BackLinkProps) {
  return (
    <Link to={to} class="back">
      <Icon name="back" />
      {name}
    </Link>
  );
}
