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

interface ChipProps {
  /** Names its colour in chips.css. */
  readonly kind: string;
  readonly icon: IconName;
  readonly text: string;
}

/** Icon, word and colour say the same thing, so that none of them is needed. */
export function Chip({ kind, icon, text }: ChipProps) {
  return (
    <span class={`chip chip-${kind}`}>
      <Icon name={icon} />
      {text}
    </span>
  );
}

export function StatusChip({ status }: { readonly status: VideoStatus }) {
  const { text } = useText();
  return <Chip kind={status} icon={statusIcons[status]} text={text.status[status]} />;
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
    return <Chip kind={by} icon="edit" text={text.verdictBy[by](text.verdict[verdict])} />;
  }
  // a hold is always of a person
  const whose = verdict === 'hold' ? 'rules' : (by ?? 'rules');
  const words = text.verdictBy[whose](text.verdict[verdict]);
  return <Chip kind={verdict} icon={verdictIcons[verdict]} text={words} />;
}
