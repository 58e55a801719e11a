import { all, type Fault, remove, set } from './fault';

const PIPELINE = 'Delivery';
const PROJECT = 'DeliveryBuildSynth';

export const pipelineFaults: readonly Fault[] = [
  ['an ARM image on x86', set(PROJECT, 'Environment/Type', 'LINUX_CONTAINER'), 'Values'],
  [
    'an x86 image on ARM',
    set(PROJECT, 'Environment/Image', 'aws/codebuild/standard:7.0'),
    'Values',
  ],
  [
    'an image that does not exist',
    set(PROJECT, 'Environment/Image', 'aws/codebuild/amazonlinux-aarch64-standard:9.0'),
    'Values',
  ],
  [
    'a size of builds that does not exist',
    set(PROJECT, 'Environment/ComputeType', 'BUILD_GENERAL1_HUGE'),
    'Values',
  ],
  [
    'a project of a pipeline with a source of its own',
    set(PROJECT, 'Source/Type', 'GITHUB'),
    'Values',
  ],
  [
    'artifacts of a project that goes its own way',
    set(PROJECT, 'Artifacts/Type', 'NO_ARTIFACTS'),
    'Values',
  ],
  [
    'logs into a group that nobody makes',
    set(PROJECT, 'LogsConfig/CloudWatchLogs/GroupName', 'streamtech-snyth-main'),
    'NamedByText',
  ],
  [
    'an artifact that nobody makes',
    set(PIPELINE, 'Stages/1/Actions/0/InputArtifacts/0/Name', 'Source_Code'),
    'cfn-lint E3701',
  ],
  [
    'an artifact that is made later',
    set(PIPELINE, 'Stages/1/Actions/0/InputArtifacts/0/Name', 'Guard_Output'),
    'cfn-lint E3701',
  ],
  ['two actions of a name', set(PIPELINE, 'Stages/1/Actions/0/Name', 'Guard'), 'cfn-lint E3002'],
  ['a pipeline without a source', remove(PIPELINE, 'Stages/0'), 'cfn-lint E3700'],
  ['a stage of no action', set(PIPELINE, 'Stages/2/Actions', []), 'F3032'],
  [
    'an action of an owner that does not exist',
    set(PIPELINE, 'Stages/1/Actions/0/ActionTypeId/Owner', 'Amazon'),
    'Values',
  ],
  [
    'an action of a provider that does not exist',
    set(PIPELINE, 'Stages/1/Actions/0/ActionTypeId/Provider', 'CodeBuilder'),
    'Values',
  ],
  [
    'an order of actions that does not exist',
    set(PIPELINE, 'Stages/1/Actions/0/RunOrder', 1_000),
    'Values',
  ],
  [
    'a name of a pipeline that is too long',
    set(PIPELINE, 'Name', `p${'x'.repeat(100)}-main`),
    'Name',
  ],
  [
    'a variable of a namespace that nobody has',
    remove(PIPELINE, 'Stages/1/Actions/0/Namespace'),
    'PipelineVariables',
  ],
  [
    'a namespace twice',
    set(PIPELINE, 'Stages/1/Actions/0/Namespace', 'Source@Source'),
    'PipelineVariables',
  ],
  [
    'a project that is not there',
    set(PIPELINE, 'Stages/1/Actions/0/Configuration/ProjectName', 'streamtech-snyth-main'),
    'NamedByText',
  ],
  [
    'a word that the action of CloudFormation lacks',
    (t) => {
      const stages = Object.values(t.Resources).find(
        ({ Type: type }) => type === 'AWS::CodePipeline::Pipeline',
      )?.Properties['Stages'] as {
        Actions: { ActionTypeId: { Provider: string }; Configuration: Record<string, unknown> }[];
      }[];
      const action = stages
        .flatMap((s) => s.Actions)
        .find((a) => a.ActionTypeId.Provider === 'CloudFormation');
      if (action) action.Configuration['ActionMode'] = 'CHANGE_SET_CREATE';
    },
    'Values',
  ],
  [
    'an event of a pipeline that does not exist',
    set('DeliveryNotify', 'EventTypeIds', ['codepipeline-pipeline-failed']),
    'Values',
  ],
  [
    'a function that the rule may not call',
    all((t) => {
      for (const [id, { Type: type }] of Object.entries(t.Resources))
        if (type === 'AWS::Lambda::Permission') Reflect.deleteProperty(t.Resources, id);
    }),
    'Invocations',
  ],
  [
    'a build without the key of its artifacts',
    set(PROJECT, 'EncryptionKey', 'alias/nobody'),
    'NamedByText',
  ],
];
