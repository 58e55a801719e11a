import { safeguardChangesOf } from '../../../tools/review/safeguards';
import {
  action,
  altered,
  type Draft,
  type DraftAction,
  stage,
  stages,
  takeOut,
  the,
} from '../../support/factories/pipeline-draft';
import { pipelineTemplate } from '../../support/factories/pipeline';
import type { Template } from '../../../tools/review/templates';

type Change = (draft: Draft) => void;

interface Document {
  Statement: Record<string, unknown>[];
}

/** Policies of roles: what a role may do by its grants. */
function grants(draft: Draft, id: RegExp): Record<string, unknown>[] {
  return (the(draft, id)['PolicyDocument'] as Document).Statement;
}

/** Of a bucket of the pipeline, by the part of its logical id. */
const evidence = (draft: Draft) => the(draft, /^StoresEvidence[0-9A-F]{8}$/);
const rule = (draft: Draft) => the(draft, /^DeliveryNotify/);

function drop(draft: Draft, id: RegExp): void {
  for (const each of Object.keys(draft.Resources).filter((key) => id.test(key))) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a template is such a record
    delete draft.Resources[each];
  }
}

function variable(draft: Draft, project: RegExp, name: string): { Name: string; Value: unknown } {
  const { EnvironmentVariables: all } = the(draft, project)['Environment'] as {
    EnvironmentVariables: { Name: string; Value: unknown }[];
  };
  const found = all.find((each) => each.Name === name);
  if (!found) throw new Error(`'${name}' must be among the variables`);
  return found;
}

function replaceIn(draft: Draft, project: RegExp, from: string, to: string): void {
  const source = the(draft, project)['Source'] as { BuildSpec: string };
  if (!source.BuildSpec.includes(from)) throw new Error(`'${from}' must be in the buildspec`);
  source.BuildSpec = source.BuildSpec.replace(from, to);
}

let template: Template;
beforeAll(() => {
  template = pipelineTemplate().toJSON();
});

/** As `what: was → is`. */
function changed(change: Change, before: Change = () => undefined): string[] {
  return safeguardChangesOf({ P: altered(template, before) }, { P: altered(template, change) }).map(
    ({ what, was, is }) => `${what}: ${was} → ${is}`,
  );
}

