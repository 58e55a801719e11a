import type { ProfileState } from '../../client/contract';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { Chip } from '../chips';

const chips = {
  built_in: 'ready',
  draft: 'received',
  proposed: 'review',
  published: 'pass',
  retired: 'info',
} as const satisfies Record<ProfileState, string>;

const icons = {
  built_in: 'check',
  draft: 'edit',
  proposed: 'awaiting',
  published: 'check',
  retired: 'stop',
} as const satisfies Record<ProfileState, string>;

export function StateChip({ state }: { readonly state: ProfileState }) {
  const { words } = useProfileText();
  return <Chip kind={chips[state]} icon={icons[state]} text={words.states[state]} />;
}
