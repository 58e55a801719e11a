import {
  CloudFormationClient,
  CloudFormationServiceException,
} from '@aws-sdk/client-cloudformation';
import type { Template } from '../../../tools/review/templates';

/** What CloudFormation says of a stack, as recorded from one: its template, its state, or a refusal. */
export type Answer =
  | { readonly template: Template; readonly status?: string }
  | { readonly error: CloudFormationServiceException };

interface Input {
  readonly StackName?: string;
  readonly TemplateStage?: string;
}

/** Of a stack that nobody has deployed. */
export const missing = (stack: string): Answer =>
  refusal('ValidationError', `Stack with id ${stack} does not exist`, 400);

export function refusal(name: string, message: string, httpStatusCode: number): Answer {
  const error = new CloudFormationServiceException({
    name,
    message,
    $fault: 'client',
    $metadata: { httpStatusCode },
  });
  return { error };
}

/** A client of the stacks by name or ARN; what is not said is missing. */
export function aCloudFormation(answers: Readonly<Record<string, Answer>>): CloudFormationClient {
  const client = new CloudFormationClient({ region: 'ap-northeast-1' });
  jest.spyOn(client, 'send').mockImplementation((command: { input: object }) => {
    const { StackName: name = '', TemplateStage: form } = command.input as Input;
    const answer = answers[name] ?? missing(name);
    if ('error' in answer) return Promise.reject(answer.error) as never;
    const { template, status = 'UPDATE_COMPLETE' } = answer;
    return Promise.resolve(
      command.constructor.name === 'DescribeStacksCommand'
        ? { Stacks: [{ StackName: name, StackStatus: status }] }
        : { TemplateBody: form === 'Original' ? JSON.stringify(template) : '{}' },
    ) as never;
  });
  return client;
}
