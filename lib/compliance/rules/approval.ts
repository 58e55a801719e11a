import type { PolicyRule } from '../policy-rule';
import { asRecord, at, listOf, literalText } from '../template-values';

/** A pipeline changes itself: without this rule, a change could remove the manual approval without one. */
export const approval: PolicyRule = {
  id: 'Approval',
  statement:
    'A pipeline must ask a person before it deploys to an audited environment, and not skip that.',
  reason: 'What customers depend on changes only when somebody has decided that it shall.',
  check: ({ type, properties }, { auditedSuffixes }) => {
    if (type !== 'AWS::CodePipeline::Pipeline') return 'not applicable';
    const stages = listOf(properties['Stages']).map(asRecord);
    return stages
      .filter((stage) => stacksIn(stage).some((stack) => isOf(stack, auditedSuffixes)))
      .filter((stage) => !isAsked(stages, stages.indexOf(stage)))
      .map(({ Name: name }) => literalText(name));
  },
};

type Stage = Readonly<Record<string, unknown>>;

/** Whether an approval follows the deploy of the environment before; an earlier one was for that environment. */
function isAsked(stages: readonly Stage[], index: number): boolean {
  const before = stages.findLastIndex((stage, i) => i < index && stacksIn(stage).length > 0);
  return stages.slice(before + 1, index + 1).some(asksFirst);
}

/** Before anything else in the stage is deployed, and whatever a condition of the stage says. */
function asksFirst(stage: Stage): boolean {
  const [question, deploy] = ['Approval', 'Deploy'].map((category) => firstOf(stage, category));
  return question !== undefined && (deploy === undefined || question < deploy) && !isSkipped(stage);
}

/** Place in the stage of the first action of a category; actions of the same place run together. */
function firstOf(stage: Stage, category: string): number | undefined {
  const orders = listOf(stage['Actions'])
    .map(asRecord)
    .filter((action) => at(action, 'ActionTypeId.Category') === category)
    .map(({ RunOrder: order }) => Number(order ?? 1));
  return orders.length === 0 ? undefined : Math.min(...orders);
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html */
function isSkipped(stage: Stage): boolean {
  return listOf(at(stage, 'BeforeEntry.Conditions')).some(
    (condition) => at(asRecord(condition), 'Result') === 'SKIP',
  );
}

/** Names of the stacks of environments that it deploys. */
function stacksIn(stage: Stage): string[] {
  return listOf(stage['Actions'])
    .map((action) => literalText(at(asRecord(action), 'Configuration.StackName')))
    .filter((stack) => stack.startsWith('StreamTech-'));
}

function isOf(stack: string, suffixes: readonly string[]): boolean {
  return suffixes.some((suffix) => stack.startsWith(`StreamTech-${suffix}-`));
}
