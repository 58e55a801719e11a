import { useEffect } from 'preact/hooks';
import type { Profile } from '../client/contract';
import { listProfiles } from '../client/quality';
import { useText } from '../i18n/language';
import type { Option } from '../location/option';
import { Store, useStore } from './store';

/** They change seldom: asked for once, and when one was published or retired here. */
const profiles = new Store<readonly Profile[]>([]);
let asked = false;

export function useProfiles(): readonly Profile[] {
  useEffect(() => {
    if (!asked) refreshProfiles();
  }, []);
  return useStore(profiles);
}

export function refreshProfiles(): void {
  asked = true;
  listProfiles().then(
    (items) => {
      profiles.set(items);
    },
    () => {
      asked = false; // whoever needs them next asks again
    },
  );
}

/** Every rule of every profile once, in the order of the profiles. */
export function useRuleOptions(): Option[] {
  const { language } = useText();
  const rules = useProfiles().flatMap((profile) => profile.rules);
  const labels = new Map(rules.map(({ id, text }) => [id, text[language]]));
  return [...labels].map(([value, label]) => ({ value, label }));
}
