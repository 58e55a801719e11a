import { CfnResource, type Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { findingsIn } from '../support/judged';

/* The rules about what fails when it is deployed, and what is lost in silence afterwards. */

function findings(rule: string, build: (stack: Stack) => unknown): string[] {
  return findingsIn(build).filter((finding) => finding.startsWith(rule));
}

describe('AcceptedValues', () => {
  const model = (schema: object) => (stack: Stack) =>
    new CfnResource(stack, 'Model', {
      type: 'AWS::ApiGateway::Model',
      properties: { Name: 'Programme', RestApiId: 'a1b2', Schema: schema },
    });

  test('a null, however deep it is', () => {
    expect(findings('AcceptedValues', model({ properties: { code: { default: null } } }))).toEqual([
      'AcceptedValues[Schema.properties.code.default is null]',
    ]);
    expect(findings('AcceptedValues', model({ enum: ['a', null] }))).toEqual([
      'AcceptedValues[Schema.enum.1 is null]',
    ]);
    expect(findings('AcceptedValues', model({ type: ['string', 'null'] }))).toEqual([]);
  });

  test('an empty text, but not the one that joins others', () => {
    const authorizer = (properties: object) => (stack: Stack) =>
      new CfnResource(stack, 'Authorizer', {
        type: 'AWS::ApiGateway::Authorizer',
        properties: { Name: 'keys', RestApiId: 'a1b2', Type: 'REQUEST', ...properties },
      });
    expect(findings('AcceptedValues', authorizer({ IdentitySource: '' }))).toEqual([
      'AcceptedValues[IdentitySource is empty]',
    ]);
    const joined = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, '']] };
    expect(findings('AcceptedValues', authorizer({ AuthorizerUri: joined }))).toEqual([]);
  });

  test('a text over its length, and a document', () => {
    const role = (name: string) => (stack: Stack) =>
      new iam.CfnRole(stack, 'Role', { roleName: name, assumeRolePolicyDocument: {} });
    expect(findings('AcceptedValues', role('r'.repeat(64)))).toEqual([]);
    expect(findings('AcceptedValues', role('r'.repeat(65)))).toEqual([
      'AcceptedValues[RoleName is over 64]',
    ]);
    const policy = (stack: Stack) =>
      new iam.Policy(stack, 'Policy', {
        policyName: 'p',
        roles: [iam.Role.fromRoleName(stack, 'Role', 'r')],
        statements: Array.from(
          { length: 200 },
          (_, i) =>
            new iam.PolicyStatement({
              actions: ['s3:GetObject'],
              resources: [`arn:aws:s3:::bucket-${i}/*`],
              conditions: { StringEquals: { 'aws:PrincipalTag/i': String(i) } },
            }),
        ),
      });
    expect(findings('AcceptedValues', policy)).toEqual([
      'AcceptedValues[PolicyDocument is over 10240]',
    ]);
  });
});

