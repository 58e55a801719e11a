import type { Stack } from 'aws-cdk-lib';
import { CfnDeletionPolicy, CfnResource, Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { RULES } from '../../lib/compliance/rules';
import { acknowledgeStar } from '../../lib/compliance/acknowledge';
import { DEPLOY_RULES } from '../../lib/compliance/rules/deploy';
import { REQUIRED_TAGS } from '../../lib/compliance/rules/tags';
import { aStack, appOf, findingsIn, judged } from '../support/judged';

const KEY_ARN = 'arn:aws:kms:ap-northeast-1:111111111111:key/0';

describe('a stack that keeps every rule', () => {
  test('has no finding', () => {
    expect(findingsIn(aGoodStack)).toEqual([]);
  });

  test('is judged by every rule', () => {
    const compliant = judged(aGoodStack).filter(({ verdict }) => verdict === 'compliant');
    const rules = new Set(compliant.map(({ rule }) => rule.id.replace('StreamTech-', '')));
    for (const { id } of DEPLOY_RULES) rules.delete(id);

    expect([...rules].sort()).toEqual([
      'AcceptedValues',
      'Deletion',
      'Delivery',
      'Encryption',
      'ExistingSecrets',
      'KnownAction',
      'LogGroup',
      'LogKey',
      'Name',
      'PermissionsFirst',
      'ProgrammeRetention',
      'PublicIngress',
      'Residency',
      'Tags',
      'Tokyo',
      'Transit',
      'WildcardAction',
      'Zones',
    ]);
  });
});

test('every rule has a fault that it finds, all of them in one stack', () => {
  const broken = new Set(
    findingsIn(aBadStack, { auditedSuffixes: ['dev', 'prod'] }).map((finding) =>
      finding.replace(/\[.*$/, ''),
    ),
  );
  // those about deploying have theirs in seeded-faults.long.test.ts
  for (const { id } of DEPLOY_RULES) broken.delete(id);
  expect([...broken].sort()).toEqual(RULES.map(({ id }) => id).sort());
});

test('the rules about deploying are asked too', () => {
  const findings = findingsIn((stack) => new rds.CfnDBInstance(stack, 'X'));
  expect(findings).toContain('Values[DBSubnetGroupName is missing]');
});

describe('Name', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a missing name', (s) => new sqs.CfnQueue(s, 'X'), 'Name[QueueName is missing]'],
    [
      'another suffix',
      (s) => new sns.CfnTopic(s, 'X', { topicName: 'a-prod' }),
      'Name[TopicName lacks -dev]',
    ],
    [
      'the suffix inside a word',
      (s) => new sqs.CfnQueue(s, 'X', { queueName: 'a-devices' }),
      'Name[QueueName lacks -dev]',
    ],
    [
      'an identifier',
      (s) => new rds.CfnDBInstance(s, 'X'),
      'Name[DBInstanceIdentifier is missing]',
    ],
    [
      'an id',
      (s) => new elasticache.CfnReplicationGroup(s, 'X', { replicationGroupDescription: '' }),
      'Name[ReplicationGroupId is missing]',
    ],
    [
      'a part of the noun',
      (s) => new ec2.CfnSecurityGroup(s, 'X', { groupDescription: '' }),
      'Name[GroupName is missing]',
    ],
    ['a family', (s) => new ecs.CfnTaskDefinition(s, 'X'), 'Name[Family is missing]'],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });

  test('a name within a named resource needs no suffix', () => {
    const findings = findingsIn((stack) => {
      new apigateway.CfnModel(stack, 'X', { restApiId: 'a' });
    });

    expect(findings).not.toContainEqual(expect.stringMatching(/^Name/));
  });

  test('a stack of no environment has no suffix to carry', () => {
    const findings = findingsIn((stack) => new sqs.CfnQueue(stack, 'X'), {
      suffixOf: () => undefined,
    });

    expect(findings).not.toContainEqual(expect.stringMatching(/^Name/));
  });
});

