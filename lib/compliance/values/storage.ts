import type { SchemaObject } from 'ajv';

/** S3 user guide, "Lifecycle configuration elements"; EFS API reference, CreateFileSystem. */
export const storageValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::EFS::FileSystem': {
    if: { properties: { ThroughputMode: { const: 'provisioned' } }, required: ['ThroughputMode'] },
    then: { required: ['ProvisionedThroughputInMibps'] },
  },
  'AWS::EFS::AccessPoint': {
    properties: {
      PosixUser: {
        properties: {
          Uid: { type: 'string', pattern: '^\\d+$' },
          Gid: { type: 'string', pattern: '^\\d+$' },
        },
      },
    },
  },
  'AWS::S3::Bucket': {
    properties: {
      LifecycleConfiguration: {
        properties: {
          Rules: {
            items: {
              properties: {
                Transitions: {
                  items: {
                    if: { properties: { StorageClass: { enum: ['STANDARD_IA', 'ONEZONE_IA'] } } },
                    then: { properties: { TransitionInDays: { minimum: 30 } } },
                    properties: {
                      TransitionInDays: { exclusiveMaximum: { $data: '3/ExpirationInDays' } },
                    },
                  },
                },
              },
              // S3 removes the markers of what has expired by itself, and takes no two words on it
              if: { required: ['ExpiredObjectDeleteMarker'] },
              then: { properties: { ExpirationInDays: false, ExpirationDate: false } },
            },
          },
        },
      },
    },
  },
};
