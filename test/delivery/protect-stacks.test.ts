import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

test('CloudFormation may refuse a call for some seconds', async () => {
  let calls = 0;
  const server = createServer((_, response) => {
    calls += 1;
    const [status, body] = calls <= 3 ? ([400, TOO_MANY] as const) : ([200, DONE] as const);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  await handler(anEvent('Create', { Stacks: ['StreamTech-prod-Data'] }));
  expect(calls).toBe(4);
  server.close();
  server.closeAllConnections();
}, 20_000);

const TOO_MANY =
  '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';
const DONE =
  '<UpdateTerminationProtectionResponse><UpdateTerminationProtectionResult><StackId>id</StackId></UpdateTerminationProtectionResult></UpdateTerminationProtectionResponse>';