describe('Tags', () => {
  test.each(REQUIRED_TAGS)('a missing %s is refused', (missing) => {
    const findings = findingsIn((stack) => {
      tag(
        stack,
        REQUIRED_TAGS.filter((each) => each !== missing),
      );
      new efs.CfnFileSystem(stack, 'X');
    });

    expect(findings.filter((id) => id.startsWith('Tags'))).toEqual([`Tags[${missing}]`]);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    [
      'a type that takes no tags',
      (stack) => new s3.CfnBucketPolicy(stack, 'X', { bucket: 'b', policyDocument: {} }),
    ],
    [
      'a type that takes none in Tokyo',
      (stack) =>
        new appscaling.CfnScalableTarget(stack, 'X', {
          maxCapacity: 1,
          minCapacity: 1,
          resourceId: 'service/a/b',
          scalableDimension: 'ecs:service:DesiredCount',
          serviceNamespace: 'ecs',
        }),
    ],
  ])('%s is not judged', (_, build) => {
    const results = judged(build);

    expect(results.find(({ rule }) => rule.id === 'StreamTech-Tags')?.verdict).toBe(
      'not applicable',
    );
  });
});

describe('Deletion', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a retained queue', (s) => keep(new sqs.CfnQueue(s, 'X')), 'Deletion[DeletionPolicy=Retain]'],
    [
      'a database, which is snapshotted unless told otherwise',
      (s) => new rds.CfnDBInstance(s, 'X'),
      'Deletion[DeletionPolicy=Snapshot]',
    ],
    [
      'a protected database',
      (s) => new rds.CfnDBInstance(s, 'X', { deletionProtection: true }),
      'Deletion[DeletionProtection=true]',
    ],
    [
      'kept backups',
      (s) => new rds.CfnDBInstance(s, 'X', { deleteAutomatedBackups: false }),
      'Deletion[DeleteAutomatedBackups=false]',
    ],
    [
      'backups of files, which stay in a vault',
      (s) => new efs.CfnFileSystem(s, 'X', { backupPolicy: { status: 'ENABLED' } }),
      'Deletion[BackupPolicy.Status=ENABLED]',
    ],
    [
      'a bucket that nobody empties',
      (s) => new s3.CfnBucket(s, 'X'),
      'Deletion[bucket is not emptied]',
    ],
    [
      'a bucket whose objects nobody may delete',
      (s) =>
        new s3.CfnBucket(s, 'X', {
          objectLockEnabled: true,
          objectLockConfiguration: {
            rule: { defaultRetention: { mode: 'COMPLIANCE', days: 1 } },
          },
        }),
      'Deletion[ObjectLock=COMPLIANCE]',
    ],
    [
      'a bucket whose objects anybody may lock, as they like',
      (s) => new s3.CfnBucket(s, 'X', { objectLockEnabled: true }),
      'Deletion[ObjectLock=of any mode]',
    ],
    [
      'a function whose logs nobody owns',
      (s) => new lambda.CfnFunction(s, 'X', { code: {}, role: 'r' }),
      'Deletion[log group is not owned]',
    ],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });
});

describe('in a protected stack', () => {
  const asProtected = { terminationProtection: true };

  test('Deletion lets database, bucket and key stay, by their policies', () => {
    const findings = findingsIn((stack) => aProtectedStore(stack), {}, asProtected);
    expect(findings.filter((id) => id.startsWith('Deletion'))).toEqual([]);
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    [
      'a log group',
      (s) => keep(new logs.CfnLogGroup(s, 'X')),
      'Deletion[UpdateReplacePolicy=Retain]',
    ],
    [
      'a database without a last snapshot',
      (s) => keep(new rds.CfnDBInstance(s, 'X')),
      'Deletion[DeletionPolicy=Retain]',
    ],
    [
      'a bucket that neither stays nor is emptied',
      (s) => new s3.CfnBucket(s, 'X'),
      'Deletion[bucket is not emptied]',
    ],
  ])('Deletion refuses %s', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack), {}, asProtected)).toContain(finding);
  });
});

