import { Stack } from 'aws-cdk-lib';
import { applyPolicies } from '../../lib/compliance/apply-policies';
import { ENCRYPTED_TYPES } from '../../lib/compliance/rules/encryption';
import { keyPropertiesOf } from '../../lib/compliance/schema';
import { dev, prod } from '../../lib/config/environments';
import { ApplicationStage } from '../../lib/stages/application-stage';
import { anApp } from '../support/factories/app';
import { placeholderEntries as entries } from '../support/factories/stage';
import { resourcesOf, synthesize } from '../support/judged';

/** Types that can take a key and keep nothing of ours, each with what makes that so. */
const NO_STORES = new Set([
  // its variables hold names and ARNs; a Guard rule keeps secrets out
  'AWS::Lambda::Function',
  // its input names what it starts, and when
  'AWS::Scheduler::Schedule',
]);

/** Five stacks, with the validator, on a busy machine. */
const JUDGE_MS = 180_000;

/** With what an origin and a domain add. */
const withOrigin = {
  ...dev,
  allowedOrigins: ['https://other.example.jp'],
  domain: {
    name: 'video.example.jp',
    certificateArn:
      'arn:aws:acm:ap-northeast-1:111111111111:certificate/0a1b2c3d-0123-4567-89ab-0123456789ab',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  },
};

// The others differ in sizes; `npm run compliance` judges all of them.
describe.each([withOrigin, prod])('$dataProtection, as $environmentSuffix', (config) => {
  const app = anApp();
  const ledger = applyPolicies(app);
  new ApplicationStage(app, `StreamTech-${config.environmentSuffix}`, { config, entries });
  const stacks = app.node.findAll().filter((node) => Stack.isStack(node));

  beforeAll(() => {
    synthesize(app);
  }, JUDGE_MS);

  test('every stack is visited by every pack', () => {
    const visits = new Set(
      ledger.results.map(({ rule, resource }) => `${resource.stack} by ${rule.pack}`),
    );
    const due = stacks.flatMap(({ node }) =>
      ['AwsSolutions', 'NIST.800.53.R5', 'StreamTech', 'CloudFormation-Validate'].map(
        (pack) => `${node.path} by ${pack}`,
      ),
    );

    expect(stacks.length).toBeGreaterThanOrEqual(5);
    expect(due.filter((visit) => !visits.has(visit))).toEqual([]);
  });

  test('no finding is open', () => {
    const open = ledger.results
      .filter(({ verdict }) => verdict === 'non-compliant' || verdict === 'error')
      .map(({ rule, finding, resource }) => [rule.id, finding, resource.path]);

    expect(open).toEqual([]);
  });

  test('every type that can take a key is judged as a store, or is known to be none', () => {
    const able = resourcesOf(app).filter((node) => keyPropertiesOf(node).length > 0);
    const unknown = able
      .map(({ cfnResourceType }) => cfnResourceType)
      .filter((type) => !ENCRYPTED_TYPES.has(type) && !NO_STORES.has(type));

    expect([...new Set(unknown)]).toEqual([]);
  });
});
