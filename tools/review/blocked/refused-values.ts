import type { BlockedChange } from '../blocked';
import type { Templates } from '../templates';

export function refusedValues(_base: Templates, _head: Templates): BlockedChange[] {
  return [];
}
