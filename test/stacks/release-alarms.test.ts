import { Template } from 'aws-cdk-lib/assertions';
import { authorize } from '../../src/api/authorizer';
import { ApplicationStage } from '../../lib/stages/application-stage';
import { aConfig } from '../support/factories/config';
import { placeholderEntries as entries } from '../support/factories/stage';
import { type AlarmProperties, type Figures, isInAlarm } from '../support/alarm-state';
import { anApp } from '../support/factories/app';

/*
 * The alarms that speak against a release, by their own definitions, under what a client or a quiet
 * night can do. `npm run pipeline` stops at any of them.
 */

interface Answer {
  readonly status: number;
  readonly latencyMs: number;
  readonly authorizerFailed?: boolean;
}

describe('the alarms that speak against a release', () => {
  let alarms: Record<string, AlarmProperties>;
  beforeAll(() => {
    const stage = new ApplicationStage(anApp(), 'StreamTech-test', {
      config: aConfig(),
      entries,
      watcherArn: 'arn:aws:iam::444444444444:role/streamtech-watch-build-main',
    });
    const template = Template.fromStack(stage.stacks.monitoring);
    const named = JSON.stringify(template.findOutputs('ReleaseAlarms'));
    alarms = Object.fromEntries(
      Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
        .filter(([id]) => named.includes(`"${id}"`))
        .map(([, { Properties }]) => Properties as AlarmProperties & { AlarmName: string })
        .map((properties) => [
          properties.AlarmName.replace(/^streamtech-|-test$/g, ''),
          properties,
        ]),
    );
  });

  const inAlarm = (...periods: Figures[]) =>
    Object.entries(alarms)
      .filter(([, alarm]) => isInAlarm(alarm, periods))
      .map(([name]) => name);
  const hour = (figures: Figures) => Array.from({ length: 12 }, () => figures);

  it('are these', () => {
    expect(Object.keys(alarms).sort()).toEqual([
      'api-errors',
      'api-latency',
      'authorizer-errors',
      'cache-down',
      'dead-letters',
      'measuring-dead-letters',
      'processing-errors',
      'undelivered-events',
    ]);
  });

  it('are silent when nobody asks', () => {
    expect(inAlarm(...hour({}))).toEqual([]);
  });

  it.each<Record<string, string>>([{}, { 'x-api-key': 'st_wrong' }])(
    'are silent when clients bring %p',
    async (headers) => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => answerOf({ headers })));
      expect(answers.map(({ status }) => status)).toContain(401);
      expect(inAlarm(...hour(figuresOf(answers)))).toEqual([]);
    },
  );

  it('are silent when all that is asked starts a function', () => {
    const cold = { status: 200, latencyMs: 2500 };
    expect(inAlarm(...hour(figuresOf([cold])))).toEqual([]);
    expect(inAlarm(...hour(figuresOf(many(40, cold))))).toEqual([]);
  });

  it('are silent when a busy hour starts a few', () => {
    const answers = [...many(1995, ANSWERED), ...many(5, { status: 200, latencyMs: 2500 })];
    expect(inAlarm(...hour(figuresOf(answers)))).toEqual([]);
  });

  it('go into ALARM when keys can not be checked', async () => {
    const authenticate = () => Promise.reject(new Error('the secret can not be read'));
    const answer = await answerOf({ headers: { 'x-api-key': 'st_right' }, authenticate });
    expect(inAlarm(...hour(figuresOf([answer])))).toEqual(['api-errors', 'authorizer-errors']);
  });

  it('go into ALARM when requests fail', () => {
    const answers = [...many(98, ANSWERED), ...many(2, { status: 500, latencyMs: 50 })];
    expect(inAlarm(...hour(figuresOf(answers)))).toEqual(['api-errors']);
  });

  it('go into ALARM when many requests are slow', () => {
    const answers = [...many(980, ANSWERED), ...many(20, { status: 200, latencyMs: 1500 })];
    expect(inAlarm(...hour(figuresOf(answers)))).toEqual(['api-latency']);
  });

  it('go into ALARM when videos fail by a fault of ours', () => {
    const figures = { 'StreamTech ProcessingError Sum': 6 };
    expect(inAlarm(...hour(figures))).toEqual(['processing-errors']);
  });
});

const ANSWERED: Answer = { status: 200, latencyMs: 40 };

function many(count: number, answer: Answer): Answer[] {
  return Array.from({ length: count }, () => answer);
}

/** What the gateway makes of the authorizer's own answer. */
async function answerOf({
  headers,
  authenticate = () => Promise.resolve(null),
}: {
  headers: Record<string, string>;
  authenticate?: () => Promise<null>;
}): Promise<Answer> {
  try {
    const { policyDocument } = await authorize(
      { headers, methodArn: 'a/b/GET/c' },
      { authenticate },
    );
    const [statement] = policyDocument.Statement;
    return { status: statement?.Effect === 'Allow' ? 200 : 401, latencyMs: 30 };
  } catch (error) {
    const isNoKey = (error as Error).message === 'Unauthorized';
    return { status: isNoKey ? 401 : 500, latencyMs: 30, authorizerFailed: true };
  }
}

/** As API Gateway and Lambda count it. */
function figuresOf(answers: readonly Answer[]): Figures {
  const share = (isCounted: (answer: Answer) => boolean) =>
    answers.filter(isCounted).length / answers.length;
  const byLatency = answers.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  return {
    'AWS/ApiGateway Count Sum': answers.length,
    'AWS/ApiGateway 4XXError Average': share(({ status }) => status >= 400 && status < 500),
    'AWS/ApiGateway 5XXError Average': share(({ status }) => status >= 500),
    'AWS/ApiGateway Latency p99': byLatency[Math.ceil(0.99 * answers.length) - 1] ?? 0,
    'AWS/Lambda Errors Sum': answers.filter(({ authorizerFailed }) => authorizerFailed).length,
  };
}
