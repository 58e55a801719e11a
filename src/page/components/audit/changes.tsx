import { shownActor } from '../../../domain/actor';
import type { AuditEntry } from '../../client/contract';
import { exactTime } from '../../format/time';
import { useAuditText } from '../../i18n/audit/audit-text';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A field that was changed, by its path in the record: `captions.present`. */
interface Change {
  readonly path: string;
  /** undefined = the record did not have it */
  readonly before: unknown;
  readonly after: unknown;
}

/** What an entry says was changed. */
export function Changes({ entry }: { readonly entry: AuditEntry }) {
  const { text } = useAuditText();
  const changes = changesOf(entry);
  if (changes.length === 0) return <>{text.none}</>;
  return (
    <ul class="audit-changes">
      {changes.map(({ path, before, after }) => (
        <li key={path}>
          <FieldName path={path} />{' '}
          {before !== undefined && (
            <>
              <Value path={path} value={before} /> →{' '}
            </>
          )}
          <Value path={path} value={after} />
        </li>
      ))}
    </ul>
  );
}

/** What the entry says beside: who, when, and what kind of decision it was. */
const SAID_BESIDE = ['by', 'at', 'kind'];
/** Tells which one it is, changed or not. */
const IDENTITIES = ['profile', 'version'];

/** Fields that are the same before and after are left out, and those that say nothing. */
function changesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Change[] {
  const [old, latter] = [flat(before), flat(after)];
  const paths = [...new Set([...old.keys(), ...latter.keys()])];
  return paths
    .filter((path) => !SAID_BESIDE.includes(path))
    .map((path) => ({ path, before: old.get(path), after: latter.get(path) }))
    .map((change) => (isSame(change) ? { ...change, before: undefined } : change))
    .filter(({ path, before, after }) => {
      const wasSame = before === undefined && old.has(path);
      return (before ?? after ?? null) !== null && (!wasSame || IDENTITIES.includes(path));
    });
}

function isSame({ before, after }: Change): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** Values by their paths; a list is one value. */
function flat(side: unknown, path = ''): Map<string, unknown> {
  if (side === null && path === '') return new Map();
  if (side === null || typeof side !== 'object' || Array.isArray(side)) {
    return new Map([[path, side]]);
  }
  return new Map(
    Object.entries(side).flatMap(([name, value]) => [
      ...flat(value, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

function FieldName({ path }: { readonly path: string }) {
  const { text, words } = useAuditText();
  const name = path.slice(path.lastIndexOf('.') + 1);
  const labels: Readonly<Record<string, unknown>> = { ...text.programme, ...words.fields };
  const label = labels[path] ?? labels[name];
  if (typeof label === 'string') return <span class="secondary">{words.labelOf(label)}</span>;
  return <code lang="en">{words.labelOf(path)}</code>;
}

function Value({ path, value }: { readonly path: string; readonly value: unknown }) {
  const { language, text, words } = useAuditText();
  if (value === null || value === undefined || value === '') return <>{text.none}</>;
  if (typeof value === 'boolean') return <>{value ? text.yes : text.no}</>;
  if (typeof value === 'string') {
    if (INSTANT.test(value)) return <>{exactTime(value, language)}</>;
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (/by$/i.test(name)) return <>{shownActor(value)}</>;
    const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      verdict: text.verdict,
      status: { ...text.status, ...text.cases.statuses },
      class: text.programme.classes,
      afterRetention: text.programme.afterwards,
      exclusion: text.programme.exclusions,
      origin: text.cases.origins,
      code: text.rejections,
      state: words.states,
    };
    return <>{known[name]?.[value] ?? value}</>;
  }
  if (Array.isArray(value)) return <>{value.map((each) => textOf(each)).join(', ')}</>;
  return <>{textOf(value)}</>;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
