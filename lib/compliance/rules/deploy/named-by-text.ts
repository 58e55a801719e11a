import type { PolicyRule } from '../../policy-rule';
import type { Subject } from '../../subject';
import { asRecord, at, listOf } from '../../template-values';

/** CloudFormation neither checks a name that is text nor derives a dependency from it. */
export const namedByText: PolicyRule = {
  id: 'NamedByText',
  statement:
    'What a resource names as text must be made by the same stack; give a reference instead.',
  reason:
    'A log group or a project that is not there stops the task or the pipeline at its first run.',
  check: (subject) => {
    const names = NAMES[subject.type];
    if (names === undefined) return 'not applicable';
    return names(subject)
      .filter(([, , name]) => typeof name === 'string')
      .filter(([type, property, name]) => !isMade(subject, type, property, name))
      .map(([, , name]) => String(name));
  },
};

/** The type that is named, its property for the name, and the name. */
type Naming = readonly [type: string, property: string, name: unknown];

const LOG_GROUP = ['AWS::Logs::LogGroup', 'LogGroupName'] as const;

const NAMES: Readonly<Record<string, (subject: Subject) => Naming[]>> = {
  'AWS::CodeBuild::Project': ({ properties }) => [
    [...LOG_GROUP, at(properties, 'LogsConfig.CloudWatchLogs.GroupName')],
    ['AWS::KMS::Alias', 'AliasName', aliasIn(properties['EncryptionKey'])],
  ],
  'AWS::CodePipeline::Pipeline': ({ properties }) =>
    listOf(properties['Stages'])
      .flatMap((stage) => listOf(at(asRecord(stage), 'Actions')))
      .map((action) => [
        'AWS::CodeBuild::Project',
        'Name',
        at(asRecord(action), 'Configuration.ProjectName'),
      ]),
  'AWS::EC2::FlowLog': ({ properties }) => [[...LOG_GROUP, properties['LogGroupName']]],
  'AWS::ECS::TaskDefinition': ({ properties }) =>
    listOf(properties['ContainerDefinitions']).map((container) => [
      ...LOG_GROUP,
      at(asRecord(container), 'LogConfiguration.Options.awslogs-group'),
    ]),
  'AWS::Lambda::Function': ({ properties }) => [
    [...LOG_GROUP, at(properties, 'LoggingConfig.LogGroup')],
  ],
};

function isMade({ siblings }: Subject, type: string, property: string, name: unknown): boolean {
  return Object.values(siblings).some(
    (sibling) => sibling.Type === type && sibling.Properties?.[property] === name,
  );
}

function aliasIn(key: unknown): unknown {
  return typeof key === 'string' && key.startsWith('alias/') ? key : undefined;
}
