import { Match, type Template } from 'aws-cdk-lib/assertions';
import { pipelineTemplate } from '../support/factories/pipeline';

describe('what the pipeline keeps', () => {
  let template: Template;
  beforeAll(() => {
    template = pipelineTemplate();
  });

  it.each(['artifacts', 'evidence'])(
    '%s: under a customer key, versioned, emptied at the end',
    (thing) => {
      template.hasResource('AWS::S3::Bucket', {
        DeletionPolicy: 'Delete',
        Properties: {
          BucketName: `streamtech-${thing}-444444444444-test`,
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) },
            ].map((each) => Match.objectLike(each)),
          },
          VersioningConfiguration: { Status: 'Enabled' },
        },
      });
      template.resourceCountIs('Custom::S3AutoDeleteObjects', 4);
    },
  );

  it('evidence: as long as the configuration says, whatever happens to it', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'streamtech-evidence-444444444444-test',
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({
            ExpirationInDays: 1095,
            NoncurrentVersionExpiration: { NoncurrentDays: 1095 },
          }),
        ],
      },
    });
  });

  it('evidence: locked for as long, as the destruction of the pipeline alone may bypass', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'streamtech-evidence-444444444444-test',
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1095 } },
      },
    });
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toMatch(
      /Bypass|ObjectLock|Retention/,
    );
  });

  it('logs: each build in a group of ours, encrypted, for a year', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', {
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 365,
    });
    template.allResourcesProperties('AWS::CodeBuild::Project', {
      LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: Match.anyValue() } },
    });
  });

  it('reports: in groups that go with it', () => {
    template.resourceCountIs('AWS::CodeBuild::ReportGroup', 2);
    template.allResources('AWS::CodeBuild::ReportGroup', {
      DeletionPolicy: 'Delete',
      Properties: Match.objectLike({ DeleteReports: true }),
    });
  });

  it('keys: rotate', () => {
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });
});
