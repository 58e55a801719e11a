import { losesData, reviewChanges, type StackChanges } from '../../../tools/review/change-review';
import { toHtml } from '../../../tools/review/html';
import { toMarkdown } from '../../../tools/review/markdown';
import { verdictOf } from '../../../tools/review/words';
import { aReview } from '../../support/factories/review';
import type { Template } from '../../../tools/review/templates';

const revisions = { base: 'main', head: 'the files as they are', at: new Date(0) };

function aDatabase(properties: object = {}): Template {
  return {
    Resources: {
      Instance: {
        Type: 'AWS::RDS::DBInstance',
        Metadata: { 'aws:cdk:path': 'App/Data/Database/Instance' },
        Properties: { Engine: 'postgres', MultiAZ: true, ...properties },
      },
    },
  };
}

function aRole(...statements: object[]): Template {
  return {
    Resources: {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'p',
          Roles: ['worker'],
          PolicyDocument: { Statement: statements },
        },
      },
    },
  };
}

const reads = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const deletes = { Effect: 'Allow', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::b/*' };

/** The changes of the one stack that changes. */
function changes(base: Template | undefined, head: Template | undefined): StackChanges {
  const {
    stacks: [first],
  } = reviewChanges({ ...(base && { S: base }) }, { ...(head && { S: head }) });
  if (!first) throw new Error('a change must be seen');
  return first;
}

describe('a change review', () => {
  test('a database whose identifier changes is replaced, and its data lost', () => {
    const { resources } = changes(
      aDatabase({ DBInstanceIdentifier: 'a' }),
      aDatabase({ DBInstanceIdentifier: 'b' }),
    );
    expect(resources).toEqual([
      {
        effect: 'replaced',
        type: 'AWS::RDS::DBInstance',
        logicalId: 'Instance',
        path: 'App/Data/Database/Instance',
        holdsData: true,
        properties: [{ name: 'DBInstanceIdentifier', from: 'a', to: 'b', replaces: true }],
      },
    ]);
    expect(resources.map(losesData)).toEqual([true]);
  });

  test('a database that grows is changed in place', () => {
    const { resources } = changes(
      aDatabase({ AllocatedStorage: '20' }),
      aDatabase({ AllocatedStorage: '40' }),
    );
    expect(resources).toMatchObject([{ effect: 'changed', properties: [{ replaces: false }] }]);
    expect(resources.map(losesData)).toEqual([false]);
  });

  test('a stack that goes takes its database along', () => {
    const { fate, resources } = changes(aDatabase(), undefined);
    expect(fate).toBe('removed');
    expect(resources.map(losesData)).toEqual([true]);
  });

  test('a new stack loses nothing', () => {
    const { fate, resources } = changes(undefined, aDatabase());
    expect(fate).toBe('added');
    expect(resources.map(losesData)).toEqual([false]);
  });

  test('a permission that is added is broader, one that is taken away is not', () => {
    expect(changes(aRole(reads), aRole(reads, deletes)).broadened).toEqual([
      expect.stringContaining('s3:DeleteObject'),
    ]);
    expect(changes(aRole(reads, deletes), aRole(reads)).broadened).toEqual([]);
  });

  test('a permission that is added is in the headline, which is red', () => {
    const everything = {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'sts:AssumeRole'],
      Resource: '*',
    };
    const review = aReview(reviewChanges({ S: aRole(reads) }, { S: aRole(reads, everything) }));
    expect(verdictOf(review)).toBe('1 stack would change, no data is at stake; 1 newly allowed');
    expect(toHtml(review, revisions)).toContain('<header class="bad">');
    const first = aReview(reviewChanges({}, { S: aRole(everything) }));
    expect(verdictOf(first)).toContain('; 1 newly allowed');
    expect(toHtml(first, revisions)).toContain('<header class="good">');
  });

  test('a refusal that is taken away is broader', () => {
    const refuses = { ...deletes, Effect: 'Deny' };
    expect(changes(aRole(reads, refuses), aRole(reads)).broadened).toEqual([
      expect.stringMatching(/^no longer refused: /),
    ]);
  });

  test('an opened port is broader', () => {
    const group = (...SecurityGroupIngress: object[]): Template => ({
      Resources: {
        Group: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { GroupDescription: 'g', SecurityGroupIngress },
        },
      },
    });
    const open = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 };
    expect(changes(group(), group(open)).broadened).toEqual([
      'TCP 5432 into ${Group.GroupId} from Everyone (IPv4)',
    ]);
  });

  test('what is the same is only named', () => {
    const changes = reviewChanges({ S: aDatabase() }, { S: aDatabase() });
    expect(changes).toEqual({ stacks: [], unchanged: ['S'] });
    const review = aReview(changes);
    expect(verdictOf(review)).toBe('Nothing changes');
    expect(toMarkdown(review, revisions)).toContain('Unchanged: S.');
  });

  test('the worst comes first', () => {
    const bucket = { Type: 'AWS::S3::Bucket' } as never;
    const topic = { Type: 'AWS::SNS::Topic' } as never;
    const { resources } = changes(
      { Resources: { A: topic, B: bucket } },
      { Resources: { C: topic } },
    );
    expect(resources.map(({ effect, logicalId }) => `${effect} ${logicalId}`)).toEqual([
      'removed B',
      'removed A',
      'added C',
    ]);
  });

  describe('of a replaced database', () => {
    const review = aReview(
      reviewChanges(
        { S: aDatabase({ DBInstanceIdentifier: '<a>' }) },
        { S: aDatabase({ DBInstanceIdentifier: '`b`' }) },
      ),
    );

    test('says it first, in red, in a page that runs nothing', () => {
      const html = toHtml(review, revisions);
      expect(html).toContain('<header class="bad">');
      expect(html).toContain('<h1>Data is at stake in 1 resource</h1>');
      expect(html).toContain('<tr class="lost">');
      expect(html).toContain('<del>&lt;a&gt;</del>');
      expect(html).not.toContain('<script');
    });

    test('says it in Markdown', () => {
      expect(toMarkdown(review, revisions)).toBe(`# Data is at stake in 1 resource

From \`main\` to \`the files as they are\`.

## S

- **replaced** AWS::RDS::DBInstance \`App/Data/Database/Instance\` (\`DBInstanceIdentifier\`: \`<a>\` → \`\` \`b\` \`\`) **Its data is lost with it.**
`);
    });
  });
});
