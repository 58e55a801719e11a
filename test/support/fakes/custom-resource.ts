import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse, Context } from 'aws-lambda';

/* CloudFormation with one custom resource in a stack, behind the provider framework of the CDK. */

type Handler = (event: CdkCustomResourceEvent, context: Context) => Promise<unknown>;
type Properties = Readonly<Record<string, unknown>>;
interface Answer extends CdkCustomResourceResponse {
  readonly RequestId: string;
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
}

/** What a function under the framework, which has 15 minutes, is given. */
const FUNCTION_MS = 14 * 60_000;

// the package does not export what it deploys
const RUNTIME = path.join(
  path.dirname(require.resolve('aws-cdk-lib/package.json')),
  'custom-resources/lib/provider-framework/runtime',
);
jest.mock('@aws-sdk/client-sfn', () => ({}), { virtual: true });

export class StackOfOne {
  /** What the events of the stack say of failures. */
  readonly reasons: string[] = [];
  private readonly underWay: Promise<unknown>[] = [];
  private readonly answers = new Map<string, (answer: Answer) => void>();
  private deployed: Properties | undefined;
  private physicalId: string | undefined;

  constructor(private readonly handler: Handler) {
    jest.spyOn(console, 'log').mockReturnValue(); // the framework tells of each step
    process.env['USER_ON_EVENT_FUNCTION_ARN'] = 'arn:aws:lambda:…:function:under-test';
    const outbound = load('outbound');
    outbound['invokeFunction'] = (call: { Payload: string }) => this.invoke(call.Payload);
    outbound['httpRequest'] = (_: unknown, body: string) => {
      const answer = JSON.parse(body) as Answer;
      this.answers.get(answer.RequestId)?.(answer);
      return Promise.resolve();
    };
  }

  /** Status of the stack after a deploy. @param givesUp CloudFormation waits no longer, after that */
  async deploy(properties: Properties, givesUp: Promise<unknown> = NEVER): Promise<string> {
    const before = this.deployed;
    const asked =
      before === undefined
        ? this.ask('Create', properties)
        : this.ask('Update', properties, before);
    this.underWay.push(asked);
    const answer = await Promise.race([asked, givesUp.then(() => undefined)]);
    // without an answer it makes up an id of its own (cloudformation-coverage-roadmap#1814)
    this.physicalId =
      answer?.PhysicalResourceId ?? this.physicalId ?? 'Stack-Resource-1A2B3C4D5E6F';
    if (answer?.Status === 'SUCCESS') {
      this.deployed = properties;
      return before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    }
    this.reasons.push(answer?.Reason ?? 'no answer in time');
    if (before === undefined) {
      const { Status } = await this.ask('Delete', properties);
      this.physicalId = undefined;
      return Status === 'SUCCESS' ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
    }
    const { Status } = await this.ask('Update', before, properties);
    return Status === 'SUCCESS' ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_FAILED';
  }

  async delete(): Promise<string> {
    const { Status } = await this.ask('Delete', this.deployed ?? {});
    return Status === 'SUCCESS' ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  }

  /** Once the calls that were given up have ended too. */
  async rest(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async ask(RequestType: string, now: Properties, old?: Properties): Promise<Answer> {
    const RequestId = randomUUID();
    const answer = new Promise<Answer>((resolve) => this.answers.set(RequestId, resolve));
    const onEvent = load('framework')['onEvent'] as (event: object) => Promise<void>;
    await onEvent({
      RequestType,
      RequestId,
      ResponseURL: 'https://cloudformation.example/answer',
      StackId: 'stack',
      LogicalResourceId: 'Resource',
      PhysicalResourceId: RequestType === 'Create' ? undefined : this.physicalId,
      ResourceProperties: { ServiceToken: 'framework', ...now },
      ...(old && { OldResourceProperties: { ServiceToken: 'framework', ...old } }),
    });
    return answer;
  }

  /** As Lambda answers. */
  private async invoke(payload: string) {
    const end = Date.now() + FUNCTION_MS;
    const context = { getRemainingTimeInMillis: () => end - Date.now() } as Context;
    try {
      const result = await this.handler(JSON.parse(payload) as CdkCustomResourceEvent, context);
      return { Payload: JSON.stringify(result ?? null) };
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { Payload: JSON.stringify({ errorMessage }), FunctionError: 'Unhandled' };
    }
  }
}

const NEVER = new Promise<never>(() => undefined);

function load(name: string): Record<string, unknown> {
  return jest.requireActual(path.join(RUNTIME, `${name}.js`));
}
