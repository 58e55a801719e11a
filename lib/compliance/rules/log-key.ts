import type { PolicyRule } from '../policy-rule';
import { asRecord, listOf } from '../template-values';
import { statementsOf } from './statements';

const LOGS = 'logs.ap-northeast-1.amazonaws.com';

export const logKey: PolicyRule = {
  id: 'LogKey',
  statement: `The key of a log group must let ${LOGS} use it.`,
  reason:
    'CloudWatch Logs user guide: without it the log group fails to be made, and the stack with it.',
  check: ({ type, properties, resolve }) => {
    const key = resolve(properties['KmsKeyId']);
    if (type !== 'AWS::Logs::LogGroup' || key === undefined) return 'not applicable';
    const allowed = statementsOf(key.Properties?.['KeyPolicy']).some(
      ({ effect, principal }) =>
        effect === 'Allow' && listOf(asRecord(principal)['Service']).includes(LOGS),
    );
    return allowed ? [] : [`${LOGS} may not use the key`];
  },
};
