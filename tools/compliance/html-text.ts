import type { ResourceEntry, Result, Verdict } from '../../lib/compliance/ledger';
import { escapeMarkup } from './report';

/** Verdicts as the page words them. */
export const LABELS: Readonly<Record<Verdict, string>> = {
  'non-compliant': 'Open',
  error: 'Undecided',
  acknowledged: 'Acknowledged',
  compliant: 'Passed',
  'not applicable': 'Not applicable',
};

export function source({ resource }: Result): string {
  return resource.source === ''
    ? ''
    : `<span class="source">${escapeMarkup(resource.source)}</span>`;
}

/** A path breaks after its slashes, not in the middle of a word. */
export function path({ path: full }: ResourceEntry): string {
  return `<code>${escapeMarkup(full).replaceAll('/', '/<wbr>')}</code>`;
}

export function time(at: Date): string {
  const japan = at.toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo' });
  return `<time datetime="${at.toISOString()}">${japan} JST</time>`;
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

export function slug(verdict: Verdict): string {
  return verdict.replaceAll(' ', '-');
}
