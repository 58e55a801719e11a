import type { Template } from 'aws-cdk-lib/assertions';
import { metricNames, METRICS_NAMESPACE } from '../../src/runtime/metric-names';
import { emfMetrics } from '../../src/runtime/metrics';
import { behindGateway, lambdaHandler } from '../../src/api/lambda';
import { anApi } from '../support/drivers/api';
import { aGatewayEvent, aLambdaContext } from '../support/factories/gateway-event';
import { reader, stageTemplate } from '../support/templates';

const gradual = () => stageTemplate('Api', { apiRelease: 'gradual' });

/** The only one of its type. */
function only(template: Template, type: string) {
  const found = Object.entries(template.findResources(type));
  expect(found).toHaveLength(1);
  const [[id, resource]] = found as [[string, Record<string, unknown>]];
  return { id, resource, get: reader(resource['Properties']) };
}

const anything = expect.anything() as unknown;

const alarmsOf = (template: Template) =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => ({
    properties: Properties as unknown,
    get: reader(Properties),
  }));

describe('a new version of the API function', () => {
  it('gets a tenth of the requests for five minutes, and is taken back when one fails', () => {
    const template = gradual();
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(2);
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AlarmConfiguration: { Enabled: true, Alarms: alarms.map((id) => ({ Name: { Ref: id } })) },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
    });
    const group = only(template, 'AWS::CodeDeploy::DeploymentGroup');
    expect(only(template, 'AWS::Lambda::Alias').resource).toMatchObject({
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: group.id } },
      },
      // CloudFormation shifts as soon as it comes to the alias: what judges is there before
      DependsOn: expect.arrayContaining([...alarms, group.id]) as unknown,
    });
  });

  it('is what the gateway calls, and has alarms that bear its number and watch it alone', () => {
    const template = gradual();
    const alias = only(template, 'AWS::Lambda::Alias');
    for (const { Properties } of Object.values(
      template.findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'GET' } }),
    )) {
      expect(JSON.stringify(reader(Properties)('Integration/Uri'))).toContain(`"${alias.id}"`);
    }
    const version = alias.get('FunctionVersion');
    const watched = alarmsOf(template).map(({ get }) => [get('AlarmName'), get('Dimensions')]);
    expect(watched).toEqual(
      [
        ['crashes', 'ExecutedVersion', 'FunctionName', 'Resource'],
        ['errors', 'Environment', 'FunctionVersion'],
      ].map(([what, ...dimensions]) => [
        { 'Fn::Join': ['', ['streamtech-api-version-', version, `-${what ?? ''}-test`]] },
        dimensions.map((Name) => ({
          Name,
          Value: Name.endsWith('Version') ? version : anything,
        })),
      ]),
    );
  });

  it('is shifted by a role that may do nothing to another function', () => {
    const { get } = only(gradual(), 'AWS::CodeDeploy::DeploymentGroup');
    const role = String(reader(get('ServiceRoleArn'))('Fn::GetAtt/0'));
    const { ManagedPolicyArns: managed } = reader(gradual().findResources('AWS::IAM::Role'))(
      `${role}/Properties`,
    ) as { ManagedPolicyArns?: unknown };
    expect(managed).toBeUndefined();
  });

  it('gets all requests at once where the configuration says so', () => {
    const template = stageTemplate('Api', { apiRelease: 'at-once' });
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
    expect(only(template, 'AWS::Lambda::Alias').resource['UpdatePolicy']).toBeUndefined();
  });
});

describe('a version that answers 500 to one request in ten', () => {
  const VERSION = '8';
  let written: jest.SpiedFunction<typeof process.stdout.write>;
  beforeEach(() => {
    written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    written.mockRestore();
  });

  /** Invokes the code of the function as CodeDeploy has callers do it, with faults in some. */
  async function served(requests: number, isFaulty: (request: number) => boolean) {
    const api = anApi({ ...behindGateway, metrics: emfMetrics('test', VERSION) });
    const handler = lambdaHandler(api.app);
    for (let request = 0; request < requests; request += 1) {
      api.catalogue.fault = isFaulty(request) ? new Error('a bug') : undefined;
      await handler(aGatewayEvent(), aLambdaContext, () => undefined);
    }
  }

  /** What CloudWatch makes of the lines for the alarm of that version: a sum, against its threshold. */
  function isInAlarm(): boolean {
    const alarm = alarmsOf(gradual()).find(({ get }) => get('Namespace') === METRICS_NAMESPACE);
    const get = reader(alarm?.properties);
    expect(get('MetricName')).toBe(metricNames.serverError);
    const dimensions = get('Dimensions') as { Name: string; Value: unknown }[];
    const version = only(gradual(), 'AWS::Lambda::Alias').get('FunctionVersion');
    const sum = written.mock.calls
      .map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)
      .filter((line) =>
        dimensions.every(({ Name: name, Value: value }) =>
          name === 'Environment' ? line[name] === value : line[name] === VERSION,
        ),
      )
      .reduce((total, line) => total + Number(line[metricNames.serverError] ?? 0), 0);
    expect(dimensions.map(({ Value: value }) => value)).toEqual(['test', version]);
    expect(get('ComparisonOperator')).toBe('GreaterThanThreshold');
    return sum > Number(get('Threshold'));
  }

  it('puts the alarm of its own version into ALARM', async () => {
    await served(100, (request) => request % 10 === 0);
    expect(isInAlarm()).toBe(true);
  });

  it('a good one does not, whatever clients ask of it', async () => {
    await served(100, () => false);
    expect(isInAlarm()).toBe(false);
  });
});
