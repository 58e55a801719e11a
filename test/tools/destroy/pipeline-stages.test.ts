import { type Aws, awsClients } from '../../../tools/destroy/aws';
import type { Deployment } from '../../../tools/destroy/deployment';
import { stagesFirst } from '../../../tools/destroy/obstacles';
import { deployedStages } from '../../../tools/destroy/pipeline-stages';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { ACCOUNT, deploy } from '../../support/servers/moto-environment';
import { credentialsOf } from '../../support/drivers/credentials';

const STAGING = '222222222222';

describeWithAws('the stages of a pipeline', () => {
  let aws: Aws;
  const deployment = {
    resources: [{ type: 'AWS::CodePipeline::Pipeline', physicalId: 'streamtech-pipeline-main' }],
  } as unknown as Deployment;
  const standing = () => deployedStages(aws, deployment, ACCOUNT);

  beforeAll(() => {
    aws = awsClients();
    // moto answers with times that the SDK can't read
    jest.spyOn(aws.codePipeline, 'send').mockImplementation(() => {
      const stages = [
        { actions: [action('CodeBuild', ACCOUNT, {})] },
        { actions: deploysOf('StreamTech-staging-Data', STAGING) },
        { actions: deploysOf('StreamTech-prod-Data', ACCOUNT) },
      ];
      return Promise.resolve({ pipeline: { stages } }) as never;
    });
  });

  test('are found in its own account and in another, once they are there', async () => {
    expect(await standing()).toEqual([]);
    await deploy(aws, 'prod', 'Data', { Logs: { Type: 'AWS::Logs::LogGroup' } });
    await deploy(awsClients(await credentialsOf(STAGING)), 'staging', 'Data', {
      Logs: { Type: 'AWS::Logs::LogGroup' },
    });
    const found = await standing();
    expect(found).toEqual(['StreamTech-staging-Data', 'StreamTech-prod-Data']);
    expect(stagesFirst(found)).toEqual([
      expect.stringMatching(
        /stages of the pipeline are still deployed: .*staging-Data, .*prod-Data; /,
      ),
    ]);
  });

  test('count as there when their account can not be looked into', async () => {
    const { sts } = awsClients();
    jest.spyOn(sts, 'send').mockImplementation(() => {
      throw new Error('not authorized to perform: sts:AssumeRole');
    });
    await expect(deployedStages({ ...aws, sts }, deployment, ACCOUNT)).rejects.toThrow(
      /account 222222222222, .* must let .*lookup-role/,
    );
  });

  test('of a pipeline that is not there are none', async () => {
    const { codePipeline } = awsClients();
    expect(await deployedStages({ ...aws, codePipeline }, deployment, ACCOUNT)).toEqual([]);
  });
});

function action(provider: string, account: string, configuration: Record<string, string>) {
  return {
    actionTypeId: { provider },
    roleArn: `arn:aws:iam::${account}:role/cdk-hnb659fds-deploy-role-${account}-ap-northeast-1`,
    configuration,
  };
}

/** As the library deploys a stack: it prepares a change set, then carries it out. */
function deploysOf(StackName: string, account: string) {
  return ['CHANGE_SET_REPLACE', 'CHANGE_SET_EXECUTE'].map((ActionMode) =>
    action('CloudFormation', account, { StackName, ActionMode }),
  );
}
