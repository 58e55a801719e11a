import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { driftOf } from '../../../tools/review/drift';
import { toHtml } from '../../../tools/review/html';
import { toMarkdown } from '../../../tools/review/markdown';
import { verdictOf } from '../../../tools/review/words';
import { aReview } from '../../support/factories/review';

/** What CloudFormation finds of a stack; moto has no detection of drift. */
interface Found {
  /** Looks until it is done. @default 1 */
  readonly looks?: number;
  /** Why a resource could not be looked at. */
  readonly failure?: string;
  /** Why it does not begin. */
  readonly refusal?: string;
  readonly drifts?: readonly object[];
}

function aCloudFormation(stacks: Readonly<Record<string, Found>>): CloudFormationClient {
  const client = new CloudFormationClient({ region: 'ap-northeast-1' });
  const looks: Record<string, number> = {};
  jest.spyOn(client, 'send').mockImplementation((command) => {
    const input = command.input as { StackName?: string; StackDriftDetectionId?: string };
    const name = input.StackName ?? input.StackDriftDetectionId ?? '';
    const found = stacks[name] ?? {};
    const answer = () => {
      switch (command.constructor.name) {
        case 'DetectStackDriftCommand':
          if (found.refusal !== undefined) throw new Error(found.refusal);
          return { StackDriftDetectionId: name };
        case 'DescribeStackDriftDetectionStatusCommand': {
          looks[name] = (looks[name] ?? 0) + 1;
          if (looks[name] < (found.looks ?? 1)) return { DetectionStatus: 'DETECTION_IN_PROGRESS' };
          return found.failure === undefined
            ? { DetectionStatus: 'DETECTION_COMPLETE' }
            : { DetectionStatus: 'DETECTION_FAILED', DetectionStatusReason: found.failure };
        }
        default:
          return { StackResourceDrifts: found.drifts ?? [] };
      }
    };
    return new Promise((resolve) => {
      resolve(answer());
    }) as never;
  });
  return client;
}

const storage = {
  LogicalResourceId: 'Database',
  ResourceType: 'AWS::RDS::DBInstance',
  StackResourceDriftStatus: 'MODIFIED',
  PropertyDifferences: [
    { PropertyPath: '/AllocatedStorage', ExpectedValue: '20', ActualValue: '40' },
  ],
};
const gone = {
  LogicalResourceId: 'Queue',
  ResourceType: 'AWS::SQS::Queue',
  StackResourceDriftStatus: 'DELETED',
};

describe('drift', () => {
  const waited: number[] = [];
  const pause = (ms: number) => Promise.resolve(waited.push(ms));
  beforeEach(() => waited.splice(0));
  const drift = (stacks: Readonly<Record<string, Found>>) =>
    driftOf(aCloudFormation(stacks), Object.keys(stacks), pause);

  test('is waited for, and told by resource and path, without values', async () => {
    const found = await drift({ Data: { looks: 3, drifts: [storage, gone] }, Api: {} });
    expect(waited).toEqual([5000, 5000]);
    expect(found).toEqual({
      drifted: [
        {
          stack: 'Data',
          logicalId: 'Database',
          type: 'AWS::RDS::DBInstance',
          status: 'MODIFIED',
          properties: ['/AllocatedStorage'],
        },
        {
          stack: 'Data',
          logicalId: 'Queue',
          type: 'AWS::SQS::Queue',
          status: 'DELETED',
          properties: [],
        },
      ],
      unknown: [],
    });
  });

  test('that CloudFormation cannot tell of is said, and not taken for none', async () => {
    const found = await drift({
      Network: { refusal: 'not authorized to perform: cloudformation:DetectStackDrift' },
      Data: { failure: 'could not read [Key]', drifts: [storage] },
      Api: { looks: Infinity },
    });
    expect(found.unknown).toEqual([
      {
        stack: 'Network',
        why: 'Error: not authorized to perform: cloudformation:DetectStackDrift',
      },
      { stack: 'Data', why: 'Error: could not read [Key]' },
      { stack: 'Api', why: 'not done after 10 minutes' },
    ]);
    expect(found.drifted.map(({ logicalId }) => logicalId)).toEqual(['Database']);
    expect(waited).toHaveLength(120);
  });

  test('is in the headline, in red, and on the page', async () => {
    const review = aReview({
      drift: await drift({ Data: { drifts: [storage] }, Api: { refusal: 'busy' } }),
    });
    const revisions = { base: 'what is deployed', head: 'assembly', at: new Date(0) };
    expect(verdictOf(review)).toBe(
      'Nothing changes; 1 resource drifted from the deployed template; drift not known of 1 stack',
    );
    expect(toHtml(review, revisions)).toContain('<header class="bad">');
    for (const page of [toHtml(review, revisions), toMarkdown(review, revisions)]) {
      expect(page).toContain('/AllocatedStorage');
      expect(page).toContain('Error: busy');
      expect(page).not.toContain('ActualValue');
    }
  });
});
