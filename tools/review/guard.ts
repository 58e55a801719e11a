import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { asDeployed, deployedTemplates } from './deployed';
import { TRAILER, trailerIn, messageOfRun } from './commit-trailer';
import { readStage } from './read-templates';
import { type Review, reviewOf } from './review';
import { counted } from '../terminal/amounts';

/** What is guarded, and what would become of it. */
export interface Guarded {
  /** ARN of the pipeline's stack. */
  readonly stackId: string;
  readonly pipeline: string;
  /** The run that would change it. */
  readonly execution: string;
  /** Folder of what was synthesized. */
  readonly assembly: string;
}

interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly codePipeline: CodePipelineClient;
}

/** What a run would make of its own pipeline. @throws when the pipeline's stack is not there to compare with */
export async function reviewPipeline(clients: Clients, guarded: Guarded): Promise<Review> {
  const { stackId, pipeline, execution, assembly } = guarded;
  const { [stackId]: template } = await deployedTemplates(clients.cloudFormation, [stackId]);
  if (template === undefined) throw new Error(`'${stackId}' is not deployed`);
  const name = stackId.split('/')[1] ?? stackId;
  const message = await messageOfRun(clients.codePipeline, pipeline, execution);
  return reviewOf(
    { templates: asDeployed({ [name]: template }), judged: undefined },
    { templates: asDeployed(readStage(assembly)), judged: undefined },
    trailerIn(message),
  );
}

/** @throws with every change of safeguards, unless the commit confirms them */
export function stopUnlessConfirmed({ safeguards, reason }: Review): void {
  if (safeguards.length === 0 || reason !== undefined) return;
  throw new Error(
    [
      ...listed(safeguards),
      `the pipeline's safeguards change in ${counted(safeguards.length, 'place')}; ` +
        `undo that, or confirm it by a line in the commit's message: '${TRAILER}: why'`,
    ].join('\n'),
  );
}

/** A mail of a change that goes on because its commit says so; undefined when there is none. */
export function confirmationOf({ safeguards, reason }: Review, run: string): string | undefined {
  if (safeguards.length === 0 || reason === undefined) return undefined;
  return [
    `Run ${run} changes the safeguards of the pipeline in ${counted(safeguards.length, 'place')}.`,
    `Its commit gives the reason: ${reason}`,
    ...listed(safeguards.slice(0, MAX_TOLD)),
    ...(safeguards.length > MAX_TOLD ? ['All are in the evidence of its Guard.'] : []),
  ].join('\n\n');
}

/** SNS takes 256 KB; a mail is read on a phone. */
const MAX_TOLD = 20;

function listed(safeguards: Review['safeguards']): string[] {
  return safeguards.map(({ what, was, is }) => `${what}\n  was: ${was}\n  is:  ${is}`);
}
