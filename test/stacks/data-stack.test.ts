import { Match, type Template } from 'aws-cdk-lib/assertions';
import { aStage, templateOf } from '../support/a-stage';

describe('data', () => {
  let template: Template;
  beforeAll(() => {
    template = templateOf(aStage(), 'data');
  });

  it('makes and attaches no secret', () => {
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    template.resourceCountIs('AWS::SecretsManager::SecretTargetAttachment', 0);
  });

  it('keeps PostgreSQL in two zones, encrypted', () => {
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      MultiAZ: true,
      StorageEncrypted: true,
      StorageType: 'gp3',
      KmsKeyId: Match.anyValue(),
    });
  });
});
