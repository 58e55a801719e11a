import { paginateDescribeCacheClusters } from '@aws-sdk/client-elasticache';
import { DescribeAccountAttributesCommand } from '@aws-sdk/client-rds';
import { type Account, newResources } from '../account';
import { type Finding, look, unknown } from '../finding';
import { quotaOf, within } from '../quota';
import { numberOf, resourcesIn, sum } from '../resources';

const DATABASE = 'AWS::RDS::DBInstance';
const CACHE = 'AWS::ElastiCache::ReplicationGroup';

/** What database and cache take of the account. */
export async function storeQuotas(account: Account): Promise<Finding[]> {
  const { stacks } = account.planned;
  return [
    ...(resourcesIn(stacks, DATABASE).length > 0
      ? await look('RDS', () => databases(account))
      : []),
    ...(resourcesIn(stacks, CACHE).length > 0
      ? await look('ElastiCache nodes', () => nodes(account))
      : []),
  ];
}

/** RDS reports both, its limits and what is in use of them. */
async function databases(account: Account): Promise<Finding[]> {
  const added = await newResources(account, DATABASE);
  const { AccountQuotas: quotas = [] } = await account.aws.rds.send(
    new DescribeAccountAttributesCommand({}),
  );
  const demand = (check: string, name: string, code: string, needed: number): Finding => {
    const found = quotas.find(({ AccountQuotaName }) => AccountQuotaName === name);
    if (!found) return unknown(check, `RDS reports no '${name}'`, 'look into Service Quotas');
    const { Used: used = 0, Max: limit = 0 } = found;
    return within(check, { needed, used, limit, quota: { service: 'rds', code } });
  };
  const gib = sum(added.map(({ properties }) => numberOf(properties['AllocatedStorage'])));
  return [
    demand('RDS instances', 'DBInstances', 'L-7B6409FD', added.length),
    demand('RDS storage in GiB', 'AllocatedStorage', 'L-7ADDB58A', gib),
  ];
}

async function nodes(account: Account): Promise<Finding> {
  const quota = { service: 'elasticache', code: 'L-DFE45DF3' };
  const added = await newResources(account, CACHE);
  const needed = sum(added.map(({ properties }) => numberOf(properties['NumCacheClusters'], 1)));
  let used = 0;
  for await (const page of paginateDescribeCacheClusters({ client: account.aws.elastiCache }, {})) {
    used += sum((page.CacheClusters ?? []).map(({ NumCacheNodes }) => NumCacheNodes ?? 0));
  }
  const { Value: limit = 0 } = await quotaOf(account.aws, quota);
  return within('ElastiCache nodes', { needed, used, limit, quota });
}
