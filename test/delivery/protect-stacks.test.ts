import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CdkCustomResourceEvent } from 'aws-lambda';
import { handler } from '../../src/entries/protect-stacks.lambda';

function anEvent(requestType: 'Create' | 'Update' | 'Delete', properties: object = {}) {
  return {
    RequestType: requestType,
    ResourceProperties: { Stacks: ['StreamTech-prod-Data', 'StreamTech-prod-Api'], ...properties },
  } as unknown as CdkCustomResourceEvent;
}

describe('the stacks of a protected environment', () => {
  let send: jest.SpyInstance;
  beforeEach(() => {
    send = jest.spyOn(CloudFormationClient.prototype, 'send').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const asked = () => send.mock.calls.map(([command]) => (command as { input: unknown }).input);

  it.each(['Create', 'Update'] as const)('are protected one by one at a %s', async (type) => {
    await expect(handler(anEvent(type))).resolves.toEqual({
      PhysicalResourceId: 'stack-protection',
    });
    expect(asked()).toEqual([
      { StackName: 'StreamTech-prod-Data', EnableTerminationProtection: true },
      { StackName: 'StreamTech-prod-Api', EnableTerminationProtection: true },
    ]);
  });

  it('are left as they are when the resource goes', async () => {
    await handler(anEvent('Delete'));
    expect(asked()).toEqual([]);
  });

  it('are not taken for protected when nobody said which they are', async () => {
    await expect(handler(anEvent('Create', { Stacks: undefined }))).rejects.toThrow(/Stacks/);
  });
});
