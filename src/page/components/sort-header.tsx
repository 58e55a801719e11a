import type { VideoSort } from '../client/contract';
import { orderOf, withChanges } from '../location/list-query';
import { here } from '../location/location';
import { Icon } from './icon';

interface SortHeaderProps {
  readonly label: string;
  readonly by: 'title' | 'duration' | 'size' | 'createdAt';
  readonly query: URLSearchParams;
  readonly class?: string;
}

/** A column header that sorts by its column, and reverses the order when pressed again. */
export function SortHeader({ label, by, query, ...rest }: SortHeaderProps) {
  const current = orderOf(query);
  const order = current === by ? 'ascending' : current === `-${by}` ? 'descending' : 'none';
  // the newest and the largest first; titles from A
  const first: VideoSort = by === 'title' ? by : `-${by}`;
  const next: VideoSort = order === 'none' ? first : order === 'ascending' ? `-${by}` : by;
  return (
    <th scope="col" role="columnheader" aria-sort={order} {...rest}>
      <button
        type="button"
        onClick={() => {
          here.push(withChanges(query, { sort: next }));
        }}
      >
        {label}
        {order !== 'none' && <Icon name={order === 'ascending' ? 'up' : 'down'} />}
      </button>
    </th>
  );
}
