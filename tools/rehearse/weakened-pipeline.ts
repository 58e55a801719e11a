import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TRAILER } from '../review/commit-trailer';
import { copyOf, ofNewestCommit } from './checkout';
import type { PipelineStage } from './pipeline';
import type { PipelineRunner } from './pipeline-runner';
import { ProgramError } from './programs';
import type { Rehearsal } from './rehearsal';
import { told } from './told';

const REASON = 'the rehearsal asks nobody';

/**
 * Pushes a revision whose pipeline asks nobody before production: its guard stops it; a commit that gives a reason
 * is let through, which is mailed; and the next question about production names it. Returns that question's verdict.
 * @throws when one of these does not happen
 */
export async function weakenPipeline(
  { emulator, toolkit, directory }: Rehearsal,
  runner: PipelineRunner,
): Promise<string> {
  const weak = copyOf(runner.assembly, path.join(directory, 'builds', 'Weak'));
  takeOutApproval(path.join(weak, 'PipelineStack.template.json'));

  emulator.commitMessage(ofNewestCommit('%s'));
  const stopped = await runner.build('Guard', weak).then(
    () => undefined,
    (error: unknown) => error,
  );
  const asked = `confirm it by a line in the commit's message: '${TRAILER}`;
  if (!(stopped instanceof ProgramError && readFileSync(stopped.log, 'utf8').includes(asked))) {
    throw new Error("the guard must stop a pipeline that asks nobody, and didn't", {
      cause: stopped,
    });
  }

  emulator.commitMessage(`${ofNewestCommit('%s')}\n\n${TRAILER}: ${REASON}`);
  const { TOPIC: topic = '' } = runner.variablesOf('Guard');
  await told(emulator, topic, 'Subscriber-guard', REASON, () => runner.build('Guard', weak));

  await toolkit.deploy(weak, 'PipelineStack');
  const { VERDICT: verdict = '' } = await runner.build('Review', runner.assembly);
  if (!verdict.includes('safeguards have changed')) {
    throw new Error(`the question must name the weakened pipeline, got '${verdict}'`);
  }
  return verdict;
}

/** The stage that asks, as somebody would who wants to be quick. */
function takeOutApproval(file: string): void {
  const template = JSON.parse(readFileSync(file, 'utf8')) as {
    Resources: Record<string, { Type: string; Properties: { Stages: PipelineStage[] } }>;
  };
  for (const { Type: type, Properties: properties } of Object.values(template.Resources)) {
    if (type !== 'AWS::CodePipeline::Pipeline') continue;
    properties.Stages = properties.Stages.filter(({ Name: name }) => name !== 'Approval');
  }
  writeFileSync(file, JSON.stringify(template));
}
