import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EVIDENCE_FILE, readEvidence } from '../../lib/compliance/evidence';
import type { Result } from '../../lib/compliance/ledger';
import { type ComplianceChanges, complianceChanges } from './compliance-changes';

/** What the policies said of a side; undefined when nothing tells. */
export type Judged = readonly Result[] | undefined;

/** The evidence in a folder; of one stage's folder, that of the assembly around it. */
export function judgedBeside(folder: string): Judged {
  const place = evidenceBeside(folder);
  return place === undefined ? undefined : readEvidence(place);
}

/** The folder that has the evidence: this one, or the one around it. */
export function evidenceBeside(folder: string): string | undefined {
  return [folder, dirname(folder)].find((each) => existsSync(join(each, EVIDENCE_FILE)));
}

/** @returns undefined when one side has no evidence: nothing was compared, which is not nothing new */
export function compared(base: Judged, head: Judged): ComplianceChanges | undefined {
  return base === undefined || head === undefined ? undefined : complianceChanges(base, head);
}
