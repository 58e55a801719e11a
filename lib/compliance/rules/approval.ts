import type { PolicyRule } from '../policy-rule';
import { asRecord, at, listOf, literalText } from '../template-values';

/** A pipeline changes itself: without this rule, a change could take the question away unasked. */
export const approval: PolicyRule = {
  id: 'Approval',
  statement: 'A pipeline must ask a person before it deploys to an audited environment.',
  reason: 'What customers depend on changes only when somebody has decided that it shall.',
  check: ({ type, properties }, { auditedSuffixes }) => {
    if (type !== 'AWS::CodePipeline::Pipeline') return 'not applicable';
    const stages = listOf(properties['Stages']).map(asRecord);
    const asks = stages.findIndex((stage) => categoriesIn(stage).includes('Approval'));
    return stages
      .filter((_, index) => asks < 0 || index < asks)
      .filter((stage) => deploysTo(stage, auditedSuffixes))
      .map(({ Name: name }) => literalText(name));
  },
};

function categoriesIn(stage: Readonly<Record<string, unknown>>): unknown[] {
  return listOf(stage['Actions']).map((action) => at(asRecord(action), 'ActionTypeId.Category'));
}

function deploysTo(stage: Readonly<Record<string, unknown>>, suffixes: readonly string[]): boolean {
  return listOf(stage['Actions'])
    .map((action) => literalText(at(asRecord(action), 'Configuration.StackName')))
    .some((stack) => suffixes.some((suffix) => stack.startsWith(`StreamTech-${suffix}-`)));
}