describe('Protection', () => {
  const holding = { auditedSuffixes: ['dev'] };
  const found = (build: (stack: Stack) => unknown, settings = holding, isProtected = true) =>
    findingsIn((stack) => build(stack), settings, { terminationProtection: isProtected })
      .filter((id) => id.startsWith('Protection'))
      .map((id) => id.replace('Protection', ''));

  test('is satisfied by a protected environment', () => {
    expect(found(aProtectedStore)).toEqual([]);
  });

  test('asks nothing of an environment that holds no programmes', () => {
    const disposable = (stack: Stack) => new rds.CfnDBInstance(stack, 'X');
    expect(found(disposable, { auditedSuffixes: ['prod'] }, false)).toEqual([]);
  });

  test('refuses a stack that anybody may delete', () => {
    expect(found(aProtectedStore, holding, false)).toEqual(
      Array<string>(3).fill('[stack is not protected]'),
    );
  });

  test.each<[string, (store: Store) => unknown, string]>([
    [
      'a database that is not protected',
      ({ database }) => (database.deletionProtection = false),
      '[DeletionProtection is not true]',
    ],
    [
      'a database whose backups go with it',
      ({ database }) => (database.deleteAutomatedBackups = true),
      '[DeleteAutomatedBackups is not false]',
    ],
    [
      'a database that is deleted without a last snapshot',
      ({ database }) => (database.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE),
      '[DeletionPolicy is not Snapshot]',
    ],
    [
      'uploads that go with their stack',
      ({ bucket }) => (bucket.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE),
      '[DeletionPolicy is not RetainExceptOnCreate]',
    ],
    [
      'uploads that go when their bucket is replaced',
      ({ bucket }) => (bucket.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE),
      '[UpdateReplacePolicy keeps nothing]',
    ],
    [
      'a key that goes before what it decrypts',
      ({ key }) => {
        key.applyRemovalPolicy(RemovalPolicy.DESTROY);
      },
      '[DeletionPolicy is not RetainExceptOnCreate]',
    ],
  ])('refuses %s', (_, change, finding) => {
    expect(found((stack) => change(aProtectedStore(stack)))).toContain(finding);
  });
});

describe('Encryption', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a plain queue', (s) => new sqs.CfnQueue(s, 'X'), 'Encryption[KmsMasterKeyId is missing]'],
    [
      "a queue under AWS's key",
      (s) => new sqs.CfnQueue(s, 'X', { kmsMasterKeyId: 'alias/aws/sqs' }),
      'Encryption[KmsMasterKeyId is a key of AWS]',
    ],
    [
      'a plain file system',
      (s) => new efs.CfnFileSystem(s, 'X', { encrypted: false, kmsKeyId: KEY_ARN }),
      'Encryption[Encrypted is missing]',
    ],
    [
      'a bucket without a key',
      (s) => new s3.CfnBucket(s, 'X'),
      'Encryption[ServerSideEncryptionByDefault.KMSMasterKeyID is missing]',
    ],
    [
      'insights without a key',
      (s) => new rds.CfnDBInstance(s, 'X', { enablePerformanceInsights: true }),
      'Encryption[PerformanceInsightsKMSKeyId is missing]',
    ],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });
});

describe('Transit', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a bucket over HTTP', (s) => new s3.CfnBucket(s, 'X'), 'Transit[policy allows plain HTTP]'],
    [
      'files over plain NFS',
      (s) => new efs.CfnFileSystem(s, 'X'),
      'Transit[FileSystemPolicy allows plain NFS]',
    ],
    [
      'a cache that prefers TLS only',
      (s) =>
        new elasticache.CfnReplicationGroup(s, 'X', {
          replicationGroupDescription: '',
          transitEncryptionEnabled: true,
          transitEncryptionMode: 'preferred',
        }),
      'Transit[TransitEncryptionEnabled]',
    ],
    [
      'a database that forces nothing',
      (s) => new rds.CfnDBInstance(s, 'X'),
      'Transit[rds.force_ssl is not 1]',
    ],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });
});

