import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  type PipelineExecutionSummary,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
} from '@aws-sdk/client-codepipeline';
import type { ProductionRun } from './measures';

export interface Production {
  readonly pipelineName: string;
  /** The last stage of the pipeline. */
  readonly stageName: string;
}

/** Runs that have started since then and have reached production, as CodePipeline remembers them. */
export async function productionRuns(
  client: CodePipelineClient,
  { pipelineName, stageName }: Production,
  since: Date,
): Promise<ProductionRun[]> {
  const runs: ProductionRun[] = [];
  for (const execution of await executionsSince(client, pipelineName, since)) {
    const { pipelineExecutionId } = execution;
    const actions: ActionExecutionDetail[] = [];
    const input = { pipelineName, filter: { pipelineExecutionId } };
    for await (const page of paginateListActionExecutions({ client }, input)) {
      actions.push(...(page.actionExecutionDetails ?? []));
    }
    const inProduction = actions.filter((action) => action.stageName === stageName);
    if (inProduction.length > 0) runs.push(runOf(execution, actions, inProduction));
  }
  return runs;
}

/** CodePipeline lists the newest first. */
async function executionsSince(
  client: CodePipelineClient,
  pipelineName: string,
  since: Date,
): Promise<PipelineExecutionSummary[]> {
  const found: PipelineExecutionSummary[] = [];
  for await (const page of paginateListPipelineExecutions({ client }, { pipelineName })) {
    const executions = page.pipelineExecutionSummaries ?? [];
    const recent = executions.filter(
      ({ startTime }) => startTime !== undefined && startTime >= since,
    );
    found.push(...recent);
    if (recent.length < executions.length) break;
  }
  return found;
}

function runOf(
  { executionType, status, lastUpdateTime }: PipelineExecutionSummary,
  actions: readonly ActionExecutionDetail[],
  inProduction: readonly ActionExecutionDetail[],
): ProductionRun {
  const failures = inProduction
    .filter((action) => action.status === 'Failed')
    .flatMap((action) => action.lastUpdateTime?.getTime() ?? []);
  return {
    isRollback: executionType === 'ROLLBACK',
    committedAt: commitTime(actions),
    failedAt: failures.length === 0 ? null : new Date(Math.min(...failures)),
    succeededAt: status === 'Succeeded' ? (lastUpdateTime ?? null) : null,
  };
}

/** Either kind of source tells when its commit was written. */
function commitTime(actions: readonly ActionExecutionDetail[]): Date | null {
  const [written] = actions.flatMap(({ output }) => output?.outputVariables?.['AuthorDate'] ?? []);
  const time = new Date(written ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time;
}
