import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledgeStar } from '../compliance/acknowledge';

/** Lets a role see whether alarms of the account are in ALARM. There is no grant for it. */
export function grantDescribeAlarms(role: iam.Role): void {
  const alarms = Stack.of(role).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  role.addToPolicy(
    new iam.PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarms] }),
  );
  acknowledgeStar(
    role,
    alarms,
    ['cloudwatch:DescribeAlarms'],
    'The star stands for the alarms of this account: the action lists, and AWS does not say that it takes the names it is asked for as resources. It reads names and states.',
  );
}
