import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { at, listOf, literalText } from '../template-values';

/** docs/compliance-japan.md, I9; a leak of data under strong encryption need not be reported (APPI, article 26). */
export const encryption: PolicyRule = {
  id: 'Encryption',
  statement: 'A store must be encrypted under a customer key.',
  reason:
    'Personal Information Protection Act, articles 23 and 26: well encrypted data does not leak.',
  check: ({ type, properties }) => {
    const needs = STORES[type];
    if (needs === undefined) return 'not applicable';
    return needs(properties).flatMap((need) => {
      if (need.value === undefined || need.value === false) return [`${need.property} is missing`];
      const isOfAws = literalText(need.value).startsWith('alias/aws/');
      return isOfAws ? [`${need.property} is a key of AWS`] : [];
    });
  },
};

/** Every type that keeps data at rest, and the properties that encrypt it. */
const STORES: Readonly<Record<string, (properties: Subject['properties']) => Need[]>> = {
  'AWS::CloudTrail::Trail': all('KMSKeyId'),
  'AWS::CodeBuild::Project': all('EncryptionKey'),
  'AWS::CodePipeline::Pipeline': all('ArtifactStore.EncryptionKey.Id'),
  'AWS::DynamoDB::Table': all('SSESpecification.KMSMasterKeyId'),
  'AWS::EC2::Volume': all('Encrypted', 'KmsKeyId'),
  'AWS::ECR::Repository': all('EncryptionConfiguration.KmsKey'),
  'AWS::EFS::FileSystem': all('Encrypted', 'KmsKeyId'),
  'AWS::ElastiCache::ReplicationGroup': all('AtRestEncryptionEnabled', 'KmsKeyId'),
  'AWS::Events::Archive': all('KmsKeyIdentifier'),
  'AWS::Events::EventBus': all('KmsKeyIdentifier'),
  'AWS::Kinesis::Stream': all('StreamEncryption.KeyId'),
  'AWS::Logs::LogGroup': all('KmsKeyId'),
  'AWS::RDS::DBCluster': all('StorageEncrypted', 'KmsKeyId'),
  'AWS::RDS::DBInstance': (properties) => [
    ...all('StorageEncrypted', 'KmsKeyId')(properties),
    ...(properties['EnablePerformanceInsights'] === true
      ? all('PerformanceInsightsKMSKeyId')(properties)
      : []),
  ],
  'AWS::S3::Bucket': ({ BucketEncryption: encryptionOfBucket }) => {
    const [rule] = listOf(
      at({ encryptionOfBucket }, 'encryptionOfBucket.ServerSideEncryptionConfiguration'),
    );
    const path = 'ServerSideEncryptionByDefault.KMSMasterKeyID';
    return [{ property: path, value: at({ rule }, `rule.${path}`) }];
  },
  'AWS::SNS::Topic': all('KmsMasterKeyId'),
  'AWS::SQS::Queue': all('KmsMasterKeyId'),
};

interface Need {
  readonly property: string;
  readonly value: unknown;
}

function all(...paths: string[]): (properties: Subject['properties']) => Need[] {
  return (properties) => paths.map((property) => ({ property, value: at(properties, property) }));
}

/** The types that the rule judges; a test compares them with the schema of what is deployed. */
export const ENCRYPTED_TYPES: ReadonlySet<string> = new Set(Object.keys(STORES));
