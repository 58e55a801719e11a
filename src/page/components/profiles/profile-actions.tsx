import { useState } from 'preact/hooks';
import type { ProfileRecord } from '../../client/contract';
import { CHANGED_MEANWHILE, hasStatus } from '../../client/errors';
import { stepProfile } from '../../client/profiles';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { here } from '../../location/location';
import { profilesView } from '../../location/views';
import { announcements } from '../../state/announcements';
import { useLocks } from '../../state/writing';
import { Icon, type IconName } from '../icon';
import { ReasonDialog } from '../qc/reason-dialog';

type Step = 'propose' | 'publish' | 'refuse' | 'retire';

/** What is decided on is what was shown when the form was opened. */
interface Asked {
  readonly step: Step;
  readonly record: ProfileRecord;
}

interface ProfileActionsProps {
  readonly record: ProfileRecord;
  readonly onEdit: () => void;
  readonly onChanged: () => void;
}

/** What can be done with this version; of older ones nothing. */
export function ProfileActions({ record, onEdit, onChanged }: ProfileActionsProps) {
  const { words } = useProfileText();
  const locks = useLocks();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { state, profile, versions } = record;
  if (state === 'built_in' || versions[0]?.version !== profile.version) return null;
  const isDraft = state === 'draft' || state === 'proposed';
  const button = (
    label: string,
    icon: IconName,
    onClick: () => void,
    scope: 'write' | 'approve' = 'write',
  ) => (
    <button type="button" class="button" {...locks(scope)} onClick={onClick}>
      <Icon name={icon} />
      {label}
    </button>
  );
  const step = (of: Step, icon: IconName) =>
    button(
      words[of],
      icon,
      () => {
        setAsked({ step: of, record });
      },
      of === 'propose' ? 'write' : 'approve',
    );
  return (
    <div class="actions">
      {state === 'draft' && step('propose', 'awaiting')}
      {state === 'proposed' && step('publish', 'check')}
      {state === 'proposed' && step('refuse', 'cross')}
      {button(isDraft ? words.edit : words.editNext, 'edit', onEdit)}
      {state !== 'retired' && step('retire', 'stop')}
      {asked && (
        <StepDialog
          {...asked}
          onChanged={onChanged}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </div>
  );
}

const paths = {
  propose: 'proposal',
  publish: 'approval',
  refuse: 'refusal',
  retire: 'retirement',
} as const;

interface StepDialogProps extends Asked {
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

function StepDialog({ step, record, onChanged, onClose }: StepDialogProps) {
  const { words } = useProfileText();
  const said = {
    propose: words.proposed,
    publish: words.published,
    refuse: words.refused,
    retire: words.retired,
  };
  const hints = {
    propose: words.proposeHint,
    publish: words.publishHint,
    refuse: words.refuseHint,
    retire: words.retireHint,
  };
  const confirm = async (reason: string) => {
    const proposedAt = record.history.at(-1)?.at;
    const bodies = {
      propose: { reason },
      publish: { proposedAt, note: reason },
      refuse: { proposedAt, reason },
      retire: { reason },
    };
    try {
      await stepProfile(record, paths[step], bodies[step]);
    } catch (error) {
      if (hasStatus(error, CHANGED_MEANWHILE)) onChanged();
      throw error;
    }
    announcements.tell(said[step]);
    onChanged();
    // a draft alone is gone
    const stays = record.versions.some(({ state }) => state === 'published');
    if (step === 'retire' && !stays) here.push(profilesView());
  };
  return (
    <ReasonDialog
      heading={words[step]}
      hint={hints[step]}
      {...(step === 'publish' && { label: words.note })}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
