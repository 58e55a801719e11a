import {
  DeleteNetworkInterfaceCommand,
  type EC2Client,
  type NetworkInterface,
  paginateDescribeNetworkInterfaces,
} from '@aws-sdk/client-ec2';
import type { Reporter } from '../terminal/reporter';
import { counted } from '../terminal/amounts';

/** Lambda takes back the interfaces of a deleted function within 20 to 40 minutes (aws-cdk#6701). */
const LIMIT_MS = 45 * 60_000;
const EVERY_MS = 20_000;

/** Interfaces that CloudFormation deletes itself, with the stack of the network. */
const OF_THE_NETWORK: readonly (string | undefined)[] = ['vpc_endpoint', 'nat_gateway'];

/** Another has deleted it, or the service that made it is about to. */
const NOT_OURS_TO_DELETE = ['InvalidNetworkInterfaceID.NotFound', 'OperationNotPermitted'];

/**
 * Waits until nothing of the deleted stacks is left in their network: no subnet and no security group
 * is deleted that an interface is in. Those that are free are deleted here.
 *
 * After the limit it goes on all the same, for CloudFormation to say what is in the way.
 */
export async function freeNetwork(
  client: EC2Client,
  vpcId: string,
  { say, pause }: Reporter,
): Promise<void> {
  for (let waited = 0; waited < LIMIT_MS; waited += EVERY_MS) {
    const interfaces = await interfacesIn(client, vpcId);
    if (interfaces.length === 0) return;
    if (waited === 0)
      say(`waits for ${counted(interfaces.length, 'interface')} in ${vpcId}: ${of(interfaces)}`);
    for (const { NetworkInterfaceId: id = '', Status: status } of interfaces) {
      if (status === 'available') await deleteInterface(client, id);
    }
    await pause(EVERY_MS);
  }
}

async function interfacesIn(client: EC2Client, vpcId: string): Promise<NetworkInterface[]> {
  const interfaces: NetworkInterface[] = [];
  const input = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] };
  for await (const page of paginateDescribeNetworkInterfaces({ client }, input)) {
    interfaces.push(...(page.NetworkInterfaces ?? []));
  }
  return interfaces.filter(({ InterfaceType: type }) => !OF_THE_NETWORK.includes(type));
}

async function deleteInterface(client: EC2Client, id: string): Promise<void> {
  try {
    await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
  } catch (error) {
    if (!(error instanceof Error && NOT_OURS_TO_DELETE.includes(error.name))) throw error;
  }
}

function of(interfaces: readonly NetworkInterface[]): string {
  return interfaces.map(({ Description: text, NetworkInterfaceId: id }) => text ?? id).join(', ');
}