describe('Delivery', () => {
  /** As `enforceSSL` leaves it: one Deny, which replaces the policy that SNS would make. */
  const alarming =
    (masterKey: (stack: Stack) => kms.IKey | undefined, ...allowed: string[]) =>
    (stack: Stack) => {
      const topic = new sns.Topic(stack, 'Topic', {
        enforceSSL: true,
        masterKey: masterKey(stack),
      });
      for (const service of allowed) {
        topic.addToResourcePolicy(
          new iam.PolicyStatement({
            principals: [new iam.ServicePrincipal(service)],
            actions: ['sns:Publish'],
            resources: [topic.topicArn],
          }),
        );
      }
      const metric = new cloudwatch.Metric({ namespace: 'N', metricName: 'M' });
      const alarm = metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
      alarm.addAlarmAction(new SnsAction(topic));
    };

  test('an alarm whose topic has a policy without CloudWatch', () => {
    const none = () => undefined;
    expect(findings('Delivery', alarming(none))).toEqual([
      expect.stringMatching(/^Delivery\[cloudwatch\.amazonaws\.com Topic\w+\]$/),
    ]);
    expect(findings('Delivery', alarming(none, 'events.amazonaws.com'))).toHaveLength(1);
    expect(findings('Delivery', alarming(none, 'cloudwatch.amazonaws.com'))).toEqual([]);
  });

  test('an alarm whose topic is under a key without CloudWatch', () => {
    const aKey =
      (...services: string[]) =>
      (stack: Stack) => {
        const key = new kms.Key(stack, 'Key');
        for (const service of services) key.grantEncryptDecrypt(new iam.ServicePrincipal(service));
        return key;
      };
    expect(findings('Delivery', alarming(aKey(), 'cloudwatch.amazonaws.com'))).toEqual([
      expect.stringMatching(/^Delivery\[cloudwatch\.amazonaws\.com key of Topic\w+\]$/),
    ]);
    const opened = aKey('cloudwatch.amazonaws.com');
    expect(findings('Delivery', alarming(opened, 'cloudwatch.amazonaws.com'))).toEqual([]);
  });

  test('a rule whose queue, or whose queue for what is not delivered, refuses EventBridge', () => {
    const queues = (stack: Stack) =>
      ['Queue', 'Undelivered'].map((id) => new sqs.CfnQueue(stack, id, { queueName: `${id}-dev` }));
    const refused = (stack: Stack) => {
      const [queue, undelivered] = queues(stack);
      new events.CfnRule(stack, 'Rule', {
        eventPattern: { source: ['aws.s3'] },
        targets: [
          {
            id: 'Queue',
            arn: queue?.attrArn ?? '',
            deadLetterConfig: { arn: undelivered?.attrArn },
          },
        ],
      });
    };
    expect(findings('Delivery', refused)).toEqual([
      'Delivery[events.amazonaws.com Queue]',
      'Delivery[events.amazonaws.com Undelivered]',
    ]);
    const allowed = (stack: Stack) =>
      new events.Rule(stack, 'Rule', {
        eventPattern: { source: ['aws.s3'] },
        targets: [new targets.SqsQueue(new sqs.Queue(stack, 'Queue'))],
      });
    expect(findings('Delivery', allowed)).toEqual([]);
  });

  test('a bucket whose access logs are refused', () => {
    const logged = (stack: Stack) => {
      new CfnResource(stack, 'Logs', { type: 'AWS::S3::Bucket', properties: {} });
      new CfnResource(stack, 'Bucket', {
        type: 'AWS::S3::Bucket',
        properties: { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } },
      });
    };
    expect(findings('Delivery', logged)).toEqual(['Delivery[logging.s3.amazonaws.com Logs]']);
  });

  test('an API that may not call its function', () => {
    const api = (stack: Stack) => {
      new CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: {} });
      new CfnResource(stack, 'Authorizer', {
        type: 'AWS::ApiGateway::Authorizer',
        properties: { AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:x/${Function.Arn}/y' } },
      });
    };
    expect(findings('Delivery', api)).toEqual(['Delivery[apigateway.amazonaws.com Function]']);
  });
});

describe('PermissionsFirst', () => {
  const job = (dependsOnPolicy: boolean) => (stack: Stack) => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const policy = new iam.Policy(stack, 'Policy', {
      roles: [role],
      statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
    });
    const custom = new CfnResource(stack, 'Job', {
      type: 'Custom::Job',
      properties: { ServiceToken: 'arn:of:a:function', Role: role.roleArn },
    });
    if (dependsOnPolicy) custom.node.addDependency(policy);
  };

  test('a job that may start before its role has its policy', () => {
    expect(findings('PermissionsFirst', job(false))).toEqual([
      expect.stringMatching(/^PermissionsFirst\[Policy\w+\]$/),
    ]);
    expect(findings('PermissionsFirst', job(true))).toEqual([]);
  });
});

describe('Windows', () => {
  test.each([
    [200, 219, ['Windows[MaxAllocatedStorage=219]']],
    [200, 220, []],
    [20, 22, []],
    [25, 27, ['Windows[MaxAllocatedStorage=27]']],
  ])('storage of %i GiB that may grow to %i', (storage, max, expected) => {
    const database = (stack: Stack) =>
      new CfnResource(stack, 'Database', {
        type: 'AWS::RDS::DBInstance',
        properties: { AllocatedStorage: String(storage), MaxAllocatedStorage: max },
      });
    expect(findings('Windows', database)).toEqual(expected);
  });
});
