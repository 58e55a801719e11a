import { basename } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { REGION } from '../lib/config/names';
import { awsClient } from '../src/runtime/aws-client';
import { commitOf, messageOf, sideOfRevision, sideOfWorkingTree } from './review/assemblies';
import { asDeployed, deployedTemplates } from './review/deployed';
import { judgedBeside } from './review/judged';
import { driftOf } from './review/drift';
import { trailerIn } from './review/commit-trailer';
import { readStage } from './review/read-templates';
import { reviewOf, reviewSinceDeploy } from './review/review';
import { guardsBeside } from './review/source-checks';
import { write } from './review/write';
import { command } from './terminal/command';
import { run } from './terminal/main';

/* `npm run review`: what a deploy of one revision over another, or over what is deployed, would do. */

const program = command(
  'npm run review --',
  'Shows what a deploy would do, changes of the safeguards of the pipeline and data at stake first: of these files, or of a revision, over another revision (offline), or of what was synthesized over what is deployed.',
)
  .option('--base <revision>', 'compare with this revision')
  .option('--head <revision>', 'of this revision instead of the files as they are')
  .option('--deployed <assembly>', 'compare what was synthesized here with what is deployed')
  .option('--profile <profile>', 'of the AWS credentials, with --deployed')
  .option('--evidence <folder>', 'compliance evidence of what is deployed, with --deployed')
  .action(async ({ base, head, deployed, profile, evidence }) => {
    if (base !== undefined && deployed === undefined) await reviewRevisions(base, head);
    else if (deployed !== undefined && base === undefined) {
      await reviewDeployed(deployed, { profile, evidence });
    } else program.error("what to compare with must be one of '--base' and '--deployed'");
  });

run(() => program.parseAsync());

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
  const reason = head === undefined ? undefined : trailerIn(messageOf(head));
  write(reviewOf(before, after, reason), { ...names, at: new Date() });
}

/** One stage of a cloud assembly, against what CloudFormation has of it. */
async function reviewDeployed(
  assembly: string,
  { profile, evidence }: { readonly profile?: string; readonly evidence?: string },
): Promise<void> {
  const client = awsClient(CloudFormationClient, {}, { region: REGION, profile });
  const wanted = readStage(assembly);
  console.log(`asking CloudFormation for ${Object.keys(wanted).join(', ')}`);
  const templates = await deployedTemplates(client, Object.keys(wanted));
  console.log('asking CloudFormation what has drifted from them; this takes some minutes');
  const base = {
    templates: asDeployed(templates),
    drift: await driftOf(client, Object.keys(templates)),
    judged: evidence === undefined ? undefined : judgedBeside(evidence),
    guards: evidence === undefined ? undefined : guardsBeside(evidence),
  };
  const head = {
    templates: asDeployed(wanted),
    judged: judgedBeside(assembly),
    guards: guardsBeside(assembly),
  };
  const names = { base: 'what is deployed', head: basename(assembly) };
  write(reviewSinceDeploy(base, head), { ...names, at: new Date() });
}
