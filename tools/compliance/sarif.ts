import type { Result } from '../../lib/compliance/ledger';
import { findingId, isOpen, packsOf, type Report, rulesOf } from './report';

/**
 * SARIF 2.1.0, a run per pack. Only open findings: code hosts take every result for an alert, and GitHub's
 * does not read `suppressions` (GitHub docs, "SARIF support for code scanning"). What is acknowledged, with its
 * reason, is in the report in HTML and CSV.
 */
export function toSarif({ results, at, commit }: Report): string {
  const runs = packsOf(results).map((pack) => {
    const own = results.filter(({ rule }) => rule.pack === pack);
    const rules = rulesOf(own);
    return {
      tool: {
        driver: {
          name: pack,
          rules: rules.map(({ id, statement, reason }) => ({
            id,
            shortDescription: { text: statement || id },
            fullDescription: { text: reason || id },
          })),
        },
      },
      automationDetails: { id: `compliance/${pack}` },
      invocations: [{ executionSuccessful: true, endTimeUtc: at.toISOString() }],
      properties: { commit },
      originalUriBaseIds: { REPOSITORY: { description: { text: 'The root of the repository.' } } },
      results: own.filter(isOpen).map((result) =>
        resultOf(
          result,
          rules.findIndex(({ id }) => id === result.rule.id),
        ),
      ),
    };
  });
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(result: Result, ruleIndex: number): object {
  const { rule, resource, note = '' } = result;
  return {
    ruleId: rule.id,
    ruleIndex,
    level: 'error',
    kind: 'fail',
    message: {
      text: `${findingId(result)}: ${rule.statement} ${note}`.trim(),
    },
    locations: [
      {
        ...physicalLocation(resource.source),
        logicalLocations: [
          { fullyQualifiedName: resource.path, name: resource.logicalId, kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { finding: `${findingId(result)} ${resource.path}` },
  };
}

/** The line of our code that makes the resource, where it is known. */
function physicalLocation(source: string): object {
  const [, uri, line] = /^(.+):(\d+)$/.exec(source) ?? [];
  if (uri === undefined) return {};
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: 'REPOSITORY' },
      region: { startLine: Number(line) },
    },
  };
}
