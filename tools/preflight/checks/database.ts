import { DescribeDBInstancesCommand, DescribeEventsCommand } from '@aws-sdk/client-rds';
import { refusalsOf } from '../../review/blocked/refused-values';
import { readTemplate } from '../../review/deployed';
import type { Account } from '../account';
import { fails, type Finding, look, ok } from '../finding';
import { type PlannedResource, resourcesIn } from '../resources';

const CHECK = 'database';

/**
 * RDS takes so many changes of storage within a day, and none while it optimizes the last one (RDS user guide, "Scaling
 * up DB instance storage", read in December 2026; until then it was one in six hours).
 */
const CHANGES_A_DAY = 4;
const DAY_MINUTES = 24 * 60;

/**
 * Whether RDS would take another storage or version after those that it has now. No template tells these: storage
 * grows by itself, a rollback leaves it, and RDS upgrades a version that it no longer supports.
 */
export async function database(account: Account): Promise<Finding[]> {
  const databases = resourcesIn(account.planned.stacks, 'AWS::RDS::DBInstance');
  const findings: Finding[] = [];
  for (const each of databases) {
    findings.push(...(await look(CHECK, () => changesOf(account, each))));
  }
  return findings;
}

async function changesOf(account: Account, planned: PlannedResource): Promise<Finding[]> {
  const deployed = (await account.deployed()).get(planned.stack);
  if (!deployed?.resources.has(planned.id)) return [ok(CHECK, 'is made anew')];
  const template = await readTemplate(account.aws.cloudFormation, planned.stack);
  const before = template.Resources?.[planned.id]?.Properties ?? {};
  // CloudFormation asks RDS for what has changed between the two templates, and for nothing else
  const isOther = (name: string) => String(before[name]) !== String(planned.properties[name]);
  const changed = ['AllocatedStorage', 'EngineVersion'].filter(isOther);
  if (changed.length === 0) return [ok(CHECK, 'keeps storage and version')];

  const { rds } = account.aws;
  const name = String(planned.properties['DBInstanceIdentifier']);
  const { DBInstances: [found] = [] } = await rds.send(
    new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }),
  );
  const { AllocatedStorage, EngineVersion, DBInstanceStatus: status } = found ?? {};
  const now = only(changed, { AllocatedStorage, EngineVersion });
  const { AllowMajorVersionUpgrade } = planned.properties;
  const next: Record<string, unknown> = {
    ...only(changed, planned.properties),
    AllowMajorVersionUpgrade,
  };
  const refused = refusalsOf(now, next).map(({ why, remedy }) =>
    fails(CHECK, `'${name}': ${why}`, remedy),
  );
  const grows =
    changed.includes('AllocatedStorage') && Number(next['AllocatedStorage']) !== AllocatedStorage;
  const early = grows ? await tooEarly(account, name, status) : [];
  const all = [...refused, ...early];
  return all.length > 0 ? all : [ok(CHECK, `'${name}' takes another ${changed.join(', ')}`)];
}

async function tooEarly(
  { aws: { rds } }: Account,
  name: string,
  status: string | undefined,
): Promise<Finding[]> {
  if (status === 'storage-optimization') {
    const remedy = `aws rds wait db-instance-available --db-instance-identifier ${name}`;
    return [fails(CHECK, `'${name}' is in ${status}, in which its storage stays`, remedy)];
  }
  const { Events: events = [] } = await rds.send(
    new DescribeEventsCommand({
      SourceType: 'db-instance',
      SourceIdentifier: name,
      EventCategories: ['configuration change'],
      Duration: DAY_MINUTES,
    }),
  );
  // RDS-EVENT-0017 and -0218
  const times = events
    .filter(({ Message }) => /^Finished applying .*storage/.test(Message ?? ''))
    .map(({ Date: at }) => at?.getTime() ?? 0)
    .toSorted((one, other) => one - other);
  const fourth = times.at(-CHANGES_A_DAY);
  if (fourth === undefined) return [];
  const free = new Date(fourth + DAY_MINUTES * 60_000).toISOString();
  const found = `the storage of '${name}' has changed ${times.length} times within a day`;
  return [fails(CHECK, found, `deploy after ${free}`)];
}

function only(
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
