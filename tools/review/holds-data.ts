/** Types whose content is gone when the resource is: no template brings it back. */
const DATA_TYPES: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::EFS::FileSystem',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::KMS::Key', // with it everything that it encrypts
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
]);

export function holdsData(type: string): boolean {
  return DATA_TYPES.has(type);
}
