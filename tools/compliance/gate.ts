import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvidence } from '../../lib/compliance/evidence';
import type { ResourceEntry, Result } from '../../lib/compliance/ledger';
import { isOpen } from './report';

/** Written by the toolkit beside the manifest, whenever a plugin has something to say. */
const VALIDATION_REPORT = 'validation-report.json';

/**
 * What was judged in a cloud assembly. Holds the evidence against two witnesses that do not depend
 * on our plugins: the toolkit's own validation report, and the templates on disk. A violation or a
 * stack that only a witness knows becomes an open finding.
 *
 * @throws when the assembly holds no evidence
 */
export function judgedIn(assembly: string): Result[] {
  const evidence = readEvidence(assembly);
  return [...evidence, ...reportedOnly(assembly, evidence), ...unvisited(assembly, evidence)];
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

/** Violations in the toolkit's report that the evidence lacks, such as a construct's own warning. */
function reportedOnly(assembly: string, evidence: readonly Result[]): Result[] {
  const known = new Set(
    evidence.filter(isOpen).map(({ rule, resource }) => key(rule.id, resource.path)),
  );
  return readReport(assembly).pluginReports.flatMap(({ pluginName, violations }) =>
    violations.flatMap(({ ruleName, description, violatingConstructs }) =>
      violatingConstructs
        .map(({ constructPath = '' }) => constructPath)
        .filter((path) => !known.has(key(ruleName.replace(/\[.*$/, ''), path)))
        .filter(() => pluginName !== 'RecordKeeping')
        .map((path) => ({
          rule: {
            pack: pluginName.replaceAll(' ', '-'),
            id: ruleName,
            statement: description,
            reason: 'Said by the toolkit, and by no rule in the evidence.',
          },
          resource: { ...NOWHERE, path, stack: path.split('/').slice(0, 2).join('/') },
          verdict: 'non-compliant' as const,
        })),
    ),
  );
}

/** Templates on disk of which the evidence has no resource. */
function unvisited(assembly: string, evidence: readonly Result[]): Result[] {
  const visited = new Set(evidence.map(({ resource }) => resource.template));
  return readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => file.split('/').at(-1) ?? file)
    .filter((template) => !visited.has(template))
    .map((template) => ({
      rule: {
        pack: 'RecordKeeping',
        id: 'RecordKeeping-TemplateVisited',
        statement: 'Every template of the assembly must have been judged.',
        reason: 'A policy that did not run finds nothing.',
      },
      resource: { ...NOWHERE, path: template, stack: template, template, type: 'Template' },
      verdict: 'non-compliant' as const,
    }));
}

const NOWHERE: ResourceEntry = {
  path: '',
  stack: '',
  type: 'Construct',
  logicalId: '',
  template: '',
  source: '',
};

function readReport(assembly: string): ValidationReport {
  try {
    return JSON.parse(readFileSync(join(assembly, VALIDATION_REPORT), 'utf8')) as ValidationReport;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { pluginReports: [] };
    throw error;
  }
}

function key(rule: string, path: string): string {
  return `${rule}\n${path}`;
}
