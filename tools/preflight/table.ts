import Table from 'cli-table3';
import type { Finding, Verdict } from './finding';

const WORDS: Readonly<Record<Verdict, string>> = {
  ok: 'ok',
  fails: 'would fail',
  unknown: 'could not be looked at',
};

/** For people: each check with what it found. Remedies stand below, where a terminal does not break them. */
export function tableOf(findings: readonly Finding[]): string {
  const table = new Table({
    head: ['check', 'verdict', 'found'],
    style: { head: [], border: [] },
    colWidths: [36, 12, 70],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(...findings.map(({ check, verdict, found }) => [check, WORDS[verdict], found]));
  return [table.toString(), ...remedies(findings)].join('\n');
}

function remedies(findings: readonly Finding[]): string[] {
  const wrong = findings.filter(({ verdict }) => verdict !== 'ok');
  return wrong.map(({ check, verdict, remedy }) => `${check} (${WORDS[verdict]}): ${remedy}`);
}
