import { type Fault, set } from './fault';

export const storageFaults: readonly Fault[] = [
  [
    'provisioned throughput of files without a number',
    set('ScratchFileSystem', 'ThroughputMode', 'provisioned'),
    'Values',
  ],
  [
    'permissions of a directory that are none',
    set('ScratchFileSystemWorker', 'RootDirectory/CreationInfo/Permissions', '0999'),
    'F3031',
  ],
  ['a user of files by name', set('ScratchFileSystemWorker', 'PosixUser/Uid', 'worker'), 'Values'],
  [
    'two mount targets in a zone',
    (template) => {
      const [first, second] = Object.values(template.Resources).filter(
        ({ Type: type }) => type === 'AWS::EFS::MountTarget',
      );
      if (first && second) second.Properties['SubnetId'] = first.Properties['SubnetId'];
    },
    'Zones',
  ],
  [
    'a transition sooner than S3 allows',
    set('IngestBucket', 'LifecycleConfiguration/Rules/0/Transitions', [
      { StorageClass: 'STANDARD_IA', TransitionInDays: 10 },
    ]),
    'Values',
  ],
  [
    'an expiry before its transition',
    set('IngestAccessLogs', 'LifecycleConfiguration/Rules/0/Transitions', [
      { StorageClass: 'GLACIER', TransitionInDays: 400 },
    ]),
    'Values',
  ],
  [
    'an expiry beside that of delete markers',
    set('IngestAccessLogs', 'LifecycleConfiguration/Rules/0/ExpiredObjectDeleteMarker', true),
    'Values',
  ],
  [
    'a storage class that does not exist',
    set('IngestBucket', 'LifecycleConfiguration/Rules/0/Transitions', [
      { StorageClass: 'COLD', TransitionInDays: 60 },
    ]),
    'W3030',
  ],
  [
    'a bucket name with capitals',
    set('IngestBucket', 'BucketName', 'StreamTech-Ingest-staging'),
    'F3031',
  ],
  [
    'access logs into the bucket of another stack that is not there',
    set('IngestBucket', 'LoggingConfiguration/DestinationBucketName', { Ref: 'AccessLog' }),
    'F1020',
  ],
];
