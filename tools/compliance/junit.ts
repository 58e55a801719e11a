import type { Result } from '../../lib/compliance/ledger';
import { byStackAndPack, countsOf, escapeMarkup, findingId, isOpen, type Report } from './report';

/**
 * A suite per stack and pack, a case per rule and resource. What is acknowledged is skipped with its
 * reason; a rule that has nothing to judge in a stack is skipped once, not once a resource.
 */
export function toJunit({ results, at }: Report): string {
  const suites = byStackAndPack(results).map(({ stack, pack, results: own }) => {
    const applicable = own.filter(({ verdict }) => verdict !== 'not applicable');
    const judged = new Set(applicable.map(({ rule }) => rule.id));
    const idle = [...new Set(own.map(({ rule }) => rule.id))].filter((id) => !judged.has(id));
    const counts = countsOf(applicable);
    const attributes = attributesOf({
      name: `${stack} · ${pack}`,
      tests: applicable.length + idle.length,
      failures: counts['non-compliant'],
      errors: counts.error,
      skipped: counts.acknowledged + idle.length,
      timestamp: at.toISOString(),
    });
    const cases = [...applicable.map(caseOf), ...idle.map((id) => idleCase(id, stack))];
    return `  <testsuite ${attributes}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  const totals = attributesOf({ name: 'compliance', failures: results.filter(isOpen).length });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function caseOf(result: Result): string {
  const { rule, resource, verdict, note = '' } = result;
  const open = `    <testcase ${attributesOf({ classname: resource.path, name: findingId(result) })}`;
  const message = attributesOf({ message: `${rule.statement} ${note}`.trim() });
  const detail = escapeMarkup([resource.type, resource.source].filter(Boolean).join(' at '));
  switch (verdict) {
    case 'non-compliant':
      return `${open}><failure ${message} type="non-compliant">${detail}</failure></testcase>`;
    case 'error':
      return `${open}><error ${message} type="undecided">${detail}</error></testcase>`;
    case 'acknowledged':
      return `${open}><skipped ${attributesOf({ message: `acknowledged: ${note}` })}/></testcase>`;
    case 'compliant':
    case 'not applicable':
      return `${open}/>`;
  }
}

function idleCase(rule: string, stack: string): string {
  const skipped = `<skipped message="not applicable to any resource of the stack"/>`;
  return `    <testcase ${attributesOf({ classname: stack, name: rule })}>${skipped}</testcase>`;
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeMarkup(String(value))}"`)
    .join(' ');
}
