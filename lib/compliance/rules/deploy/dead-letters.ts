import type { PolicyRule } from '../../policy-rule';
import { at, literalText } from '../../template-values';

/** SQS developer guide, "Using dead-letter queues": a message keeps its age when it is moved. */
export const deadLetters: PolicyRule = {
  id: 'DeadLetters',
  statement: 'Dead letters must go to another queue, and be kept as long as messages at least.',
  reason:
    'SQS refuses what is no queue; a letter that is kept for less is deleted before it is seen.',
  check: ({ type, properties, resolve }) => {
    const target = at(properties, 'RedrivePolicy.deadLetterTargetArn');
    if (type !== 'AWS::SQS::Queue' || target === undefined) return 'not applicable';
    const queue = resolve(target);
    const own = String(properties['QueueName']);
    return [
      ...(literalText(target).split(':').at(-1) === own ? ['the queue itself'] : []),
      ...(queue !== undefined && queue.Type !== 'AWS::SQS::Queue' ? [queue.Type] : []),
      ...(queue !== undefined && keptFor(queue.Properties) < keptFor(properties)
        ? [`MessageRetentionPeriod=${keptFor(queue.Properties)}`]
        : []),
    ];
  },
};

const FOUR_DAYS = 345_600;

/** Seconds; four days unless told otherwise. */
function keptFor(properties: Readonly<Record<string, unknown>> = {}): number {
  return Number(properties['MessageRetentionPeriod'] ?? FOUR_DAYS);
}
