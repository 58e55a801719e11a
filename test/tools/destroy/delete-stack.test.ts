import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3';
import { deleteStack, StackNotDeletedError } from '../../../tools/destroy/delete-stack';
import { readDeployment } from '../../../tools/destroy/deployment';
import { freeNetwork } from '../../../tools/destroy/free-network';
import { awsClients } from '../../../tools/destroy/aws';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { CloudFormationFake, type StackSpec } from '../../support/fakes/cloud-formation';
import { inNoTime } from '../../support/fakes/in-no-time';

const BUCKET = 'streamtech-ingest-123456789012-dev';

/** The stack alone, with buckets and networks that are there. */
async function aStack(spec: Partial<StackSpec>) {
  const cloudFormation = new CloudFormationFake([{ StackName: 'StreamTech-dev-Data', ...spec }]);
  const aws = { ...awsClients(), cloudFormation: cloudFormation.client };
  const [stack] = (await readDeployment(aws.cloudFormation, 'dev')).stacks;
  if (stack === undefined) throw new Error('the stack must stand');
  return { cloudFormation, aws, stack };
}

describeWithAws('a stack', () => {
  const resources = [
    { type: 'AWS::S3::Bucket', id: BUCKET },
    { type: 'AWS::KMS::Key', id: 'DataKey' },
  ];

  test('is deleted, and each resource said as CloudFormation says it', async () => {
    const { aws, stack } = await aStack({ resources: resources.slice(1) });
    const reporter = inNoTime();
    await deleteStack(aws, stack, reporter);
    expect(reporter.said).toEqual([
      'StreamTech-dev-Data 1/1  DELETE_COMPLETE  AWS::KMS::Key  DataKey',
    ]);
  });

  test('is emptied of what is locked by governance', async () => {
    const Bucket = 'streamtech-evidence-123456789012-dev';
    const { aws, stack } = await aStack({ resources: [{ type: 'AWS::S3::Bucket', id: Bucket }] });
    await aws.s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' },
        ObjectLockEnabledForBucket: true,
      }),
    );
    await aws.s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
        },
      }),
    );
    const { VersionId } = await aws.s3.send(
      new PutObjectCommand({ Bucket, Key: 'runs/1', Body: '-' }),
    );
    await expect(
      aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'runs/1', VersionId })),
    ).rejects.toThrow('Access Denied');
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'runs/1' }));

    await deleteStack(aws, stack, inNoTime());
    const { Versions, DeleteMarkers } = await aws.s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    expect([Versions, DeleteMarkers]).toEqual([undefined, undefined]);
  });

  test('is emptied once more, and tried once more, when a bucket was not empty', async () => {
    const { aws, stack, cloudFormation } = await aStack({
      resources,
      failures: ['The bucket you tried to delete is not empty'],
    });
    await aws.s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' },
      }),
    );
    const put = (Key: string) =>
      aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: '-' }));
    await put('first');
    const reporter = inNoTime();
    let pauses = 0;
    // a log that is delivered while the stack is being deleted
    const pause = () => (pauses++ === 0 ? put('late') : Promise.resolve());

    await deleteStack(aws, stack, { ...reporter, pause });
    expect(cloudFormation.deletions).toHaveLength(2);
    expect(reporter.said.filter((line) => line.startsWith('emptied'))).toEqual([
      `emptied ${BUCKET}: 1 version`,
      `emptied ${BUCKET}: 1 version`,
    ]);
    const { KeyCount: count } = await aws.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(count).toBe(0);
  });

  test('that fails twice is an error that says why', async () => {
    const why = 'resource sg-1 has a dependent object';
    const { aws, stack, cloudFormation } = await aStack({ resources, failures: [why, why] });
    const deleting = deleteStack(aws, stack, inNoTime());
    await expect(deleting).rejects.toThrow(StackNotDeletedError);
    await expect(deleting).rejects.toThrow(
      /'StreamTech-dev-Data' was not deleted: .*sg-1 has a depend/,
    );
    expect(cloudFormation.deletions).toHaveLength(2);
  });

  test('gives its network back only when free interfaces in it are deleted', async () => {
    const { ec2 } = awsClients();
    const { Vpc: vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const { Subnet: subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpc?.VpcId, CidrBlock: '10.0.0.0/24' }),
    );
    await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet?.SubnetId }));
    await freeNetwork(ec2, vpc?.VpcId ?? '', inNoTime());
    const Filters = [{ Name: 'vpc-id', Values: [vpc?.VpcId ?? ''] }];
    const { NetworkInterfaces: left } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters }),
    );
    expect(left).toEqual([]);
  });
});

describe('the network of a stack', () => {
  /** Answers each look with the next of these. */
  function anEc2(...looks: object[][]) {
    const client = new EC2Client({ region: 'ap-northeast-1' });
    const deleted: unknown[] = [];
    jest.spyOn(client, 'send').mockImplementation((command: { input: unknown }) => {
      if (command.constructor.name === 'DeleteNetworkInterfaceCommand') {
        deleted.push(command.input);
        return Promise.resolve({}) as never;
      }
      const NetworkInterfaces = looks.length > 1 ? looks.shift() : looks[0];
      return Promise.resolve({ NetworkInterfaces }) as never;
    });
    return { client, deleted };
  }
  const ofLambda = {
    NetworkInterfaceId: 'eni-1',
    InterfaceType: 'lambda',
    Description: 'AWS Lambda',
  };

  test('is waited for while Lambda still has an interface in it', async () => {
    const inUse = { ...ofLambda, Status: 'in-use' };
    const { client, deleted } = anEc2([inUse], [inUse], [{ ...ofLambda, Status: 'available' }], []);
    const reporter = inNoTime();
    await freeNetwork(client, 'vpc-1', reporter);
    expect(deleted).toEqual([{ NetworkInterfaceId: 'eni-1' }]);
    expect(reporter.said).toEqual(['waits for 1 interface in vpc-1: AWS Lambda']);
  });

  test('is not waited for because of its own endpoints', async () => {
    const { client, deleted } = anEc2([{ InterfaceType: 'vpc_endpoint', Status: 'in-use' }]);
    const pause = jest.fn(() => Promise.resolve());
    await freeNetwork(client, 'vpc-1', { say: jest.fn(), pause });
    expect(pause).not.toHaveBeenCalled();
    expect(deleted).toEqual([]);
  });

  test('is not waited for without end', async () => {
    const { client } = anEc2([{ ...ofLambda, Status: 'in-use' }]);
    const pause = jest.fn(() => Promise.resolve());
    await freeNetwork(client, 'vpc-1', { say: jest.fn(), pause });
    expect(pause.mock.calls.length * 20).toBe(45 * 60);
  });
});