describe('LogGroup', () => {
  test('a log group without retention or key is refused', () => {
    expect(findingsIn((stack) => new logs.CfnLogGroup(stack, 'X'))).toEqual(
      expect.arrayContaining([
        'LogGroup[KmsKeyId is missing]',
        'LogGroup[RetentionInDays is missing]',
      ]),
    );
  });

  test('logs that are evidence are kept for a year', () => {
    const build = (stack: Stack) => new logs.CfnLogGroup(stack, 'X', { retentionInDays: 90 });

    expect(findingsIn(build, { auditedSuffixes: ['dev'] })).toContain(
      'LogGroup[RetentionInDays=90]',
    );
    expect(findingsIn(build, { auditedSuffixes: ['prod'] })).not.toContain(
      'LogGroup[RetentionInDays=90]',
    );
  });
});

describe('LogKey', () => {
  test('a key that CloudWatch Logs may not use is refused', () => {
    const findings = findingsIn((stack) => {
      const key = new kms.Key(stack, 'Key');
      new logs.LogGroup(stack, 'X', { encryptionKey: undefined });
      new logs.CfnLogGroup(stack, 'Y', { kmsKeyId: key.keyArn });
    });

    expect(findings).toContain('LogKey[logs.ap-northeast-1.amazonaws.com may not use the key]');
  });

  test('a key of another stack is followed', () => {
    const build = (allow: boolean) => (stack: Stack) => {
      const other = aStack(appOf(stack), 'dev', 'Keys');
      const key = allow ? aLogKey(other) : new kms.Key(other, 'Key');
      new logs.CfnLogGroup(stack, 'X', { kmsKeyId: key.keyArn });
    };

    expect(findingsIn(build(true)).filter((id) => id.startsWith('LogKey'))).toEqual([]);
    expect(findingsIn(build(false)).filter((id) => id.startsWith('LogKey'))).toHaveLength(1);
  });
});

describe('Zones', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a database in one zone', (s) => new rds.CfnDBInstance(s, 'X'), 'Zones[MultiAZ]'],
    [
      'a cache in one zone',
      (s) => new elasticache.CfnReplicationGroup(s, 'X', { replicationGroupDescription: '' }),
      'Zones[MultiAZEnabled]',
    ],
    [
      'one subnet, twice',
      (s) =>
        new rds.CfnDBSubnetGroup(s, 'X', {
          dbSubnetGroupDescription: '',
          subnetIds: ['subnet-a', 'subnet-a'],
        }),
      'Zones[fewer than 2 subnets]',
    ],
    [
      'files with one mount target',
      (s) => new efs.CfnFileSystem(s, 'X'),
      'Zones[fewer than 2 mount targets]',
    ],
    [
      'files in one zone',
      (s) => new efs.CfnFileSystem(s, 'X', { availabilityZoneName: 'ap-northeast-1a' }),
      'Zones[AvailabilityZoneName]',
    ],
    [
      'objects that move to one zone',
      (s) =>
        new s3.CfnBucket(s, 'X', {
          lifecycleConfiguration: {
            rules: [
              {
                status: 'Enabled',
                transitions: [{ storageClass: 'ONEZONE_IA', transitionInDays: 30 }],
              },
            ],
          },
        }),
      'Zones[ONEZONE_IA]',
    ],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });
});

describe('Tokyo', () => {
  test('another region in an ARN is refused', () => {
    const build = (stack: Stack) =>
      new sns.CfnTopic(stack, 'X', {
        kmsMasterKeyId: 'arn:aws:kms:us-east-1:111111111111:key/0',
      });

    expect(findingsIn(build)).toContain('Tokyo[us-east-1]');
  });

  test('a zone of Tokyo is Tokyo', () => {
    const build = (stack: Stack) =>
      new efs.CfnFileSystem(stack, 'X', { availabilityZoneName: 'ap-northeast-1a' });

    expect(findingsIn(build)).not.toContainEqual(expect.stringMatching(/^Tokyo/));
  });

  test('Osaka is refused unless it is configured', () => {
    const build = (stack: Stack) => new sns.CfnTopic(stack, 'X', { displayName: 'ap-northeast-3' });

    expect(findingsIn(build)).toContain('Tokyo[ap-northeast-3]');
    expect(findingsIn(build, { disasterRecoveryRegion: 'ap-northeast-3' })).not.toContain(
      'Tokyo[ap-northeast-3]',
    );
  });
});

