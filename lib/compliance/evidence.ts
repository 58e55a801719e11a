import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceEntry, Result, RuleEntry, Verdict } from './ledger';

/** The ledger's file in the cloud assembly, beside the toolkit's own validation report. */
export const EVIDENCE_FILE = 'compliance-evidence.json';

/** The file's form: rules and resources once, results as indices into them. */
interface EvidenceFile {
  readonly rules: readonly RuleEntry[];
  readonly resources: readonly ResourceEntry[];
  readonly results: readonly (readonly [
    rule: number,
    resource: number,
    verdict: Verdict,
    finding?: string | null,
    note?: string,
  ])[];
}

export function writeEvidence(assembly: string, results: readonly Result[]): void {
  const rules = [...new Set(results.map(({ rule }) => rule))];
  const resources = [...new Set(results.map(({ resource }) => resource))];
  const ruleIndex = new Map(rules.map((rule, index) => [rule, index]));
  const resourceIndex = new Map(resources.map((resource, index) => [resource, index]));
  const file: EvidenceFile = {
    rules,
    resources,
    results: results.map(({ rule, resource, verdict, finding, note }) => {
      const line = [ruleIndex.get(rule) ?? 0, resourceIndex.get(resource) ?? 0, verdict] as const;
      if (note !== undefined) return [...line, finding ?? null, note];
      return finding === undefined ? line : [...line, finding];
    }),
  };
  writeFileSync(join(assembly, EVIDENCE_FILE), JSON.stringify(file));
}

/** @throws when the assembly was synthesized without the policies */
export function readEvidence(assembly: string): Result[] {
  const file = JSON.parse(readFileSync(join(assembly, EVIDENCE_FILE), 'utf8')) as EvidenceFile;
  return file.results.map(([rule, resource, verdict, finding, note]) => ({
    rule: entry(file.rules, rule),
    resource: entry(file.resources, resource),
    verdict,
    ...(finding === undefined || finding === null ? {} : { finding }),
    ...(note === undefined ? {} : { note }),
  }));
}

function entry<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined)
    throw new Error(`an index in ${EVIDENCE_FILE} must be under ${list.length}, got ${index}`);
  return found;
}
