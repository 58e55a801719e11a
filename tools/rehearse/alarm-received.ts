import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { awsClient } from '../../src/runtime/aws-client';
import { Deployment } from './deployment';
import type { Emulator } from './emulator';
import { told } from './told';

/**
 * Sets an alarm of an environment into ALARM, and reads it as a subscriber of its topic does. Returns its name.
 * @throws when it is lost on the way
 */
export async function alarmReceived(
  emulator: Pick<Emulator, 'url' | 'record'>,
  suffix: string,
): Promise<string> {
  const alarms = new Deployment(emulator.record, suffix).all('AWS::CloudWatch::Alarm');
  // those of a release tell nobody: the service asks them
  const alarm = alarms.find(({ properties }) => 'AlarmActions' in properties);
  const AlarmName = alarm?.name ?? '';
  const [topic = ''] = (alarm?.properties['AlarmActions'] ?? []) as string[];
  const StateReason = 'set by the rehearsal';
  await told(emulator, topic, `Subscriber-${suffix}`, AlarmName, () =>
    awsClient(CloudWatchClient).send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason }),
    ),
  );
  return AlarmName;
}