describe('Residency', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    [
      'a replicated bucket',
      (s) => new s3.CfnBucket(s, 'X', { replicationConfiguration: { role: 'r', rules: [] } }),
      'Residency[ReplicationConfiguration]',
    ],
    [
      'a key of many regions',
      (s) => new kms.CfnKey(s, 'X', { multiRegion: true }),
      'Residency[MultiRegion]',
    ],
    [
      'backups in another region',
      (s) => new rds.CfnDBInstance(s, 'X', { automaticBackupReplicationRegion: 'us-west-2' }),
      'Residency[AutomaticBackupReplicationRegion]',
    ],
    [
      'files copied away',
      (s) =>
        new efs.CfnFileSystem(s, 'X', {
          replicationConfiguration: { destinations: [{ region: 'us-west-2' }] },
        }),
      'Residency[ReplicationConfiguration]',
    ],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });

  test('a copy in Osaka passes when it is configured', () => {
    const build = (stack: Stack) =>
      new efs.CfnFileSystem(stack, 'X', {
        replicationConfiguration: { destinations: [{ region: 'ap-northeast-3' }] },
      });

    expect(findingsIn(build)).toContain('Residency[ReplicationConfiguration]');
    expect(findingsIn(build, { disasterRecoveryRegion: 'ap-northeast-3' })).not.toContain(
      'Residency[ReplicationConfiguration]',
    );
  });
});

describe('ProgrammeRetention', () => {
  test.each([
    [183, ['ProgrammeRetention[ExpirationInDays=183]']],
    [184, []],
  ])('objects that expire after %d days', (expirationInDays, expected) => {
    const findings = findingsIn((stack) => {
      new s3.CfnBucket(stack, 'X', {
        lifecycleConfiguration: { rules: [{ status: 'Enabled', expirationInDays }] },
      });
    });

    expect(findings.filter((id) => id.startsWith('Programme'))).toEqual(expected);
  });

  test.each([
    [{ noncurrentVersionExpiration: { noncurrentDays: 183 } }, 'Expiration.NoncurrentDays=183'],
    [{ noncurrentVersionExpirationInDays: 30 }, 'ExpirationInDays=30'],
    [{ noncurrentVersionExpiration: { noncurrentDays: 184 } }, null],
  ])('what was replaced expires by %j', (rule, expected) => {
    const findings = findingsIn((stack) => {
      new s3.CfnBucket(stack, 'X', {
        lifecycleConfiguration: { rules: [{ status: 'Enabled', ...rule }] },
      });
    });

    expect(findings.filter((id) => id.startsWith('Programme'))).toEqual(
      expected === null ? [] : [`ProgrammeRetention[NoncurrentVersion${expected}]`],
    );
  });
});

describe('ExistingSecrets', () => {
  test.each([
    ['AWS::SecretsManager::Secret', 'AWS.SecretsManager.Secret'],
    ['AWS::SecretsManager::SecretTargetAttachment', 'AWS.SecretsManager.SecretTargetAttachment'],
  ])('%s is refused', (type, finding) => {
    const findings = findingsIn((stack) => new CfnResource(stack, 'X', { type }));

    expect(findings).toContain(`ExistingSecrets[${finding}]`);
  });

  test('a secret that RDS would make is refused', () => {
    const findings = findingsIn(
      (stack) => new rds.CfnDBInstance(stack, 'X', { manageMasterUserPassword: true }),
    );

    expect(findings).toContain('ExistingSecrets[ManageMasterUserPassword]');
  });
});

