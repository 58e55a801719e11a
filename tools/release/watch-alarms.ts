import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
  paginateDescribeAlarmHistory,
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

/** What is watched, and for how long. */
export interface ReleaseWatch {
  /** Names of alarms. */
  readonly names: readonly string[];
  /** When the deploy began. */
  readonly since: Date;
  /** From now on. */
  readonly minutes: number;
}

/**
 * Watches until the time is over, or until one of the alarms has gone into ALARM since the deploy began, by
 * its history: one that has returned to OK by now counts. One that was in ALARM before is not held against
 * the release, which may be what repairs it; when it was quiet in between, it is.
 *
 * @throws AlarmRangError
 */
export async function watchAlarms(
  client: CloudWatchClient,
  { names, since, minutes }: ReleaseWatch,
  { say, pause }: Reporter,
): Promise<void> {
  const alarms = await describe(client, names);
  await refuseRung(client, alarms, since);
  for (const { AlarmName: name } of alarms.filter(({ StateValue: state }) => state === 'ALARM'))
    say(`in ALARM since before, which is not held against the release: ${name}`);
  say(
    `watches ${counted(names.length, 'alarm')} for ${counted(minutes, 'minute')}, and what they did since ${since.toISOString()}`,
  );
  for (let left = minutes * 60_000; left > 0; left -= EVERY_MS) {
    await pause(Math.min(EVERY_MS, left));
    await refuseRung(client, alarms, since);
  }
}

async function describe(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<MetricAlarm[]> {
  const { MetricAlarms: alarms = [] } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [...names] }),
  );
  const missing = names.filter((name) => !alarms.some(({ AlarmName }) => AlarmName === name));
  if (missing.length > 0) {
    throw new Error(`no alarm is called ${missing.join(', ')}`);
  }
  return alarms;
}

async function refuseRung(
  client: CloudWatchClient,
  alarms: readonly MetricAlarm[],
  since: Date,
): Promise<void> {
  const rung: MetricAlarm[] = [];
  for (const alarm of alarms) if (await hasRung(client, alarm, since)) rung.push(alarm);
  if (rung.length > 0) throw new AlarmRangError(rung);
}

async function hasRung(
  client: CloudWatchClient,
  { AlarmName }: MetricAlarm,
  StartDate: Date,
): Promise<boolean> {
  const pages = paginateDescribeAlarmHistory(
    { client },
    { AlarmName, HistoryItemType: 'StateUpdate', StartDate },
  );
  for await (const { AlarmHistoryItems: items = [] } of pages) {
    if (items.some(({ HistoryData: data }) => isIntoAlarm(data))) return true;
  }
  return false;
}

/** By the JSON that CloudWatch keeps of a change of state. */
function isIntoAlarm(data = '{}'): boolean {
  const { newState } = JSON.parse(data) as { readonly newState?: { readonly stateValue?: string } };
  return newState?.stateValue === 'ALARM';
}
