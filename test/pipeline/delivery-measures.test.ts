import { Match, type Template } from 'aws-cdk-lib/assertions';
import { deliveryMetricNames } from '../../src/runtime/metric-names';
import { pipelineTemplate } from '../support/factories/pipeline';

describe('how well the pipeline delivers', () => {
  let template: Template;
  beforeAll(() => {
    template = pipelineTemplate();
  });

  it('is measured when a run has ended, and once a day', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'streamtech-run-ended-test',
      EventPattern: {
        source: ['aws.codepipeline'],
        'detail-type': ['CodePipeline Pipeline Execution State Change'],
        detail: { pipeline: [Match.anyValue()], state: ['SUCCEEDED', 'FAILED'] },
      },
      ScheduleExpression: 'rate(1 day)',
      Targets: [Match.objectLike({ Arn: Match.anyValue() })],
    });
  });

  it('is measured by a function that may read the runs of this pipeline, no more', () => {
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
    const [[, policy] = []] = policies.filter(([id]) => id.startsWith('MeasuresMeasureRole'));
    const { Statement: statements } = (
      policy?.['Properties'] as { PolicyDocument: { Statement: { Action: unknown }[] } }
    ).PolicyDocument;
    expect(statements.flatMap(({ Action: action }) => action).sort()).toEqual([
      'codepipeline:ListActionExecutions',
      'codepipeline:ListPipelineExecutions',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'streamtech-delivery-measures-test',
      Environment: { Variables: Match.objectLike({ PRODUCTION_STAGE: 'StreamTech-prod' }) },
    });
  });

  it('is shown by all four measures', () => {
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const { DashboardName: name, DashboardBody: body } = dashboard?.['Properties'] as Record<
      string,
      unknown
    >;
    expect(name).toBe('streamtech-delivery-test');
    for (const metric of Object.values(deliveryMetricNames)) {
      expect(JSON.stringify(body)).toContain(metric);
    }
  });
});
