import type { EffectiveVerdict, VerdictBy, VideoStatus } from '../client/contract';
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
  hold: 'pause',
} as const satisfies Record<EffectiveVerdict, IconName>;

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

interface VerdictChipProps {
  readonly verdict: EffectiveVerdict | null;
  readonly by: VerdictBy | null;
}

/** A verdict by override is amber whatever it is, so that nobody takes it for that of the rules. */
export function VerdictChip({ verdict, by }: VerdictChipProps) {
  const { text } = useText();
  if (verdict === null) return <Absent meaning={text.notJudged} />;
  if (by === 'override') {
    return (
      <span class="chip chip-override">
        <Icon name="edit" />
        {text.verdictBy[by](text.verdict[verdict])}
      </span>
    );
  }
  // a hold is always of a person
  const whose = verdict === 'hold' ? 'rules' : (by ?? 'rules');
  return (
    <span class={`chip chip-${verdict}`}>
      <Icon name={verdictIcons[verdict]} />
      {text.verdictBy[whose](text.verdict[verdict])}
    </span>
  );
}
