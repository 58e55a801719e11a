import type { PolicyRule } from '../policy-rule';
import { tagsPropertyOf } from '../schema';
import { asRecord, at, listOf } from '../template-values';

/** The tags that cost reports, access reviews and clean-up go by. */
export const REQUIRED_TAGS = [
  'Project',
  'Environment',
  'Owner',
  'CostCenter',
  'DataClassification',
  'ManagedBy',
] as const;

export const tags: PolicyRule = {
  id: 'Tags',
  statement: `Whatever can be tagged must carry ${REQUIRED_TAGS.join(', ')}.`,
  reason: 'Cost is split, owners are called and leftovers are found by these tags.',
  check: ({ node, properties }) => {
    const property = tagsPropertyOf(node);
    if (property === undefined) return 'not applicable';
    const present = tagKeys(at(properties, property));
    const missing = REQUIRED_TAGS.filter((tag) => !present.has(tag));
    return missing.length === REQUIRED_TAGS.length ? ['all'] : missing;
  },
};

/** Tags come as a list of pairs, whose case differs by service, or as a map. */
function tagKeys(value: unknown): Set<string> {
  if (!Array.isArray(value)) return new Set(Object.keys(asRecord(value)));
  return new Set(
    listOf(value).map((tag) => {
      const { Key: key, key: lowerCaseKey } = asRecord(tag);
      return String(key ?? lowerCaseKey);
    }),
  );
}
