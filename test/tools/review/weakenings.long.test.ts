import { weakeningsOf } from '../../../tools/review/weakenings';
import {
  action,
  altered,
  type Draft,
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
function weakened(change: Change, before: Change = () => undefined): string[] {
  return weakeningsOf({ P: altered(template, before) }, { P: altered(template, change) }).map(
    ({ what, was, is }) => `${what}: ${was} → ${is}`,
  );
}

describe('a weaker pipeline is one', () => {
  test.each<[string, Change, ...string[]]>([
    [
      'that no longer asks',
      (draft) => takeOut(draft, 'Approve'),
      'the approval Approval/Approve: there → gone',
    ],
    [
      'that asks when it has deployed',
      (draft) => {
        const [question] = stages(draft).splice(6, 1);
        if (question) stages(draft).push(question);
      },
      'the step Approval/Review: before StreamTech-prod → not before StreamTech-prod, but in Approval',
      'the approval Approval/Approve: before StreamTech-prod → not before StreamTech-prod, but in Approval',
    ],
    [
      'that asks beside the deploy',
      (draft) => {
        const question = takeOut(draft, 'Approve');
        stage(draft, 'StreamTech-prod').Actions.push({ ...question, RunOrder: 1 });
      },
      'the approval Approval/Approve: before StreamTech-prod → not before StreamTech-prod, but in StreamTech-prod',
    ],
    [
      'that deploys the same under another name before it asks',
      (draft) => {
        const deploy = structuredClone(action(draft, 'Data.Deploy'));
        deploy.Configuration['StackName'] = 'StreamTech-prod-Data';
        stage(draft, 'Checks').Actions.push({ ...deploy, Name: 'Other', RunOrder: 9 }); // after all
      },
      'the step StreamTech-staging/Integration: before StreamTech-prod → not before StreamTech-prod, but in StreamTech-staging',
      'the step Approval/Review: before StreamTech-prod → not before StreamTech-prod, but in Approval',
      'the approval Approval/Approve: before StreamTech-prod → not before StreamTech-prod, but in Approval',
    ],
    [
      'that asks a build',
      (draft) => {
        action(draft, 'Approve').ActionTypeId.Category = 'Build';
      },
      'the approval Approval/Approve: there → gone',
    ],
    [
      'that asks in silence',
      (draft) => {
        delete action(draft, 'Approve').Configuration['NotificationArn'];
      },
      'the approval Approval/Approve: tells people that it waits → tells nobody',
    ],
    ...[
      'Synth',
      'Guard',
      'Preflight',
      'Tests',
      'Lint',
      'Audit',
      'Sbom',
      'Integration',
      'Review',
      'Smoke',
    ].map((name): [string, Change, string] => [
      `without ${name}`,
      (draft) => takeOut(draft, name),
      expect.stringMatching(new RegExp(`^the step \\S+/${name}: there → gone$`)) as never,
    ]),
    [
      'that is guarded when it has changed itself',
      (draft) => {
        stage(draft, 'Checks').Actions.push(takeOut(draft, 'Guard'));
      },
      'the step Build/Guard: before UpdatePipeline → not before UpdatePipeline, but in Checks',
    ],
    [
      'that tests before it deploys what is tested',
      (draft) => {
        action(draft, 'Integration').RunOrder = 0;
      },
      'the step StreamTech-staging/Integration: after StreamTech-staging → not after StreamTech-staging, but in StreamTech-staging',
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
      expect.stringMatching(
        /^the step Checks\/Tests: runs: npm run test:all .* → does not$/,
      ) as never,
    ],
    [
      'whose audit never fails',
      (draft) => {
        replaceIn(
          draft,
          /^DeliveryChecksAudit/,
          '--audit-level=high',
          '--audit-level=high || true',
        );
      },
      'the step Checks/Audit: runs: npm audit --audit-level=high → does not',
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
      'the step StreamTech-staging/Integration: runs: the buildspec buildspec-integ.yml → does not',
    ],
    [
      'whose guard looks at another stack',
      (draft) => {
        variable(draft, /^DeliveryBuildGuard/, 'STACK').Value = 'other';
      },
      'the step Build/Guard: runs: STACK={"Ref":"AWS::StackId"} → does not',
    ],
    [
      'whose guard comes from elsewhere',
      (draft) => {
        variable(draft, /^DeliveryBuildGuard/, 'PROGRAMS').Value = 's3://mine/guard.zip';
      },
      expect.stringMatching(
        /^the step Build\/Guard: runs: PROGRAMS=.*ASSET.zip.* → does not$/,
      ) as never,
    ],
    [
      'that leaves a failed deploy as it is',
      (draft) => {
        delete stage(draft, 'StreamTech-prod').OnFailure;
      },
      'what the stage StreamTech-prod does when it has failed: ROLLBACK → gone',
    ],
    [
      'that takes another branch',
      (draft) => {
        action(draft, 'Source').Configuration['BranchName'] = 'mine';
      },
      'the source, BranchName: main → mine',
    ],
  ])('%s', (_, change, ...expected) => {
    expect(weakened(change)).toEqual(expected);
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
    expect(weakened(watched('Errors'), watched('Errors', 'Backlog'))).toEqual([
      expect.stringMatching(
        /^what the stage StreamTech-prod watches when it has succeeded: .*Backlog.* → .*Errors/,
      ),
    ]);
    expect(weakened(watched('Errors', 'Backlog'), watched('Errors'))).toEqual([]);
    expect(weakened(() => undefined, watched('Errors'))).toEqual([expect.stringMatching(/gone$/)]);
  });

  test('that is gone', () => {
    expect(weakeningsOf({ P: template }, {})).toEqual([
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
        grants(draft, /^BuildsLintRoleDefaultPolicy/).push({
          Effect: 'Allow',
          Action: ['s3:DeleteObject', 's3:GetObject'],
          Resource: { 'Fn::GetAtt': ['StoresEvidence0A08C3A2', 'Arn'] },
        });
      },
      'Builds/Lint/Role: s3:DeleteObject, s3:GetObject on Stores/Evidence: not allowed → allowed',
    ],
    [
      'to everything',
      (draft) => {
        grants(draft, /^BuildsLintRoleDefaultPolicy/).push(everything);
      },
      'Builds/Lint/Role: * on *: not allowed → allowed',
    ],
    [
      'by a policy of AWS',
      (draft) => {
        the(draft, /^BuildsLintRole[0-9A-F]{8}$/)['ManagedPolicyArns'] = [
          'arn:aws:iam::aws:policy/X',
        ];
      },
      'Builds/Lint/Role: all of the policy on arn:aws:iam::aws:policy/X: not allowed → allowed',
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
    expect(weakened(change).sort()).toEqual([...expected].sort());
  });
});

describe('a weaker pipeline is one whose evidence, logs or notifications are worse', () => {
  test.each<[string, Change, string]>([
    [
      'evidence with no key',
      (draft) => delete evidence(draft)['BucketEncryption'],
      'Stores/Evidence, BucketEncryption',
    ],
    [
      'evidence with no versions',
      (draft) => (evidence(draft)['VersioningConfiguration'] = { Status: 'Suspended' }),
      'Stores/Evidence, VersioningConfiguration',
    ],
    [
      'evidence for all',
      (draft) => delete evidence(draft)['PublicAccessBlockConfiguration'],
      'Stores/Evidence, PublicAccessBlockConfiguration',
    ],
    [
      'evidence for a day',
      (draft) => (evidence(draft)['LifecycleConfiguration'] = { Rules: [{ ExpirationInDays: 1 }] }),
      'the retention of Stores/Evidence: for 1,095 days → for 1 day',
    ],
    [
      'no evidence',
      (draft) => {
        drop(draft, /^StoresEvidence[0-9A-F]{8}$/);
      },
      'Stores/Evidence: AWS::S3::Bucket → gone',
    ],
    [
      'logs with no key',
      (draft) => delete the(draft, /^BuildsLintLogs/)['KmsKeyId'],
      'Builds/Lint/Logs, KmsKeyId',
    ],
    [
      'builds with no log',
      (draft) => delete the(draft, /^DeliveryChecksLint/)['LogsConfig'],
      'Delivery/Checks/Lint/Lint, LogsConfig',
    ],
    [
      'a key that stays',
      (draft) => (the(draft, /^StoresKey[0-9A-F]{8}$/)['EnableKeyRotation'] = false),
      'Stores/Key, EnableKeyRotation',
    ],
    [
      'no notification',
      (draft) => {
        drop(draft, /^DeliveryNotify/);
      },
      'Delivery/Notify: AWS::CodeStarNotifications::NotificationRule → gone',
    ],
    [
      'failures in silence',
      (draft) =>
        (rule(draft)['EventTypeIds'] = ['codepipeline-pipeline-pipeline-execution-succeeded']),
      'the notification Delivery/Notify: reports codepipeline-pipeline-pipeline-execution-failed → no longer',
    ],
    [
      'notifications to nobody',
      (draft) => (rule(draft)['Targets'] = []),
      'the notification Delivery/Notify: is sent to {"TargetAddress"',
    ],
    [
      'notifications that are off',
      (draft) => (rule(draft)['Status'] = 'DISABLED'),
      'the notification Delivery/Notify: is enabled → no longer',
    ],
    [
      'no subscription',
      (draft) => {
        drop(draft, /^Deliveriesvideo/);
      },
      'subscriptions to notifications: 1 subscription → 0 subscriptions',
    ],
  ])('%s', (_, change, expected) => {
    expect(weakened(change)).toContainEqual(expect.stringContaining(expected));
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
      'that asks in other words',
      (draft) => (action(draft, 'Approve').Configuration['CustomData'] = 'Well?'),
    ],
    [
      'that does more in a check',
      (draft) => {
        replaceIn(
          draft,
          /^DeliveryChecksAudit/,
          '"mkdir -p reports",',
          '"mkdir -p reports", "npm audit signatures",',
        );
      },
    ],
    [
      'whose programs are of another version',
      (draft) => {
        const programs = variable(draft, /^DeliveryBuildGuard/, 'PROGRAMS');
        programs.Value = JSON.parse(
          JSON.stringify(programs.Value).replace(/[0-9a-f]{64}/, 'f'.repeat(64)),
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
      'that watches what it deployed',
      (draft) =>
        (stage(draft, 'StreamTech-prod').OnSuccess = {
          Conditions: [{ Result: 'ROLLBACK', Rules: [{ Name: 'Alarms' }] }],
        }),
    ],
    [
      'that keeps evidence for longer',
      (draft) =>
        (evidence(draft)['LifecycleConfiguration'] = { Rules: [{ ExpirationInDays: 3650 }] }),
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
      (draft) => grants(draft, /^BuildsLintRoleDefaultPolicy/).splice(0, 2),
    ],
    [
      'that refuses more',
      (draft) =>
        grants(draft, /^BuildsLintRoleDefaultPolicy/).push({
          Effect: 'Deny',
          Action: 's3:*',
          Resource: '*',
        }),
    ],
  ])('%s', (_, change) => {
    expect(weakened(change)).toEqual([]);
  });

  test.each<[string, Change]>([
    [
      'that has another check',
      without('Lint', /^\W*(Ref|Fn::GetAtt)?\W*(BuildsLint|DeliveryChecksLint)/),
    ],
    [
      'whose star has become names',
      (draft) => {
        const star = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
        grants(draft, /^BuildsLintRoleDefaultPolicy/).push(star);
      },
    ],
  ])('%s', (_, before) => {
    expect(weakened(() => undefined, before)).toEqual([]);
  });

  test('when another stack is', () => {
    expect(weakeningsOf({ P: template, Other: {} }, { P: template })).toEqual([]);
  });
});
