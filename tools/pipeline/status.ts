import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  paginateListActionExecutions,
  type PipelineExecutionSummary,
  type StageState,
} from '@aws-sdk/client-codepipeline';

/** One run of the pipeline, as far as it has come. */
export interface PipelineStatus {
  readonly pipeline: string;
  readonly execution: string;
  /** As CodePipeline says it: `InProgress`, `Succeeded`, `Failed`, `Stopped`, `Superseded`, … */
  readonly status: string;
  /** The commit, and the first line of its message; empty before the source was read. */
  readonly revision: string;
  readonly message: string;
  readonly stages: readonly StageStatus[];
  /** The question that waits for an answer, when it is about this run. */
  readonly approval: Approval | null;
  /** Runs that began after it and are not over, newest first: while it waits, so do they. */
  readonly newer: readonly Pick<PipelineStatus, 'execution' | 'revision' | 'message'>[];
}

export interface StageStatus {
  readonly name: string;
  /** `Waiting` where the run has not come yet. */
  readonly status: string;
  readonly actions: readonly ActionStatus[];
}

export interface ActionStatus {
  readonly name: string;
  readonly status: string;
  /** So far, when it has not ended; null before it has started. */
  readonly seconds: number | null;
  /** What it says of itself; for a failure, why. */
  readonly summary: string;
  /** Where its log or its question is. */
  readonly link: string;
}

export interface Approval {
  readonly stage: string;
  readonly action: string;
  /** Answers this question and no other. */
  readonly token: string;
  /** What is asked, with the review's verdict, the tests and where the evidence is. */
  readonly question: string;
  /** Where the review is. */
  readonly link: string;
}

/** The run of that id, else the newest. @throws when there is none */
export async function readStatus(
  client: CodePipelineClient,
  pipeline: string,
  wanted?: string,
): Promise<PipelineStatus> {
  const { pipelineExecutionSummaries: executions = [] } = await client.send(
    new ListPipelineExecutionsCommand({ pipelineName: pipeline, maxResults: 100 }),
  );
  const index =
    wanted === undefined ? 0 : executions.findIndex(({ pipelineExecutionId: id }) => id === wanted);
  const execution = executions[index];
  if (execution?.pipelineExecutionId === undefined) throw new NoExecutionError(pipeline, wanted);
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: pipeline }));
  const actions = await actionsOf(client, pipeline, execution.pipelineExecutionId);
  const newer = executions.slice(0, index).filter(({ status }) => status === 'InProgress');
  return statusOf(pipeline, execution, newer, stageStates, actions);
}

/** There is nothing to show. */
export class NoExecutionError extends Error {
  constructor(pipeline: string, wanted?: string) {
    super(
      wanted === undefined
        ? `'${pipeline}' has no execution yet; start it with: npm run pipeline -- start`
        : `'${wanted}' is none of the last 100 executions of '${pipeline}'`,
    );
    this.name = 'NoExecutionError';
  }
}

/** Newest first: an action that was tried again comes before its earlier failure. */
async function actionsOf(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<ActionExecutionDetail[]> {
  const actions: ActionExecutionDetail[] = [];
  const pages = paginateListActionExecutions(
    { client },
    { pipelineName, filter: { pipelineExecutionId } },
  );
  for await (const { actionExecutionDetails = [] } of pages) {
    actions.push(...actionExecutionDetails);
  }
  return actions;
}

function statusOf(
  pipeline: string,
  execution: PipelineExecutionSummary,
  newer: readonly PipelineExecutionSummary[],
  states: readonly StageState[],
  details: readonly ActionExecutionDetail[],
): PipelineStatus {
  const about = sourceOf(execution);
  const id = about.execution;
  return {
    pipeline,
    ...about,
    status: execution.status ?? 'Unknown',
    stages: states.map((state) => stageOf(state, id, details)),
    approval: approvalIn(states, id, details),
    newer: newer.map(sourceOf),
  };
}

function sourceOf({ pipelineExecutionId, sourceRevisions = [] }: PipelineExecutionSummary) {
  const [revision] = sourceRevisions;
  return {
    execution: pipelineExecutionId ?? '',
    revision: revision?.revisionId ?? '',
    message: messageIn(revision?.revisionSummary ?? ''),
  };
}

/** A connection gives the summary as JSON, CodeCommit as it is. */
function messageIn(summary: string): string {
  const [, message] = /"CommitMessage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(summary) ?? [];
  const text = message === undefined ? summary : String(JSON.parse(message));
  return text.split('\n')[0] ?? '';
}

function stageOf(
  state: StageState,
  execution: string,
  details: readonly ActionExecutionDetail[],
): StageStatus {
  const { stageName: name = '', actionStates = [], latestExecution } = state;
  const isHere = latestExecution?.pipelineExecutionId === execution;
  const actions = actionStates.map(({ actionName = '' }) =>
    actionOf(
      actionName,
      details.find((detail) => detail.stageName === name && detail.actionName === actionName),
    ),
  );
  const passed = actions.some(({ seconds }) => seconds !== null) ? 'Succeeded' : 'Waiting';
  return { name, status: isHere ? (latestExecution.status ?? passed) : passed, actions };
}

function actionOf(name: string, detail: ActionExecutionDetail | undefined): ActionStatus {
  if (detail === undefined)
    return { name, status: 'Waiting', seconds: null, summary: '', link: '' };
  const { executionResult: result } = detail.output ?? {};
  const isOver = detail.status !== 'InProgress';
  const until = isOver ? detail.lastUpdateTime : new Date();
  const milliseconds = (until?.getTime() ?? 0) - (detail.startTime?.getTime() ?? 0);
  return {
    name,
    status: detail.status ?? 'Unknown',
    seconds: Math.max(0, Math.round(milliseconds / 1000)),
    summary: result?.errorDetails?.message ?? result?.externalExecutionSummary ?? '',
    link: result?.externalExecutionUrl ?? '',
  };
}

function approvalIn(
  states: readonly StageState[],
  execution: string,
  details: readonly ActionExecutionDetail[],
): Approval | null {
  for (const { stageName: stage = '', latestExecution, actionStates = [] } of states) {
    if (latestExecution?.pipelineExecutionId !== execution) continue;
    for (const { actionName: action = '', latestExecution: latest } of actionStates) {
      if (latest?.status === 'InProgress' && latest.token !== undefined) {
        const asked = details.find(
          (each) => each.stageName === stage && each.actionName === action,
        );
        const { CustomData: question = '', ExternalEntityLink: link = '' } =
          asked?.input?.resolvedConfiguration ?? {};
        return { stage, action, token: latest.token, question, link };
      }
    }
  }
  return null;
}