describe('PublicIngress', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    [
      'SSH for everybody',
      (s) => opened(s, { cidrIp: '0.0.0.0/0', fromPort: 22, toPort: 22 }),
      'PublicIngress[port 22-22]',
    ],
    ['all of IPv6', (s) => opened(s, { cidrIpv6: '::/0' }), 'PublicIngress[port any-any]'],
    [
      'a wider range than 443',
      (s) => opened(s, { cidrIp: '0.0.0.0/0', fromPort: 443, toPort: 8443 }),
      'PublicIngress[port 443-8443]',
    ],
    [
      'a public database',
      (s) => new rds.CfnDBInstance(s, 'X', { publiclyAccessible: true }),
      'PublicIngress[PubliclyAccessible]',
    ],
  ])('%s is refused', (_, build, finding) => {
    expect(findingsIn((stack) => build(stack))).toContain(finding);
  });
});

describe('actions', () => {
  test('a wildcard is refused, for each action apart', () => {
    expect(findingsIn((stack) => allow(stack, ['s3:Get*', 's3:PutObject', '*']))).toEqual(
      expect.arrayContaining(['WildcardAction[*]', 'WildcardAction[s3:Get*]']),
    );
  });

  test('a wildcard in a resource policy is refused', () => {
    const findings = findingsIn((stack) => {
      const policyDocument = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*' }] };
      new sqs.CfnQueuePolicy(stack, 'X', { queues: ['q'], policyDocument });
    });

    expect(findings).toContain('WildcardAction[sqs:*]');
  });

  test('a star was accepted for the actions that were named, and for no other', () => {
    const grant = (stack: Stack, ...actions: string[]) => {
      const assumedBy = new iam.ServicePrincipal('lambda.amazonaws.com');
      const role = new iam.Role(stack, 'Role', { roleName: 'a-dev', assumedBy });
      acknowledgeStar(role, '*', ['ecr:GetAuthorizationToken'], 'It takes no resource.');
      role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
    };
    const found = (...actions: string[]) =>
      findingsIn((stack) => {
        grant(stack, ...actions);
      }).filter((finding) => finding.startsWith('Star'));
    expect(found('ecr:GetAuthorizationToken')).toEqual([]);
    expect(found('ecr:GetAuthorizationToken', 'kms:Decrypt')).toEqual(['Star[kms:Decrypt on *]']);
  });

  test('an action that IAM does not know is refused', () => {
    expect(
      findingsIn((stack) => allow(stack, ['s3:FetchObject', 'nosuch:Thing', 's3:GetObject'])),
    ).toEqual(expect.arrayContaining(['KnownAction[nosuch:Thing]', 'KnownAction[s3:FetchObject]']));
  });
});

/** One of everything that the rules are about, made as they ask. */
function aGoodStack(stack: Stack): void {
  tag(stack, REQUIRED_TAGS);
  const key = aLogKey(stack);
  const bucket = new s3.Bucket(stack, 'Bucket', {
    bucketName: 'streamtech-files-dev',
    encryptionKey: key,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
    lifecycleRules: [{ expiration: Duration.days(184) }],
  });
  new CfnResource(stack, 'Emptied', {
    type: 'Custom::S3AutoDeleteObjects',
    properties: { BucketName: bucket.bucketName, ServiceToken: 'arn:of:a:function' },
  });
  new logs.CfnLogGroup(stack, 'Logs', {
    logGroupName: '/streamtech/api-dev',
    retentionInDays: 30,
    kmsKeyId: key.keyArn,
  });
  new elasticache.CfnSubnetGroup(stack, 'Subnets', {
    cacheSubnetGroupName: 'streamtech-cache-dev',
    description: 'Zones a and c',
    subnetIds: ['subnet-a', 'subnet-c'],
  });
  new ec2.CfnSecurityGroup(stack, 'Edge', {
    groupName: 'streamtech-edge-dev',
    groupDescription: 'Lets HTTPS in',
    securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' }],
  });
}

