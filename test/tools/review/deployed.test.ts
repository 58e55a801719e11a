import { asDeployed, deployedTemplates } from '../../../tools/review/deployed';
import { aCloudFormation, refusal } from '../../support/fakes/deployed-templates';

const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };

describe('what is deployed', () => {
  test('is read as it was submitted', async () => {
    const client = aCloudFormation({ A: { template } });
    expect(await deployedTemplates(client, ['A'])).toEqual({ A: template });
  });

  test('is nothing of a stack that nobody has deployed', async () => {
    expect(await deployedTemplates(aCloudFormation({ A: { template } }), ['A', 'B'])).toEqual({
      A: template,
    });
  });

  test.each(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'])(
    'is nothing of a stack in %s',
    async (status) => {
      const client = aCloudFormation({ A: { template, status } });
      expect(await deployedTemplates(client, ['A'])).toEqual({});
    },
  );

  test.each([
    ['AccessDenied', 'User is not authorized to perform: cloudformation:DescribeStacks', 403],
    ['Throttling', 'Rate exceeded', 400],
    ['ValidationError', '1 validation error detected', 400],
  ])('is no empty account after %s', async (name, message, status) => {
    const client = aCloudFormation({ A: refusal(name, message, status) });
    await expect(deployedTemplates(client, ['A'])).rejects.toThrow(
      new RegExp(`template of 'A' cannot be read: ${name}: ${message}`),
    );
  });

  test('compares with what CloudFormation keeps of other letters', () => {
    expect(asDeployed({ A: { Description: '字幕 — a' } })).toEqual({
      A: { Description: '?? ? a' },
    });
  });
});
