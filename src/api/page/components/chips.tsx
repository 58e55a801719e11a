import type { Verdict, VideoStatus } from '../client/contract';
import { useText } from '../i18n/language';
import { Absent } from './absent';
import { Icon, type IconName } from './icon';

const statusIcons = {
  awaiting_upload: 'awaiting',
  received: 'received',
  processing: 'processing',
  ready: 'check',
  rejected: 'stop',
  failed: 'warning',
} as const satisfies Record<VideoStatus, IconName>;

const verdictIcons = {
  pass: 'check',
  warn: 'warning',
  review: 'search',
  fail: 'cross',
} as const satisfies Record<Verdict, IconName>;

/** Icon, word and colour say the same thing, so that none of them is needed. */
export function StatusChip({ status }: { readonly status: VideoStatus }) {
  const { text } = useText();
  return (
    <span class={`chip chip-${status}`}>
      <Icon name={statusIcons[status]} />
      {text.status[status]}
    </span>
  );
}

export function VerdictChip({ verdict }: { readonly verdict: Verdict | null }) {
  const { text } = useText();
  if (verdict === null) return <Absent meaning={text.notJudged} />;
  return (
    <span class={`chip chip-${verdict}`}>
      <Icon name={verdictIcons[verdict]} />
      {text.verdict[verdict]}
    </span>
  );
}