interface Store {
  readonly key: kms.CfnKey;
  readonly database: rds.CfnDBInstance;
  readonly bucket: s3.CfnBucket;
}

/** What stays of a protected environment; and a key and a bucket of logs, which need not. */
function aProtectedStore(stack: Stack): Store {
  const key = new kms.CfnKey(stack, 'Key');
  const database = new rds.CfnDBInstance(stack, 'Database', {
    kmsKeyId: key.attrArn,
    deletionProtection: true,
    deleteAutomatedBackups: false,
  });
  database.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
  const logged = new s3.CfnBucket(stack, 'AccessLogs');
  new CfnResource(stack, 'Emptied', {
    type: 'Custom::S3AutoDeleteObjects',
    properties: { BucketName: logged.ref, ServiceToken: 'arn:of:a:function' },
  });
  const bucket = new s3.CfnBucket(stack, 'Bucket', {
    loggingConfiguration: { destinationBucketName: logged.ref },
  });
  for (const each of [key, bucket]) {
    each.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
  new kms.CfnKey(stack, 'OfLogs');
  return { key, database, bucket };
}

/** As little as breaks every rule at least once. */
function aBadStack(stack: Stack): void {
  new s3.CfnBucket(stack, 'Bucket', {
    bucketName: 'no-suffix',
    lifecycleConfiguration: { rules: [{ status: 'Enabled', expirationInDays: 1 }] },
    replicationConfiguration: { role: 'arn:aws:iam::111111111111:role/us-east-1', rules: [] },
  });
  new logs.CfnLogGroup(stack, 'Logs', { kmsKeyId: new kms.Key(stack, 'NotForLogs').keyArn });
  const role = new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  new ec2.CfnSecurityGroup(stack, 'Undescribed', { groupDescription: '' });
  new iam.Policy(stack, 'Late', {
    roles: [role],
    statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
  });
  new CfnResource(stack, 'Early', {
    type: 'Custom::Job',
    properties: { ServiceToken: 'arn:of:a:function', Role: role.roleArn },
  });
  new cloudwatch.CfnAlarm(stack, 'Alarm', {
    alarmActions: [new sns.CfnTopic(stack, 'Unheard').ref],
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
  });
  new rds.CfnDBInstance(stack, 'Database', {
    manageMasterUserPassword: true,
    multiAz: false,
    publiclyAccessible: true,
  });
  allow(stack, ['s3:*', 'nosuch:Thing']);
  new codepipeline.CfnPipeline(stack, 'Pipeline', {
    roleArn: 'arn:aws:iam::111111111111:role/pipeline-dev',
    stages: [
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Data',
            actionTypeId: {
              category: 'Deploy',
              owner: 'AWS',
              provider: 'CloudFormation',
              version: '1',
            },
            configuration: { StackName: 'StreamTech-prod-Data' },
          },
        ],
      },
    ],
  });
}

function aLogKey(stack: Stack): kms.Key {
  const key = new kms.Key(stack, 'Key', {
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      principals: [new iam.ServicePrincipal('logs.ap-northeast-1.amazonaws.com')],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn':
            'arn:aws:logs:ap-northeast-1:111111111111:log-group:*',
        },
      },
    }),
  );
  return key;
}

function tag(stack: Stack, names: readonly string[]): void {
  for (const name of names) Tags.of(stack).add(name, 'x');
}

function keep(resource: CfnResource): CfnResource {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return resource;
}

function opened(
  stack: Stack,
  rule: Omit<ec2.CfnSecurityGroupIngressProps, 'ipProtocol'>,
): ec2.CfnSecurityGroupIngress {
  return new ec2.CfnSecurityGroupIngress(stack, 'X', { ipProtocol: 'tcp', ...rule });
}

function allow(stack: Stack, actions: string[]): iam.CfnManagedPolicy {
  const document = new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions, resources: ['*'] })],
  });
  return new iam.CfnManagedPolicy(stack, 'X', { policyDocument: document });
}