describe('a weaker pipeline is one', () => {
  test.each<[string, Change, ...string[]]>([
    [
      'that no longer asks',
      (draft) => takeOut(draft, 'Approve'),
      'Delivery: Approval/Approve: there → gone',
    ],
    [
      'that asks when it has deployed',
      (draft) => {
        const [question] = stages(draft).splice(6, 1);
        if (question) stages(draft).push(question);
      },
      'Delivery: Stages/(order): …"Assets","Checks","StreamTech-staging","Approval","StreamTech-prod"] → …"Assets","Checks","StreamTech-staging","StreamTech-prod","Approval"]',
    ],
    [
      'that asks beside the deploy',
      (draft) => {
        const question = takeOut(draft, 'Approve');
        stage(draft, 'StreamTech-prod').Actions.push({ ...question, RunOrder: 1 });
      },
      'Delivery: Approval/Approve: there → gone',
    ],
    [
      'that deploys the same under another name before it asks',
      (draft) => {
        const deploy = structuredClone(action(draft, 'Data.Deploy'));
        deploy.Configuration['StackName'] = 'StreamTech-prod-Data';
        stage(draft, 'Checks').Actions.push({ ...deploy, Name: 'Other', RunOrder: 9 }); // after all
      },
      expect.stringMatching(
        /^Delivery: Checks\/Other: not there → .*"StreamTech-prod-Data"/,
      ) as never,
    ],
    [
      'that asks a build',
      (draft) => {
        action(draft, 'Approve').ActionTypeId.Category = 'Build';
      },
      'Delivery: Approval/Approve/ActionTypeId/Category: Approval → Build',
    ],
    [
      'that asks in silence',
      (draft) => {
        delete action(draft, 'Approve').Configuration['NotificationArn'];
      },
      'Delivery: Approval/Approve/Configuration/NotificationArn: there → gone',
    ],
    ...[
      'Synth',
      'Guard',
      'Preflight',
      'Tests',
      'Images',
      'Audit',
      'Sbom',
      'Integration',
      'Review',
      'Smoke',
    ].map((name): [string, Change, string] => [
      `without ${name}`,
      (draft) => takeOut(draft, name),
      expect.stringMatching(new RegExp(`^Delivery: \\S+/${name}: there → gone$`)) as never,
    ]),
    [
      'that is guarded when it has changed itself',
      (draft) => {
        stage(draft, 'Checks').Actions.push(takeOut(draft, 'Guard'));
      },
      'Delivery: Build/Guard: there → gone',
      expect.stringMatching(/^Delivery: Checks\/Guard: not there → /) as never,
    ],
    [
      'that tests before it deploys what is tested',
      (draft) => {
        action(draft, 'Integration').RunOrder = 0;
      },
      'Delivery: StreamTech-staging/Integration/RunOrder: 11 → 0',
    ],
    [
      'whose tests run nothing',
      (draft) => {
        replaceIn(
          draft,
          /^DeliveryChecksTests/,
          'npm run test:all -- --coverage',
          'echo npm run test:all',
        );
      },
      'Delivery/Checks/Tests/Tests: Source/BuildSpec/phases/build/commands: ["npm run test:all -- --coverageDirectory=reports/coverage"] → ["echo npm run test:allDirectory=reports/coverage"]',
    ],
    [
      'whose audit never fails',
      (draft) => {
        replaceIn(
          draft,
          /^DeliveryChecksAudit/,
          'tools/advisories.ts',
          'tools/advisories.ts || true',
        );
      },
      'Delivery/Checks/Audit/Audit: Source/BuildSpec/phases/build/commands: …de --require tsx/cjs tools/advisories.ts"] → …de --require tsx/cjs tools/advisories.ts || true"]',
    ],
    [
      'that tests by another buildspec',
      (draft) => {
        replaceIn(
          draft,
          /^DeliveryStreamTechstagingIntegration/,
          'buildspec-integ.yml',
          'buildspec-none.yml',
        );
      },
      'Delivery/StreamTech-staging/Integration: Source/BuildSpec: buildspec-integ.yml → buildspec-none.yml',
    ],
    [
      'whose guard looks at another stack',
      (draft) => {
        variable(draft, /^DeliveryBuildGuard/, 'STACK').Value = 'other';
      },
      'Delivery/Build/Guard/CdkBuildProject: Environment/EnvironmentVariables/STACK/Value: {"Ref":"AWS::StackId"} → other',
    ],
    [
      'whose guard comes from elsewhere',
      (draft) => {
        the(draft, /^ReviewProgramsPlace/)['Value'] = 's3://mine/guard.zip';
      },
      expect.stringMatching(
        /^ReviewPrograms\/Place: Value: s3:.*\/ASSET.zip → s3:\/\/mine\/guard.zip$/,
      ) as never,
    ],
    [
      'that leaves a failed deploy as it is',
      (draft) => {
        delete stage(draft, 'StreamTech-prod').OnFailure;
      },
      'Delivery: Stages/StreamTech-prod/OnFailure: there → gone',
    ],
    [
      'that takes another branch',
      (draft) => {
        action(draft, 'Source').Configuration['BranchName'] = 'mine';
      },
      'Delivery: Source/Source/Configuration/BranchName: main → mine',
    ],
  ])('%s', (_, change, ...expected) => {
    expect(changed(change)).toEqual(expected);
  });

  test('that watches less of what it has deployed', () => {
    const watched =
      (...names: string[]): Change =>
      (draft) => {
        const rules = names.map((Name) => ({ Name, RuleTypeId: { Provider: 'CloudWatchAlarm' } }));
        stage(draft, 'StreamTech-prod').OnSuccess = {
          Conditions: [{ Result: 'ROLLBACK', Rules: rules }],
        };
      };
    expect(changed(watched('Errors'), watched('Errors', 'Backlog'))).toEqual([
      'Delivery: Stages/StreamTech-prod/OnSuccess/Conditions/0/Rules/Backlog: there → gone',
    ]);
    expect(changed(watched('Errors', 'Backlog'), watched('Errors'))).toEqual([
      expect.stringContaining('OnSuccess/Conditions/0/Rules/Backlog: not there → '),
    ]);
    expect(changed(watched('Errors'))).toEqual([expect.stringContaining('OnSuccess: not there')]);
    expect(changed(() => undefined, watched('Errors'))).toEqual([expect.stringMatching(/gone$/)]);
  });

  test('that is gone', () => {
    expect(safeguardChangesOf({ P: template }, {})).toEqual([
      { what: 'the stack P', was: 'the pipeline with its checks', is: 'gone' },
    ]);
  });
});

