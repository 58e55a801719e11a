import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { REGION } from '../lib/config/region';
import { awsClient } from '../src/runtime/aws-client';
import { commitOf, messageOf, sideOfRevision, sideOfWorkingTree } from './review/assemblies';
import { asDeployed, deployedTemplates } from './review/deployed';
import { judgedBeside } from './review/judged';
import { markIn } from './review/mark';
import { readStage } from './review/read-templates';
import { reviewOf } from './review/review';
import { write } from './review/write';
import { run } from './terminal/main';

/* `npm run review`: what a deploy of one revision over another, or over what is deployed, would do. */

const USAGE = `npm run review -- --base REVISION [--head REVISION]
                  --deployed ASSEMBLY [--profile PROFILE] [--evidence FOLDER]`;

run(async () => {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      head: { type: 'string' },
      deployed: { type: 'string' },
      profile: { type: 'string' },
      evidence: { type: 'string' },
    },
  });
  const { base, deployed } = values;
  if (base !== undefined) await reviewRevisions(base, values.head);
  else if (deployed !== undefined) await reviewDeployed(deployed, values);
  else throw new Error(`what to compare with must be one of these, got neither\n${USAGE}`);
});

/** Offline: both sides are synthesized and judged here. */
async function reviewRevisions(base: string, head: string | undefined): Promise<void> {
  const names = {
    base: `${base} (${commitOf(base)})`, // before minutes of work
    head: head === undefined ? 'the files as they are' : `${head} (${commitOf(head)})`,
  };
  console.log(
    `synthesizing and judging ${names.base} and ${names.head}; this takes a minute or two`,
  );
  const [before, after] = await Promise.all([
    sideOfRevision(base),
    head === undefined ? sideOfWorkingTree() : sideOfRevision(head),
  ]);
  const mark = head === undefined ? undefined : markIn(messageOf(head));
  write(reviewOf(before, after, mark), { ...names, at: new Date() });
}

/** One stage of a cloud assembly, against what CloudFormation has of it. */
async function reviewDeployed(
  assembly: string,
  { profile, evidence }: { readonly profile?: string; readonly evidence?: string },
): Promise<void> {
  const client = awsClient(CloudFormationClient, {}, { region: REGION, profile });
  const wanted = readStage(assembly);
  console.log(`asking CloudFormation for ${Object.keys(wanted).join(', ')}`);
  const base = {
    templates: asDeployed(await deployedTemplates(client, Object.keys(wanted))),
    judged: evidence === undefined ? undefined : judgedBeside(evidence),
  };
  const head = { templates: asDeployed(wanted), judged: judgedBeside(assembly) };
  const names = { base: 'what is deployed', head: basename(assembly) };
  write(reviewOf(base, head), { ...names, at: new Date() });
}
