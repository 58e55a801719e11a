import path from 'node:path';
import {
  BatchGetRepositoryScanningConfigurationCommand,
  type RegistryScanningRule,
} from '@aws-sdk/client-ecr';
import type { Account } from '../account';
import { fails, type Finding, look, ok } from '../finding';

const CHECK = 'image scans';
/** Of ECR, `MANUAL` apart: when somebody asks. */
const BY_ITSELF: readonly unknown[] = ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'];

/**
 * What the pipeline publishes must be scanned: it reads what was found before it deploys. The bootstrap says
 * nothing of it, because ECR has a registry say so (aws-cdk#21342).
 */
export async function imageScans({ aws, planned }: Account): Promise<Finding[]> {
  const delivered = planned.stacks.filter(({ folder }) =>
    path.basename(folder).startsWith('assembly-PipelineStack-'),
  );
  const repositoryNames = [...new Set(delivered.flatMap(({ repositories }) => repositories))];
  if (repositoryNames.length === 0) return [];
  return look(CHECK, async () => {
    const { scanningConfigurations: found = [] } = await aws.ecr.send(
      new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames }),
    );
    return repositoryNames.map((name) => {
      const frequency = found.find((each) => each.repositoryName === name)?.scanFrequency;
      const text = `'${name}': scanned ${frequency ?? 'never'}`;
      return BY_ITSELF.includes(frequency) ? ok(CHECK, text) : fails(CHECK, text, REMEDY);
    });
  });
}

/** Of a registry: what is published by the CDK is scanned. */
export const SCAN_RULES: RegistryScanningRule[] = [
  {
    scanFrequency: 'SCAN_ON_PUSH',
    repositoryFilters: [{ filter: 'cdk-*', filterType: 'WILDCARD' }],
  },
];
const REMEDY = `aws ecr put-registry-scanning-configuration --scan-type BASIC --rules '${JSON.stringify(SCAN_RULES)}' (it replaces the rules of the registry)`;
