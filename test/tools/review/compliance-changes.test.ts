import type { Result } from '../../../lib/compliance/ledger';
import { complianceChanges } from '../../../tools/review/compliance-changes';
import { aResult } from '../../support/factories/compliance-report';

const STAGING = 'PipelineStack/StreamTech-staging/Data/Queue';
const PROD = 'PipelineStack/StreamTech-prod/Data/Queue';

const accepted = (path: string, note: string): Result =>
  aResult({ path, verdict: 'acknowledged', note });

/** Where each kind of change stands. */
function changes(base: Result[], head: Result[]) {
  const { opened, acknowledged, closed } = complianceChanges(base, head);
  const places = (groups: typeof opened) =>
    groups.map(({ all }) => all.map(({ resource }) => resource.path));
  return {
    opened: places(opened),
    acknowledged: places(acknowledged),
    closed: places(closed),
  };
}

describe('what the compliance report gains', () => {
  const none = { opened: [], acknowledged: [], closed: [] };

  test('is a finding that is open', () => {
    const open = aResult({ path: PROD, verdict: 'non-compliant' });
    expect(changes([], [open])).toEqual({ ...none, opened: [[PROD]] });
  });

  test('is a rule that could not decide', () => {
    const undecided = aResult({ path: PROD, verdict: 'error' });
    expect(changes([], [undecided])).toEqual({ ...none, opened: [[PROD]] });
  });

  test('is a finding that is accepted, once for all environments', () => {
    const head = [accepted(STAGING, 'so it is'), accepted(PROD, 'so it is')];
    expect(changes([], head)).toEqual({ ...none, acknowledged: [[STAGING, PROD]] });
  });

  test('is another reason for the same', () => {
    const [was, is] = ['because', 'because of that'].map((note) => [accepted(PROD, note)]);
    expect(changes(was ?? [], is ?? [])).toEqual({ ...none, acknowledged: [[PROD]] });
  });

  test('is an acknowledgement that opens', () => {
    const open = aResult({ path: PROD, verdict: 'non-compliant' });
    expect(changes([accepted(PROD, 'so it is')], [open])).toEqual({ ...none, opened: [[PROD]] });
  });

  test('is nothing when the line of code has moved', () => {
    const was = accepted(PROD, 'so it is');
    const is = { ...was, resource: { ...was.resource, source: 'lib/elsewhere.ts:99' } };
    expect(changes([was], [is])).toEqual(none);
  });

  test('is nothing where a rule has passed, or does not apply', () => {
    const head = [aResult({ path: PROD }), aResult({ path: STAGING, verdict: 'not applicable' })];
    expect(changes([], head)).toEqual(none);
  });

  test('is less when a finding is gone', () => {
    const head = [aResult({ path: PROD })];
    expect(changes([accepted(PROD, 'so it is')], head)).toEqual({ ...none, closed: [[PROD]] });
  });
});
