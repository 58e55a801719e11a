import { readFileSync } from 'node:fs';
import { TRAILER } from '../review/commit-trailer';
import { ofNewestCommit } from './checkout';
import type { PipelineRunner } from './pipeline-runner';
import { ProgramError } from './programs';
import type { Rehearsal } from './rehearsal';
import { told } from './told';

const REASON = 'the rehearsal has no time';

/**
 * Pushes a revision whose pipeline watches less: its guard stops it; a commit that gives a reason is let through,
 * which is mailed; and the next question about production names it. Returns that question's verdict.
 * @throws when one of these does not happen
 */
export async function weakenPipeline(
  { emulator, toolkit }: Rehearsal,
  runner: PipelineRunner,
  weak: string,
): Promise<string> {
  emulator.commitMessage(ofNewestCommit('%s'));
  const stopped = await runner.build('Guard', weak).then(
    () => undefined,
    (error: unknown) => error,
  );
  const asked = `confirm it by a line in the commit's message: '${TRAILER}`;
  if (!(stopped instanceof ProgramError && readFileSync(stopped.log, 'utf8').includes(asked))) {
    throw new Error("the guard must stop a pipeline that watches less, and didn't", {
      cause: stopped,
    });
  }

  emulator.commitMessage(`${ofNewestCommit('%s')}\n\n${TRAILER}: ${REASON}`);
  const { TOPIC: topic = '' } = runner.variablesOf('Guard');
  await told(emulator, topic, 'Subscriber-guard', REASON, () => runner.build('Guard', weak));

  await toolkit.deploy(weak, 'PipelineStack');
  const { VERDICT: verdict = '' } = (await runner.build('Review', weak)).exported;
  if (!verdict.includes('safeguards have changed')) {
    throw new Error(`the question must name the weakened pipeline, got '${verdict}'`);
  }
  return verdict;
}
