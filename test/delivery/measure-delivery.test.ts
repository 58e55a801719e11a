import {
  type ActionExecutionDetail,
  CodePipelineClient,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type * as Entry from '../../src/entries/measure-delivery.lambda';
import { productionRuns } from '../../src/delivery/production-runs';

const PRODUCTION = { pipelineName: 'streamtech-pipeline-main', stageName: 'StreamTech-prod' };
const NOW = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

interface Recorded {
  readonly execution: PipelineExecutionSummary;
  readonly actions: ActionExecutionDetail[];
}

/** A run as CodePipeline tells of it, the parts that matter here. */
function aRun(id: string, days: number, change: Partial<PipelineExecutionSummary> = {}): Recorded {
  const started = daysAgo(days);
  const ended = new Date(started.getTime() + 2 * 3_600_000);
  return {
    execution: {
      pipelineExecutionId: id,
      status: 'Succeeded',
      executionType: 'STANDARD',
      startTime: started,
      lastUpdateTime: ended,
      ...change,
    },
    actions: [
      { stageName: PRODUCTION.stageName, status: 'Succeeded', lastUpdateTime: ended },
      {
        stageName: 'Source',
        status: 'Succeeded',
        output: { outputVariables: { CommitId: 'abc', AuthorDate: started.toISOString() } },
      },
    ],
  };
}

function inProduction(
  run: Recorded,
  status: 'Failed' | 'Succeeded',
  lastUpdateTime: Date,
): Recorded {
  const { stageName } = PRODUCTION;
  return { ...run, actions: [{ stageName, status, lastUpdateTime }, ...run.actions] };
}

/** CodePipeline with this history, the newest first, two runs a page. */
function remembers(...runs: Recorded[]): { readonly pages: number } {
  const seen = { pages: 0 };
  const send = jest.spyOn(CodePipelineClient.prototype, 'send') as unknown as jest.SpyInstance<
    Promise<object>,
    [{ input: { nextToken?: string; filter?: { pipelineExecutionId: string } } }]
  >;
  send.mockImplementation(({ input: { nextToken, filter } }) => {
    if (filter) {
      const run = runs.find(
        (each) => each.execution.pipelineExecutionId === filter.pipelineExecutionId,
      );
      return Promise.resolve({ actionExecutionDetails: run?.actions });
    }
    seen.pages += 1;
    const from = Number(nextToken ?? 0);
    return Promise.resolve({
      pipelineExecutionSummaries: runs.slice(from, from + 2).map(({ execution }) => execution),
      nextToken: from + 2 < runs.length ? String(from + 2) : undefined,
    });
  });
  return seen;
}

const client = new CodePipelineClient({ region: 'ap-northeast-1' });
const read = () => productionRuns(client, PRODUCTION, daysAgo(60));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('what CodePipeline remembers', () => {
  test('is the commit’s time and when its run had succeeded', async () => {
    remembers(aRun('one', 3));
    expect(await read()).toEqual([
      {
        isRollback: false,
        committedAt: daysAgo(3),
        failedAt: null,
        succeededAt: new Date(daysAgo(3).getTime() + 2 * 3_600_000),
      },
    ]);
  });

  test('is the first failure in production of a run, tried again or not', async () => {
    const retried = inProduction(
      inProduction(aRun('one', 3), 'Failed', daysAgo(2)),
      'Failed',
      daysAgo(1),
    );
    remembers(retried);
    expect(await read()).toEqual([expect.objectContaining({ failedAt: daysAgo(2) })]);
  });

  test('has rollbacks, which have no commit of their own', async () => {
    const { execution, actions } = aRun('one', 3, { executionType: 'ROLLBACK' });
    remembers({ execution, actions: actions.slice(0, 1) });
    expect(await read()).toEqual([
      expect.objectContaining({ isRollback: true, committedAt: null }),
    ]);
  });

  test('leaves out a run that stopped before production', async () => {
    const { execution, actions } = aRun('one', 3, { status: 'Failed' });
    remembers({ execution, actions: actions.slice(1) });
    expect(await read()).toEqual([]);
  });

  test('is read no further back than is asked for', async () => {
    const seen = remembers(...[1, 30, 59, 61, 90, 200].map((days) => aRun(String(days), days)));
    expect(await read()).toHaveLength(3);
    expect(seen.pages).toBe(2);
  });
});

describe('the function', () => {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate'] });
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    Object.assign(process.env, {
      ENVIRONMENT_SUFFIX: 'main',
      PIPELINE_NAME: PRODUCTION.pipelineName,
      PRODUCTION_STAGE: PRODUCTION.stageName,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function published(): Promise<Record<string, unknown>> {
    const { handler } = jest.requireActual<typeof Entry>(
      '../../src/entries/measure-delivery.lambda',
    );
    await handler();
    const line = said.flatMap((text) => text.split('\n')).find((text) => text.includes('_aws'));
    return JSON.parse(line ?? '{}') as Record<string, unknown>;
  }

  test('publishes the four measures of the last 30 days', async () => {
    const failed = inProduction(aRun('bad', 10, { status: 'Failed' }), 'Failed', daysAgo(10));
    remembers(
      aRun('new', 1),
      aRun('back', 9, { executionType: 'ROLLBACK' }),
      failed,
      aRun('old', 40),
    );
    expect(await published()).toMatchObject({
      Environment: 'main',
      Deployments: 1,
      LeadTimeHours: 2,
      ChangeFailurePercent: 50,
      TimeToRestoreHours: 26,
    });
  });

  test('publishes no lead time of deployments that were not', async () => {
    remembers();
    const metrics = await published();
    expect(metrics).toMatchObject({ Deployments: 0 });
    expect(metrics).not.toHaveProperty('LeadTimeHours');
  });
});
