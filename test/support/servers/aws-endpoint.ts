import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Template } from '../../../tools/review/templates';

/** What programs of their own process ask AWS in a review. */
export interface AwsAnswers {
  /** Deployed templates by the name or the ARN of their stack. */
  readonly templates: Readonly<Record<string, Template>>;
  /** What the commit of every run says. */
  readonly message: string;
  /**
   * What ECR answers, by the name of the action.
   * @default it is not asked
   */
  readonly registry?: Readonly<Record<string, object>>;
}

/** CloudFormation, CodePipeline and ECR as they speak over HTTP. */
export async function anAwsEndpoint(
  answers: AwsAnswers,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = new URLSearchParams(Buffer.concat(chunks).toString());
      const [, action = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
      const json =
        action === 'ListActionExecutions'
          ? actionExecutions(answers)
          : answers.registry?.[action] && JSON.stringify(answers.registry[action]);
      const { status, text } =
        json === undefined ? cloudFormation(answers, body) : { status: 200, text: json };
      response.writeHead(status, {
        'content-type': json === undefined ? 'text/xml' : 'application/x-amz-json-1.1',
      });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function actionExecutions({ message }: AwsAnswers): string {
  const output = { outputVariables: { CommitId: '3cdfaba0', CommitMessage: message } };
  return JSON.stringify({ actionExecutionDetails: [{ stageName: 'Source', output }] });
}

function cloudFormation({ templates }: AwsAnswers, body: URLSearchParams) {
  const [action, stack] = [body.get('Action') ?? '', body.get('StackName') ?? ''];
  const template = templates[stack];
  if (template === undefined) {
    const said = `<Code>ValidationError</Code><Message>Stack with id ${stack} does not exist</Message>`;
    const text = `<ErrorResponse><Error><Type>Sender</Type>${said}</Error></ErrorResponse>`;
    return { status: 400, text };
  }
  const result =
    action === 'DescribeStacks'
      ? `<Stacks><member><StackName>${stack}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus></member></Stacks>`
      : `<TemplateBody><![CDATA[${JSON.stringify(template)}]]></TemplateBody>`;
  const text = `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, text };
}
