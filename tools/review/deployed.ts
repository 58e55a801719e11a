import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { mangleLikeCloudFormation } from '@aws-cdk/cloudformation-diff';
import type { Template, Templates } from './templates';

/** What a stack is called of which nothing is there: made anew, or never made. */
const NOTHING_THERE: readonly string[] = ['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'];

/** The templates that these stacks were deployed from; those that are not there are left out. */
export async function deployedTemplates(
  client: CloudFormationClient,
  stacks: readonly string[],
): Promise<Templates> {
  const templates: Record<string, Template> = {};
  // one after the other: CloudFormation takes few requests a second, and there are few stacks
  for (const stack of stacks) {
    const template = await templateOf(client, stack);
    if (template !== undefined) templates[stack] = template;
  }
  return templates;
}

/** The template of a stack, or of a deleted one by its id, as it was deployed. */
export async function readTemplate(client: CloudFormationClient, stack: string): Promise<Template> {
  const { TemplateBody: body = '{}' } = await client.send(
    new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' }),
  );
  return JSON.parse(body) as Template;
}

/** As CloudFormation would give it back: it knows no letters but those of ASCII. */
export function asDeployed(templates: Templates): Templates {
  return JSON.parse(mangleLikeCloudFormation(JSON.stringify(templates))) as Templates;
}

/** A review that could not look must not pass for one that has found nothing. */
export class UnreadableStackError extends Error {
  constructor(stack: string, cause: unknown) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(
      `the deployed template of '${stack}' cannot be read: ${why}; ` +
        'is the account bootstrapped so that it trusts this one?',
      { cause },
    );
    this.name = 'UnreadableStackError';
  }
}

async function templateOf(
  client: CloudFormationClient,
  stack: string,
): Promise<Template | undefined> {
  try {
    const { Stacks: [found] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stack }),
    );
    if (found === undefined || NOTHING_THERE.includes(found.StackStatus ?? '')) return undefined;
    return await readTemplate(client, stack);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UnreadableStackError(stack, error);
  }
}

/** CloudFormation has no error of its own for it. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ValidationError' &&
    error.message.endsWith('does not exist')
  );
}