describe('a weaker pipeline is one that lets somebody do more', () => {
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

  test.each<[string, Change, ...string[]]>([
    [
      'to what was there',
      (draft) => {
        grants(draft, /^BuildsAuditRoleDefaultPolicy/).push({
          Effect: 'Allow',
          Action: ['s3:DeleteObject', 's3:GetObject'],
          Resource: { 'Fn::GetAtt': ['StoresEvidence0A08C3A2', 'Arn'] },
        });
      },
      'Builds/Audit/Role: s3:DeleteObject, s3:GetObject on Stores/Evidence: not allowed → allowed',
    ],
    [
      'to everything',
      (draft) => {
        grants(draft, /^BuildsAuditRoleDefaultPolicy/).push(everything);
      },
      'Builds/Audit/Role: * on *: not allowed → allowed',
    ],
    [
      'by a policy of AWS',
      (draft) => {
        the(draft, /^BuildsAuditRole[0-9A-F]{8}$/)['ManagedPolicyArns'] = [
          'arn:aws:iam::aws:policy/X',
        ];
      },
      'Builds/Audit/Role: all of the policy on arn:aws:iam::aws:policy/X: not allowed → allowed',
    ],
    [
      'under no condition any more',
      (draft) => {
        const keys = the(draft, /^StoresLogKey[0-9A-F]{8}$/)['KeyPolicy'] as Document;
        for (const statement of keys.Statement) delete statement['Condition'];
      },
      expect.stringMatching(/^Service:logs.*kms:Decrypt.*: not allowed → allowed$/) as never,
    ],
    [
      'that was refused',
      (draft) => {
        const policy = the(draft, /^StoresEvidencePolicy/)['PolicyDocument'] as Document;
        policy.Statement = policy.Statement.filter(({ Effect: effect }) => effect === 'Allow');
      },
      ...Array<string>(4).fill(
        expect.stringMatching(/^\*: s3:\* on .*: refused → not refused$/) as never,
      ),
    ],
    [
      'by another role that nobody had',
      (draft) => {
        draft.Resources['NewRole'] = {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'sts:AssumeRole',
                  Principal: { AWS: 'arn:aws:iam::999999999999:root' },
                },
              ],
            },
            Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [everything] } }],
          },
        };
      },
      'arn:aws:iam::999999999999:root: sts:AssumeRole on NewRole: not allowed → allowed',
      'NewRole: * on *: not allowed → allowed',
    ],
  ])('%s', (_, change, ...expected) => {
    expect(changed(change).sort()).toEqual([...expected].sort());
  });
});

describe('a weaker pipeline is one whose evidence, logs or notifications are worse', () => {
  test.each<[string, Change, string]>([
    [
      'evidence with no key',
      (draft) => delete evidence(draft)['BucketEncryption'],
      'Stores/Evidence: BucketEncryption: there → gone',
    ],
    [
      'evidence with no versions',
      (draft) => (evidence(draft)['VersioningConfiguration'] = { Status: 'Suspended' }),
      'Stores/Evidence: VersioningConfiguration/Status: Enabled → Suspended',
    ],
    [
      'evidence for all',
      (draft) => delete evidence(draft)['PublicAccessBlockConfiguration'],
      'Stores/Evidence: PublicAccessBlockConfiguration: there → gone',
    ],
    [
      'evidence for a day',
      (draft) => (evidence(draft)['LifecycleConfiguration'] = { Rules: [{ ExpirationInDays: 1 }] }),
      'Stores/Evidence: LifecycleConfiguration/Rules/0/ExpirationInDays: 1095 → 1',
    ],
    [
      'no evidence',
      (draft) => {
        drop(draft, /^StoresEvidence[0-9A-F]{8}$/);
      },
      'Stores/Evidence: there → gone',
    ],
    [
      'logs with no key',
      (draft) => delete the(draft, /^BuildsAuditLogs/)['KmsKeyId'],
      'Builds/Audit/Logs: KmsKeyId: there → gone',
    ],
    [
      'builds with no log',
      (draft) => delete the(draft, /^DeliveryChecksAudit/)['LogsConfig'],
      'Delivery/Checks/Audit/Audit: LogsConfig: there → gone',
    ],
    [
      'a key that stays',
      (draft) => (the(draft, /^StoresKey[0-9A-F]{8}$/)['EnableKeyRotation'] = false),
      'Stores/Key: EnableKeyRotation: true → false',
    ],
    [
      'no notification',
      (draft) => {
        drop(draft, /^DeliveryNotify/);
      },
      'Delivery/Notify: there → gone',
    ],
    [
      'failures in silence',
      (draft) =>
        (rule(draft)['EventTypeIds'] = ['codepipeline-pipeline-pipeline-execution-succeeded']),
      'Delivery/Notify: EventTypeIds: ["codepipeline-pipeline-pipeline-execution-failed"] → []',
    ],
    [
      'notifications to nobody',
      (draft) => (rule(draft)['Targets'] = []),
      'Delivery/Notify: Targets: [{"TargetAddress"',
    ],
    [
      'notifications that are off',
      (draft) => (rule(draft)['Status'] = 'DISABLED'),
      'Delivery/Notify: Status: not there → DISABLED',
    ],
    [
      'no subscription',
      (draft) => {
        drop(draft, /^Deliveriesvideo/);
      },
      'Deliveries/video-platform@streamtech.example: there → gone',
    ],
  ])('%s', (_, change, expected) => {
    expect(changed(change)).toContainEqual(expect.stringContaining(expected));
  });
});

