import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PermissionError, withoutDenial } from '../../../tools/rehearse/permissions';
import type { Call, DeployedResource } from '../../../tools/rehearse/record';
import { isGreen, reportOf, stubs, unused } from '../../../tools/rehearse/report';

const ROLE = 'streamtech-worker-staging';
const QUEUE = 'arn:aws:sqs:ap-northeast-1:123456789012:streamtech-uploads-staging';

function aResource(changes: Partial<DeployedResource>): DeployedResource {
  return {
    type: 'AWS::SQS::Queue',
    stack: 'StreamTech-staging-Compute',
    logicalId: 'Queue',
    name: null,
    model: 'moto',
    change: 'created',
    properties: {},
    ...changes,
  };
}

const policy = aResource({
  type: 'AWS::IAM::Policy',
  logicalId: 'Policy',
  properties: {
    Roles: [ROLE],
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: QUEUE },
        { Effect: 'Deny', Action: 'sqs:PurgeQueue', Resource: '*' },
      ],
    },
  },
});
const role = aResource({
  type: 'AWS::IAM::Role',
  logicalId: 'Role',
  name: 'streamtech-retention-staging',
});
const firewall = aResource({ type: 'AWS::WAFv2::WebACL', logicalId: 'Acl', model: 'stub' });
const foreign = aResource({ stack: 'CDKToolkit', type: 'AWS::S3::Bucket', logicalId: 'Bucket' });

const allowed: Call = {
  role: ROLE,
  action: 'sqs:ReceiveMessage',
  resource: QUEUE,
  allowedBy: ['sqs:ReceiveMessage', QUEUE],
};
const denied: Call = {
  role: ROLE,
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  allowedBy: null,
};

const others = {
  revision: 'abc',
  at: new Date(0),
  emulator: 'moto',
  steps: [],
  tests: null,
  leftovers: [],
};
const report = (calls: readonly Call[]) =>
  reportOf({ resources: [policy, role, firewall, foreign], calls }, others);

describe('the report of a rehearsal', () => {
  it('counts what was deployed by type, without the bootstrap', () => {
    expect(report([]).resources.map(({ type, count }) => [type, count])).toEqual([
      ['AWS::IAM::Policy', 1],
      ['AWS::IAM::Role', 1],
      ['AWS::WAFv2::WebACL', 1],
    ]);
  });

  it('names the types that are stubbed', () => {
    expect(stubs(report([])).map(({ type }) => type)).toEqual(['AWS::WAFv2::WebACL']);
  });

  it('lists what roles may do and did not, and roles that nothing assumed', () => {
    expect(unused(report([allowed]))).toMatchObject([{ action: 'sqs:DeleteMessage' }]);
    expect(report([allowed]).rolesNotUsed).toEqual(['streamtech-retention-staging']);
  });

  it('is not green when a permission was missing', () => {
    expect(isGreen(report([allowed]))).toBe(true);
    expect(isGreen(report([allowed, denied]))).toBe(false);
  });

  it('is not green when a step failed', () => {
    const failed = { name: 'Deploy', outcome: 'failed', seconds: 1, note: '' } as const;
    expect(isGreen({ ...report([]), steps: [failed] })).toBe(false);
  });
});

describe('work in the name of deployed roles', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'record-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function recordOf(...calls: Call[]): string {
    const file = path.join(folder, 'record.jsonl');
    writeFileSync(
      file,
      calls.map((call) => `${JSON.stringify({ kind: 'call', ...call })}\n`).join(''),
    );
    return file;
  }

  it('comes to its end when nothing is denied', async () => {
    expect(await withoutDenial(recordOf(allowed), Promise.resolve('done'))).toBe('done');
  });

  it('ends at once when something is denied, by role, action and resource', async () => {
    const forever = new Promise<never>(() => undefined);
    await expect(withoutDenial(recordOf(allowed, denied), forever)).rejects.toThrow(
      new PermissionError(denied),
    );
    expect(new PermissionError(denied).message).toBe(
      "role 'streamtech-worker-staging' is not authorized to perform s3:GetObject on arn:aws:s3:::b/k",
    );
  });
});
