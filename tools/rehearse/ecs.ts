import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  SubmitTaskStateChangeCommand,
} from '@aws-sdk/client-ecs';
import { awsClient } from '../../src/runtime/aws-client';
import type { Program } from './programs';

const LOOK_MS = 200;
/** ECS's word for a process that a signal has ended. */
const KILLED = 137;

/**
 * What ECS does, of which the emulator keeps records only: waits for a task that is to run, runs it, and
 * tells how it ended. @throws ProgramError unless that is with 0
 */
export async function runNextTask(
  { cluster, family }: { readonly cluster: string; readonly family: string },
  run: (taskDefinitionArn: string, taskId: string) => Promise<Program>,
): Promise<void> {
  const ecs = awsClient(ECSClient);
  let task: string | undefined;
  while (task === undefined) {
    await sleep(LOOK_MS);
    const running = new ListTasksCommand({ cluster, desiredStatus: 'RUNNING', family });
    [task] = (await ecs.send(running)).taskArns ?? [];
  }
  const { tasks: [started] = [] } = await ecs.send(
    new DescribeTasksCommand({ cluster, tasks: [task] }),
  );
  const program = await run(started?.taskDefinitionArn ?? '', path.basename(task));
  const ended = await program.ended;
  const exitCode = typeof ended === 'number' ? ended : KILLED;
  await ecs.send(
    new SubmitTaskStateChangeCommand({
      cluster,
      task,
      status: 'STOPPED',
      containers: [{ containerName: started?.containers?.[0]?.name, exitCode }],
    }),
  );
  if (ended !== 0) await program.failed;
}
