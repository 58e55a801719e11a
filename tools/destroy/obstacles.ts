import type { Deployment, DeployedStack } from './deployment';

/** What must be put right before anything is deleted, with the remedy. None = it can begin. */
export function obstacles({ stacks, environmentSuffix }: Deployment): string[] {
  const names = stacks.map(({ name }) => name);
  return stacks.flatMap((stack) => [
    ...belongsTo(stack, environmentSuffix),
    ...isAtRest(stack),
    ...isNotUsedBeyond(stack, names),
  ]);
}

/** Of a pipeline: it goes last. */
export function stagesFirst(standing: readonly string[]): string[] {
  return standing.length === 0
    ? []
    : [
        `stages of the pipeline are still deployed: ${standing.join(', ')}; ` +
          'destroy each of them first: npm run destroy -- SUFFIX',
      ];
}

function belongsTo({ isOurs, name }: DeployedStack, environmentSuffix: string): string[] {
  return isOurs
    ? []
    : [
        `'${name}' is not tagged Project=StreamTech and Environment=${environmentSuffix}; ` +
          'if it is of the platform, deploy it again, which tags it; else delete it by hand',
      ];
}

/** A stack that is being deleted is waited for; one that never was more than a change set can go. */
function isAtRest({ status, name }: DeployedStack): string[] {
  const rests = !status.endsWith('_IN_PROGRESS');
  return rests || ['DELETE_IN_PROGRESS', 'REVIEW_IN_PROGRESS'].includes(status)
    ? []
    : [`'${name}' is being changed (${status}); wait for it: npm run pipeline -- watch`];
}

function isNotUsedBeyond({ importers, name }: DeployedStack, names: readonly string[]): string[] {
  const others = importers.filter((importer) => !names.includes(importer));
  return others.length === 0
    ? []
    : [
        `what '${name}' exports is imported by stacks of others: ${others.join(', ')}; ` +
          'delete or change these first',
      ];
}
