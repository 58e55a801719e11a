import {
  type ActionExecutionDetail,
  CodePipelineClient,
  type ListPipelineExecutionsCommandOutput,
  type StageState,
} from '@aws-sdk/client-codepipeline';

/** What CodePipeline answers, as recorded from one, and what it was asked to change. */
export interface CodePipelineFake {
  readonly client: CodePipelineClient;
  /** Commands that change something, by name, with their input. */
  readonly changes: { readonly command: string; readonly input: unknown }[];
  /** What it answers from now on. */
  answer(next: Partial<Recording>): void;
}

export interface Recording {
  readonly executions: NonNullable<
    ListPipelineExecutionsCommandOutput['pipelineExecutionSummaries']
  >;
  readonly stages: StageState[];
  readonly actions: ActionExecutionDetail[];
}

export const OLD = '11111111-1111-4111-8111-111111111111';
export const NEW = '22222222-2222-4222-8222-222222222222';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 3, minute));

function done(stageName: string, actionName: string, from: number, to: number) {
  const times = { startTime: at(from), lastUpdateTime: at(to) };
  return {
    pipelineExecutionId: NEW,
    stageName,
    actionName,
    status: 'Succeeded',
    ...times,
  } as const;
}

/** A run that waits for its approval; prod is still as the run before has left it. */
export const waiting: Recording = {
  executions: [
    {
      pipelineExecutionId: NEW,
      status: 'InProgress',
      sourceRevisions: [
        {
          actionName: 'Source',
          revisionId: '3cdfaba0',
          revisionSummary:
            '{"ProviderType":"GitHub","CommitMessage":"字幕を読む \\"fast\\"\\n\\nand more"}',
        },
      ],
    },
    { pipelineExecutionId: OLD, status: 'Succeeded' },
  ],
  stages: [
    stage('Build', NEW, 'Succeeded', [{ actionName: 'Synth' }]),
    stage('Approval', NEW, 'InProgress', [
      { actionName: 'Approve', latestExecution: { status: 'InProgress', token: 'token-of-new' } },
    ]),
    stage('StreamTech-prod', OLD, 'Succeeded', [{ actionName: 'Network.Deploy' }]),
  ],
  actions: [
    {
      ...done('Approval', 'Approve', 12, 12),
      status: 'InProgress',
      input: {
        resolvedConfiguration: {
          CustomData: 'Deploy revision 3cdfaba0 to production? Change review: harmless.',
          ExternalEntityLink: 'https://review',
        },
      },
    },
    done('Build', 'Synth', 1, 4),
  ],
};

export function stage(
  stageName: string,
  pipelineExecutionId: string,
  status: 'Succeeded' | 'InProgress' | 'Failed',
  actionStates: StageState['actionStates'],
): StageState {
  return { stageName, latestExecution: { pipelineExecutionId, status }, actionStates };
}

export function aCodePipeline(recording: Recording = waiting): CodePipelineFake {
  let current = recording;
  const changes: CodePipelineFake['changes'] = [];
  const client = new CodePipelineClient({ region: 'ap-northeast-1' });
  const answers: Record<string, () => unknown> = {
    ListPipelineExecutionsCommand: () => ({ pipelineExecutionSummaries: current.executions }),
    GetPipelineStateCommand: () => ({ stageStates: current.stages }),
    ListActionExecutionsCommand: () => ({ actionExecutionDetails: current.actions }),
    StartPipelineExecutionCommand: () => ({ pipelineExecutionId: NEW }),
  };
  jest.spyOn(client, 'send').mockImplementation((command: { input: unknown }) => {
    const { name } = command.constructor;
    if (!/^(Get|List)/.test(name)) changes.push({ command: name, input: command.input });
    return Promise.resolve(answers[name]?.() ?? {}) as never;
  });
  return {
    client,
    changes,
    answer: (next) => {
      current = { ...current, ...next };
    },
  };
}
