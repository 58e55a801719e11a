import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Reporter } from '../terminal/reporter';
import { counted } from '../terminal/amounts';

/** Alarms are evaluated once a minute. */
const EVERY_MS = 30_000;

/** An alarm went into ALARM. */
export class AlarmRangError extends Error {
  constructor(alarms: readonly MetricAlarm[]) {
    const said = alarms.map(({ AlarmName: name, AlarmDescription: why }) => `'${name}' (${why})`);
    super(`an alarm went into ALARM after the release: ${said.join(', ')}`);
    this.name = 'AlarmRangError';
  }
}

/**
 * Watches until the time is over, or until one of the alarms goes into ALARM. One that is in ALARM from the
 * start is not held against the release, which may be what repairs it; when it was quiet in between, it is.
 *
 * @throws AlarmRangError
 */
export async function watchAlarms(
  client: CloudWatchClient,
  names: readonly string[],
  minutes: number,
  { say, pause }: Reporter,
): Promise<void> {
  let known = await inAlarm(client, names);
  for (const { AlarmName: name } of known)
    say(`in ALARM since before, which is not held against the release: ${name}`);
  say(`watches ${counted(names.length, 'alarm')} for ${counted(minutes, 'minute')}`);
  for (let left = minutes * 60_000; left > 0; left -= EVERY_MS) {
    await pause(Math.min(EVERY_MS, left));
    const now = await inAlarm(client, names);
    const begun = now.filter(({ AlarmName: name }) => !known.some((k) => k.AlarmName === name));
    if (begun.length > 0) throw new AlarmRangError(begun);
    known = now;
  }
}

async function inAlarm(client: CloudWatchClient, names: readonly string[]): Promise<MetricAlarm[]> {
  const { MetricAlarms: alarms = [] } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [...names] }),
  );
  const missing = names.filter((name) => !alarms.some(({ AlarmName }) => AlarmName === name));
  if (missing.length > 0) {
    throw new Error(`no alarm is called ${missing.join(', ')}`);
  }
  return alarms.filter(({ StateValue: state }) => state === 'ALARM');
}
