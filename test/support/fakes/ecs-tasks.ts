import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';

/** How a task ends by itself. */
export type End = 'well' | 'badly' | 'never';

interface Task {
  readonly arn: string;
  readonly startedBy: string | undefined;
  readonly end: End;
  exitCode?: number;
}

/** ECS with tasks that migrate: of two at once, the second does not get the lock and fails. */
export class EcsTasks {
  /** How the next ones end; after these, well. */
  ends: End[] = [];
  /** Calls that are refused, by the name of the command: how often. */
  readonly refused = new Map<string, number>();
  /** Every command, in order. */
  readonly calls: { readonly input: object }[] = [];
  private readonly tasks: Task[] = [];

  constructor() {
    const send = jest.spyOn(ECSClient.prototype, 'send') as unknown as jest.SpyInstance<
      Promise<object>,
      [command: { readonly input: object }]
    >;
    send.mockImplementation((command) => {
      this.calls.push(command);
      return Promise.resolve().then(() => this.answer(command));
    });
  }

  /** Ids of those that have not stopped. */
  running(): string[] {
    return this.tasks.filter(isRunning).map(({ arn }) => arn);
  }

  private answer(command: object): object {
    const { name } = command.constructor;
    const left = this.refused.get(name) ?? 0;
    if (left > 0) {
      this.refused.set(name, left - 1);
      throw new Error(`Rate exceeded: ${name}`);
    }
    if (command instanceof RunTaskCommand) return this.run(command.input.startedBy);
    if (command instanceof ListTasksCommand) {
      const { startedBy } = command.input;
      const found = this.tasks.filter((task) => isRunning(task) && task.startedBy === startedBy);
      return { taskArns: found.map(({ arn }) => arn) };
    }
    if (command instanceof StopTaskCommand) {
      const task = this.tasks.find(({ arn }) => arn === command.input.task);
      if (task) task.exitCode ??= 143;
      return {};
    }
    if (command instanceof DescribeTasksCommand) {
      const found = this.tasks.filter(({ arn }) => command.input.tasks?.includes(arn));
      return { tasks: found.map(described) };
    }
    throw new Error(`not known here: ${name}`);
  }

  private run(startedBy: string | undefined): object {
    const end = this.running().length > 0 ? 'badly' : (this.ends.shift() ?? 'well');
    const arn = `arn:aws:ecs:ap-northeast-1:111111111111:task/workers/${this.tasks.length}`;
    const exitCode = { well: 0, badly: 1, never: undefined }[end];
    this.tasks.push({ arn, startedBy, end, ...(exitCode !== undefined && { exitCode }) });
    return { tasks: [{ taskArn: arn }], failures: [] };
  }
}

function isRunning({ exitCode }: Task): boolean {
  return exitCode === undefined;
}

function described({ arn, exitCode }: Task): object {
  const lastStatus = exitCode === undefined ? 'RUNNING' : 'STOPPED';
  return { taskArn: arn, lastStatus, containers: [{ exitCode }] };
}