describe('a change of safeguards is', () => {
  const role = (draft: Draft, name: RegExp) =>
    Object.keys(draft.Resources).find((each) => name.test(each)) ?? '';
  const skipped = {
    Conditions: [
      { Result: 'SKIP', Rules: [{ Name: 'R', RuleTypeId: { Provider: 'VariableCheck' } }] },
    ],
  };
  const audit = /^DeliveryChecksAudit/;
  const tests = /^DeliveryChecksTests/;
  const project = (draft: Draft) => the(draft, audit);
  const environment = (draft: Draft) => project(draft)['Environment'] as Record<string, unknown>;
  const pipeline = (draft: Draft) => the(draft, /^Delivery[0-9A-F]{8}$/);
  const push = (draft: Draft) =>
    (pipeline(draft)['Triggers'] as { GitConfiguration: Record<string, unknown[]> }[])[0]
      ?.GitConfiguration as Record<string, Record<string, unknown>[]>;
  const lifecycle = (draft: Draft) =>
    (evidence(draft)['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] }).Rules[0] ??
    {};
  const command = (draft: Draft, name: RegExp, before: string, ...more: string[]) => {
    replaceIn(
      draft,
      name,
      before,
      [...more.map((each) => JSON.stringify(each)), before].join(', '),
    );
  };
  const roleOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
  const deploys = (draft: Draft, from: string, to: string, change: object = {}) => {
    const made = structuredClone(
      stage(draft, from).Actions.find(({ Name: name }) => name === 'Data.Deploy'),
    ) as unknown as DraftAction;
    stage(draft, to).Actions.push({ ...made, Name: 'More.Deploy', ...change });
  };
  /** Another check, as the library makes one. */
  const checks = (draft: Draft, change: (made: Draft) => void = () => undefined) => {
    const isOfAudit = /^(?:Builds|DeliveryChecks)Audit/;
    const own = Object.entries(draft.Resources).filter(([id]) => isOfAudit.test(id));
    const asMore = (value: unknown) => JSON.stringify(value).replaceAll('Audit', 'More');
    const made = JSON.parse(asMore({ Resources: Object.fromEntries(own) })) as Draft;
    change(made);
    Object.assign(draft.Resources, made.Resources);
    const again = JSON.parse(asMore(action(draft, 'Audit'))) as DraftAction;
    stage(draft, 'Checks').Actions.push({ ...again, RunOrder: 9 });
  };

  test.each<[string, Change, string]>([
    // what starts a run, and how runs follow one another
    [
      'a branch more',
      (d) => (push(d)['Push']?.[0]?.['Branches'] as { Includes: string[] }).Includes.push('mine'),
      'Branches/Includes',
    ],
    [
      'pull requests',
      (d) => (push(d)['PullRequest'] = [{ Branches: { Includes: ['*'] } }]),
      'PullRequest',
    ],
    [
      'a tag',
      (d) => push(d)['Push']?.push({ Tags: { Includes: ['*'] } }),
      'Triggers/0/GitConfiguration/Push',
    ],
    [
      'a push that starts nothing',
      (d) =>
        (push(d)['Push'] as { FilePaths: { Excludes: string[] } }[])[0]?.FilePaths.Excludes.push(
          'src/**',
        ),
      'FilePaths/Excludes',
    ],
    ['no trigger', (d) => delete pipeline(d)['Triggers'], 'Delivery: Triggers'],
    [
      'a source that runs by itself',
      (d) => (action(d, 'Source').Configuration['DetectChanges'] = true),
      'DetectChanges',
    ],
    [
      'another source repository',
      (d) => (action(d, 'Source').Configuration['FullRepositoryId'] = 'a/b'),
      'FullRepositoryId',
    ],
    [
      'another connection',
      (d) => (action(d, 'Source').Configuration['ConnectionArn'] = 'arn:other'),
      'ConnectionArn',
    ],
    [
      'runs that overtake one another',
      (d) => (pipeline(d)['ExecutionMode'] = 'SUPERSEDED'),
      'ExecutionMode: QUEUED → SUPERSEDED',
    ],
    [
      'runs beside one another',
      (d) => (pipeline(d)['ExecutionMode'] = 'PARALLEL'),
      'ExecutionMode',
    ],
    ['a pipeline of type V1', (d) => (pipeline(d)['PipelineType'] = 'V1'), 'PipelineType'],
    [
      'a changed pipeline that goes on',
      (d) => (pipeline(d)['RestartExecutionOnUpdate'] = false),
      'RestartExecutionOnUpdate',
    ],
    [
      'a stage that is closed',
      (d) => (pipeline(d)['DisableInboundStageTransitions'] = [{ StageName: 'Checks' }]),
      'DisableInbound',
    ],
    [
      'variables of the pipeline',
      (d) => (pipeline(d)['Variables'] = [{ Name: 'X', DefaultValue: 'y' }]),
      'Variables',
    ],
    // stages and actions
    [
      'a question that is skipped',
      (d) => (stage(d, 'Approval').BeforeEntry = skipped),
      'Stages/Approval/BeforeEntry',
    ],
    [
      'checks that are skipped',
      (d) => (stage(d, 'Checks').BeforeEntry = skipped),
      'Stages/Checks/BeforeEntry',
    ],
    [
      'a gate that may be closed',
      (d) => (stage(d, 'Checks').BeforeEntry = { Conditions: [{ Result: 'FAIL', Rules: [] }] }),
      'BeforeEntry',
    ],
    [
      'a success that is skipped',
      (d) => (stage(d, 'Checks').OnSuccess = skipped),
      'Stages/Checks/OnSuccess',
    ],
    [
      'a success that runs commands as the pipeline',
      (d) =>
        (stage(d, 'StreamTech-prod').OnSuccess = {
          Conditions: [
            { Result: 'FAIL', Rules: [{ Name: 'R', RuleTypeId: { Provider: 'Commands' } }] },
          ],
        }),
      'OnSuccess',
    ],
    [
      'a failure that is tried again',
      (d) => (stage(d, 'Checks').OnFailure = { Result: 'RETRY' }),
      'Stages/Checks/OnFailure',
    ],
    ['no self-mutation', (d) => stages(d).splice(2, 1), 'Stages/UpdatePipeline: there → gone'],
    [
      'a self-mutation that does nothing',
      (d) => {
        replaceIn(
          d,
          /^PipelineUpdatePipelineSelfMutation[0-9A-F]{8}$/,
          'cdk -a . deploy PipelineStack --require-approval=never --verbose',
          'true',
        );
      },
      '"true"',
    ],
    [
      'a self-mutation by another toolkit',
      (d) => {
        replaceIn(d, /^PipelineUpdatePipelineSelfMutation[0-9A-F]{8}$/, 'aws-cdk@2', 'aws-cdk@3');
      },
      'aws-cdk@3',
    ],
    [
      'a deploy of what nobody judged',
      (d) => {
        for (const each of stage(d, 'StreamTech-prod').Actions)
          each.InputArtifacts = [{ Name: 'Synth_Output' }];
      },
      'InputArtifacts',
    ],
    [
      'a deploy of another template',
      (d) => (action(d, 'Data.Prepare').Configuration['TemplatePath'] = 'Synth_Output::x.json'),
      'TemplatePath',
    ],
    [
      'a deploy by another role',
      (d) => (action(d, 'Data.Deploy').RoleArn = 'arn:other'),
      'RoleArn',
    ],
    [
      'a check of another source',
      (d) => (action(d, 'Tests').InputArtifacts = [{ Name: 'Synth_Output' }]),
      'InputArtifacts',
    ],
    [
      'a question without words',
      (d) => (action(d, 'Approve').Configuration['CustomData'] = ''),
      'CustomData',
    ],
    [
      'a question in other words',
      (d) => (action(d, 'Approve').Configuration['CustomData'] = 'Well?'),
      'CustomData',
    ],
    [
      'a question that says no verdict',
      (d) =>
        (action(d, 'Approve').Configuration['CustomData'] = 'Deploy #{Source@Source.CommitId}?'),
      'CustomData',
    ],
    [
      'a question about another page',
      (d) => (action(d, 'Approve').Configuration['ExternalEntityLink'] = 'https://x'),
      'ExternalEntityLink',
    ],
    [
      'a question that times out late',
      (d) => (action(d, 'Approve').TimeoutInMinutes = 99),
      'TimeoutInMinutes',
    ],
    [
      'an action that runs commands as the pipeline',
      (d) =>
        stage(d, 'Checks').Actions.push({
          Name: 'X',
          RunOrder: 9,
          ActionTypeId: { Category: 'Compute', Owner: 'AWS', Provider: 'Commands' },
          Configuration: {},
          Commands: ['ls'],
        } as never),
      'Checks/X',
    ],
    [
      'an action that calls a function',
      (d) =>
        stage(d, 'Checks').Actions.push({
          Name: 'X',
          RunOrder: 9,
          ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda' },
          Configuration: {},
        } as never),
      'Checks/X',
    ],
    [
      'a build of before once more',
      (d) => stage(d, 'Checks').Actions.push({ ...action(d, 'Smoke'), Name: 'X', RunOrder: 9 }),
      'Checks/X',
    ],
    [
      'a stack of prod that is deployed before the question',
      (d) => {
        deploys(d, 'StreamTech-prod', 'Checks');
      },
      'Checks/More.Deploy',
    ],
    [
      'a stack of prod that is deployed with staging',
      (d) => {
        deploys(d, 'StreamTech-prod', 'StreamTech-staging');
      },
      'StreamTech-staging/More.Deploy',
    ],
    [
      'a stack more',
      (d) => {
        const Configuration = {
          StackName: 'StreamTech-prod-More',
          ActionMode: 'CHANGE_SET_EXECUTE',
        };
        deploys(d, 'StreamTech-prod', 'StreamTech-prod', { Configuration });
      },
      'StreamTech-prod/More.Deploy',
    ],
    [
      'a stack that is deployed once more',
      (d) => {
        deploys(d, 'StreamTech-prod', 'StreamTech-prod');
      },
      'StreamTech-prod/More.Deploy',
    ],
    [
      'a stage before all',
      (d) => stages(d).splice(1, 0, { Name: 'First', Actions: [] }),
      'Stages/First',
    ],
    // what a build runs, as what, on what
    [
      'a command before',
      (d) => {
        command(d, tests, '"npm run check', 'npm() { :; }');
      },
      '["npm() { :; }"]',
    ],
    [
      'an end before the end',
      (d) => {
        command(d, tests, '"npm run check', 'exit 0');
      },
      '["exit 0"]',
    ],
    [
      'a command after',
      (d) => {
        replaceIn(
          d,
          tests,
          '"npm run check --ignore-scripts -- static"',
          '"npm run check --ignore-scripts -- static", "true"',
        );
      },
      '["true"]',
    ],
    [
      'a failure that is passed over',
      (d) => {
        replaceIn(d, audit, '"build": {', '"build": { "on-failure": "CONTINUE",');
      },
      'on-failure: not there → CONTINUE',
    ],
    [
      'another shell',
      (d) => {
        replaceIn(d, audit, '"phases": {', '"env": { "shell": "/bin/true" }, "phases": {');
      },
      'BuildSpec/env',
    ],
    [
      'options for Node',
      (d) =>
        (environment(d)['EnvironmentVariables'] = [
          { Name: 'NODE_OPTIONS', Value: '--require ./x' },
        ]),
      'EnvironmentVariables',
    ],
    [
      'options for Node in the action',
      (d) => {
        const { Configuration: c } = action(d, 'Audit');
        c['EnvironmentVariables'] =
          '[{"name":"NODE_OPTIONS","type":"PLAINTEXT","value":"--require ./x"}]';
      },
      'NODE_OPTIONS',
    ],
    ['another image', (d) => (environment(d)['Image'] = 'mine/image'), 'Environment/Image'],
    [
      'another image by its digest',
      (d) =>
        ((the(d, /^DeliveryChecksTests/)['Environment'] as Record<string, unknown>)['Image'] =
          `mine@sha256:${'f'.repeat(64)}`),
      'Environment/Image',
    ],
    [
      'a privileged build',
      (d) => (environment(d)['PrivilegedMode'] = true),
      'PrivilegedMode: false → true',
    ],
    [
      'another role of a build',
      (d) => (project(d)['ServiceRole'] = roleOf(role(d, /^PipelineRole[0-9A-F]{8}$/))),
      'ServiceRole',
    ],
    [
      'another role of the pipeline',
      (d) => (pipeline(d)['RoleArn'] = roleOf(role(d, /^BuildsAuditRole[0-9A-F]{8}$/))),
      'RoleArn',
    ],
    ['a build that anybody sees', (d) => (project(d)['Visibility'] = 'PUBLIC_READ'), 'Visibility'],
    ['a build that a hook starts', (d) => (project(d)['Triggers'] = { Webhook: true }), 'Triggers'],
    ['a build that ends early', (d) => (project(d)['TimeoutInMinutes'] = 5), 'TimeoutInMinutes'],
    [
      'a cache that others fill',
      (d) => (project(d)['Cache'] = { Type: 'S3', Location: 'mine' }),
      'Cache',
    ],
    [
      'another source of a build',
      (d) => Object.assign(project(d)['Source'] as object, { Type: 'GITHUB' }),
      'Source/Type',
    ],
    // evidence, logs, notifications
    [
      'logs for a week',
      (d) => (the(d, /^BuildsAuditLogs/)['RetentionInDays'] = 7),
      'RetentionInDays: 365 → 7',
    ],
    [
      'no log group',
      (d) => {
        drop(d, /^BuildsAuditLogs/);
      },
      'Builds/Audit/Logs: there → gone',
    ],
    [
      'old evidence for a day',
      (d) => (lifecycle(d)['NoncurrentVersionExpiration'] = { NoncurrentDays: 1 }),
      'NoncurrentDays: 1095 → 1',
    ],
    [
      'evidence by another rule',
      (d) =>
        (evidence(d)['LifecycleConfiguration'] as { Rules: unknown[] }).Rules.push({
          ExpirationInDays: 1,
          Status: 'Enabled',
        }),
      'LifecycleConfiguration/Rules',
    ],
    ['a bucket with another name', (d) => (evidence(d)['BucketName'] = 'mine'), 'BucketName'],
    [
      'evidence that is copied',
      (d) => (evidence(d)['ReplicationConfiguration'] = { Role: 'r', Rules: [] }),
      'ReplicationConfiguration',
    ],
    [
      'a bucket that goes with its stack',
      (d) =>
        Object.assign(d.Resources[role(d, /^StoresKey[0-9A-F]{8}$/)] ?? {}, {
          DeletionPolicy: 'RetainExceptOnCreate',
        }),
      'DeletionPolicy',
    ],
    ['notifications with less in them', (d) => (rule(d)['DetailType'] = 'BASIC'), 'DetailType'],
    [
      'notifications to another',
      (d) =>
        (rule(d)['Targets'] as unknown[]).push({ TargetType: 'SNS', TargetAddress: 'arn:other' }),
      'Targets',
    ],
    [
      'somebody else who is told',
      (d) => (the(d, /^Deliveriesvideo/)['Endpoint'] = 'other@example.com'),
      'Endpoint',
    ],
    [
      "a tag of the toolkit's",
      (d) =>
        (the(d, /^BuildsAuditRole[0-9A-F]{8}$/)['Tags'] as unknown[]).push({
          Key: 'aws-cdk:bootstrap-role',
          Value: 'deploy',
        }),
      'aws-cdk:bootstrap-role',
    ],
    [
      'a check that does more',
      (d) => {
        command(
          d,
          /^DeliveryChecksAudit/,
          '"node --require tsx/cjs tools/adv',
          'npm audit signatures',
        );
      },
      '["npm audit signatures"]',
    ],
    // what is new
    [
      'a second pipeline',
      (d) =>
        Object.assign(d.Resources, {
          Second: { Type: 'AWS::CodePipeline::Pipeline', Properties: pipeline(d) },
        }),
      'Second: not there',
    ],
    [
      'a rule that starts builds',
      (d) => Object.assign(d.Resources, { Nightly: { Type: 'AWS::Events::Rule', Properties: {} } }),
      'Nightly: not there',
    ],
    [
      'a user',
      (d) => Object.assign(d.Resources, { User: { Type: 'AWS::IAM::User', Properties: {} } }),
      'User: not there',
    ],
    ['a macro', (d) => Object.assign(d, { Transform: 'Mine' }), 'Transform'],
    [
      'a check by a role of before',
      (d) => {
        checks(
          d,
          (made) =>
            (the(made, /^DeliveryChecksMore/)['ServiceRole'] = roleOf(
              role(d, /^PipelineRole[0-9A-F]{8}$/),
            )),
        );
      },
      'Delivery/Checks/More/More: not there',
    ],
    [
      'a check that a hook starts',
      (d) => {
        checks(d, (made) => (the(made, /^DeliveryChecksMore/)['Triggers'] = { Webhook: true }));
      },
      'Delivery/Checks/More/More: not there',
    ],
    [
      'a check that may deploy',
      (d) => {
        checks(d, (made) =>
          grants(made, /RoleDefaultPolicy/).push(
            ...grants(d, /^PipelineRoleDefaultPolicy/).filter(
              ({ Action: each }) => each === 'sts:AssumeRole',
            ),
          ),
        );
      },
      'sts:AssumeRole',
    ],
    [
      'a check that may look at prod',
      (d) => {
        checks(d, (made) =>
          grants(made, /RoleDefaultPolicy/).push(
            ...grants(d, /^BuildsReviewRoleDefaultPolicy/).filter(
              ({ Action: each }) => each === 'sts:AssumeRole',
            ),
          ),
        );
      },
      'sts:AssumeRole',
    ],
    [
      'a check that writes the evidence of another',
      (d) => {
        checks(d, (made) =>
          grants(made, /RoleDefaultPolicy/).push(
            ...grants(d, /^BuildsReviewRoleDefaultPolicy/).filter(
              ({ Action: each }) => each === 's3:PutObject',
            ),
          ),
        );
      },
      's3:PutObject',
    ],
  ])('%s', (_, change, expected) => {
    expect(changed(change)).toContainEqual(expect.stringContaining(expected));
  });

  test('no change where another check does what every build does, and leaves evidence of its own', () => {
    expect(
      changed((draft) => {
        checks(draft);
      }),
    ).toEqual([]);
  });
  test('a pipeline in another stack', () => {
    expect(safeguardChangesOf({ P: template }, { P: template, Other: template })).toEqual([
      { what: 'the stack Other', was: 'no pipeline', is: 'a pipeline' },
    ]);
  });
});

describe('a pipeline is not weaker', () => {
  /** As it was before it had a step. */
  const without =
    (name: string, resources: RegExp): Change =>
    (draft) => {
      takeOut(draft, name);
      for (const statement of grants(draft, /^PipelineRoleDefaultPolicy/)) {
        const list = [statement['Resource']].flat();
        statement['Resource'] = list.filter((each) => !resources.test(JSON.stringify(each)));
      }
      drop(draft, resources);
    };

  test.each<[string, Change]>([
    ['that is the same', () => undefined],
    [
      'whose programs are of another version',
      (draft) => {
        const place = the(draft, /^ReviewProgramsPlace/);
        place['Value'] = JSON.parse(
          JSON.stringify(place['Value']).replace(/[0-9a-f]{64}/, 'f'.repeat(64)),
        );
      },
    ],
    [
      'that asks twice',
      (draft) =>
        stage(draft, 'StreamTech-staging').Actions.push({
          ...action(draft, 'Approve'),
          Name: 'AskBefore',
          RunOrder: 0,
        }),
    ],
    [
      'that keeps evidence for longer',
      (draft) =>
        Object.assign(
          (evidence(draft)['LifecycleConfiguration'] as { Rules: object[] }).Rules[0] ?? {},
          { ExpirationInDays: 3650, NoncurrentVersionExpiration: { NoncurrentDays: 3650 } },
        ),
    ],
    [
      'that tells more',
      (draft) =>
        (rule(draft)['EventTypeIds'] as string[]).push(
          'codepipeline-pipeline-pipeline-execution-started',
        ),
    ],
    [
      'whose role may do less',
      (draft) => grants(draft, /^BuildsAuditRoleDefaultPolicy/).splice(0, 2),
    ],
    [
      'that refuses more',
      (draft) =>
        grants(draft, /^BuildsAuditRoleDefaultPolicy/).push({
          Effect: 'Deny',
          Action: 's3:*',
          Resource: '*',
        }),
    ],
  ])('%s', (_, change) => {
    expect(changed(change)).toEqual([]);
  });

  test.each<[string, Change]>([
    [
      'that has another check',
      without('Audit', /^\W*(Ref|Fn::GetAtt)?\W*(BuildsAudit|DeliveryChecksAudit)/),
    ],
    [
      'whose star has become names',
      (draft) => {
        const star = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
        grants(draft, /^BuildsAuditRoleDefaultPolicy/).push(star);
      },
    ],
  ])('%s', (_, before) => {
    expect(changed(() => undefined, before)).toEqual([]);
  });

  test('when another stack is', () => {
    expect(safeguardChangesOf({ P: template, Other: {} }, { P: template })).toEqual([]);
  });
});
