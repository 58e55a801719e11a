import {
  CloudFormationClient,
  CloudFormationServiceException,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';

/** A stack as a test tells of it; what is left out is as it would be of a healthy one. */
export interface StackSpec extends Partial<Stack> {
  readonly StackName: string;
  /** It exports one thing. */
  readonly importedBy?: readonly string[];
  /** Their ids in AWS are their logical ones. */
  readonly resources?: readonly {
    readonly type: string;
    readonly id: string;
    readonly status?: string;
    /** `DeletionPolicy` in its template. */
    readonly policy?: string;
  }[];
  /** Why deleting it fails: the first time, the second, … */
  readonly failures?: readonly string[];
}

type Input = Readonly<Partial<Record<'StackName' | 'ExportName', string>>> & {
  readonly EnableTerminationProtection?: boolean;
};

/** CloudFormation as far as deleting goes: it takes its time, refuses an export in use, and may fail. */
export class CloudFormationFake {
  readonly client = new CloudFormationClient({ region: 'ap-northeast-1' });
  /** Stacks that were asked to be deleted, in order. */
  readonly deletions: string[] = [];

  private readonly stacks: readonly FakeStack[];

  constructor(specs: readonly StackSpec[]) {
    this.stacks = specs.map((spec) => new FakeStack(spec));
    jest.spyOn(this.client, 'send').mockImplementation((command: { input: unknown }) => {
      const name = command.constructor.name.replace('Command', '') as keyof typeof this.answers;
      return Promise.resolve().then(() => this.answers[name](command.input as Input)) as never;
    });
  }

  private readonly answers = {
    DescribeStacks: ({ StackName: id }: Input) => {
      if (id === undefined) return { Stacks: this.standing.map((stack) => stack.described) };
      this.stack(id).goOn();
      return { Stacks: [this.stack(id).described] };
    },
    ListStacks: () => ({
      StackSummaries: this.stacks.filter(({ isGone }) => isGone).map(({ described }) => described),
    }),
    ListStackResources: ({ StackName: id }: Input) => ({
      StackResourceSummaries: this.stack(id).resources,
    }),
    GetTemplate: ({ StackName: id }: Input) => ({
      TemplateBody: JSON.stringify({ Resources: this.stack(id).template }),
    }),
    UpdateTerminationProtection: ({ StackName: id, EnableTerminationProtection: on }: Input) => {
      this.stack(id).isProtected = on === true;
      return {};
    },
    DescribeStackEvents: ({ StackName: id }: Input) => ({ StackEvents: this.stack(id).events }),
    ListImports: ({ ExportName: exported = '' }: Input) => {
      const Imports = this.importersOf(exported.replace(/:.*/, ''));
      if (Imports.length === 0) throw refusal(`Export '${exported}' is not imported by any stack.`);
      return { Imports };
    },
    DeleteStack: ({ StackName: id }: Input) => {
      const stack = this.stack(id);
      if (stack.isProtected) throw refusal(`Stack [${stack.name}] cannot be deleted`);
      const [user] = this.importersOf(stack.name);
      if (user !== undefined) throw refusal(`Cannot delete export as it is in use by ${user}`);
      this.deletions.push(stack.name);
      stack.status = 'DELETE_IN_PROGRESS';
      return {};
    },
  };

  private get standing(): FakeStack[] {
    return this.stacks.filter(({ isGone }) => !isGone);
  }

  private stack(id = ''): FakeStack {
    const stack = this.stacks.find((each) => each.id === id);
    if (stack === undefined) throw refusal(`Stack with id ${id} does not exist`);
    return stack;
  }

  private importersOf(stackName: string): string[] {
    const { importedBy = [] } = this.stacks.find(({ name }) => name === stackName)?.spec ?? {};
    return importedBy.filter((importer) => this.standing.some(({ name }) => name === importer));
  }
}

class FakeStack {
  readonly name: string;
  readonly id: string;
  readonly events: Partial<StackEvent>[] = [];
  status: string;
  isProtected: boolean;

  private readonly failures: string[];

  constructor(readonly spec: StackSpec) {
    this.name = spec.StackName;
    this.id = `arn:aws:cloudformation:ap-northeast-1:123456789012:stack/${this.name}/1`;
    this.status = spec.StackStatus ?? 'CREATE_COMPLETE';
    this.isProtected = spec.EnableTerminationProtection === true;
    this.failures = [...(spec.failures ?? [])];
  }

  get isGone(): boolean {
    return this.status === 'DELETE_COMPLETE';
  }

  get described() {
    const [, suffix = ''] = /^StreamTech-(.+)-\w+$/.exec(this.name) ?? [];
    return {
      Tags: [
        { Key: 'Project', Value: 'StreamTech' },
        { Key: 'Environment', Value: suffix },
      ],
      CreationTime: new Date(0),
      Outputs: this.spec.importedBy ? [{ ExportName: `${this.name}:It` }] : [],
      ...this.spec,
      StackId: this.id,
      StackStatus: this.status,
      EnableTerminationProtection: this.isProtected,
    };
  }

  get template() {
    return Object.fromEntries(
      (this.spec.resources ?? []).map(({ id, type, policy }) => [
        id,
        { Type: type, DeletionPolicy: policy },
      ]),
    );
  }

  get resources() {
    return (this.spec.resources ?? []).map(({ type, id, status = this.status }) => ({
      ResourceType: type,
      LogicalResourceId: id,
      PhysicalResourceId: id,
      ResourceStatus: status,
    }));
  }

  /** A delete is over the next time that somebody looks. */
  goOn(): void {
    if (this.status !== 'DELETE_IN_PROGRESS') return;
    const why = this.failures.shift();
    this.status = why === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
    for (const resource of this.resources) {
      const EventId = String(this.events.length);
      this.events.unshift({ ...resource, EventId, ResourceStatusReason: why } as StackEvent);
    }
  }
}

function refusal(message: string): CloudFormationServiceException {
  return new CloudFormationServiceException({
    name: 'ValidationError',
    message,
    $fault: 'client',
    $metadata: {},
  });
}
