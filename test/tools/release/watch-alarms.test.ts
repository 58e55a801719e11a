import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { AlarmRangError, watchAlarms } from '../../../tools/release/watch-alarms';
import { inNoTime } from '../../support/fakes/in-no-time';

const NAMES = ['api-errors', 'api-latency'];
const MINUTES = 2; // four looks after the first

/** Answers each look with the alarms that are in ALARM then, the last one for ever. */
function alarmsThat(...looked: string[][]) {
  const client = new CloudWatchClient({ region: 'ap-northeast-1' });
  let looks = 0;
  jest.spyOn(client, 'send').mockImplementation(() => {
    const now = looked[Math.min(looks++, looked.length - 1)] ?? [];
    const MetricAlarms = NAMES.map((AlarmName) => ({
      AlarmName,
      AlarmDescription: `why. docs/runbook.md#${AlarmName}`,
      StateValue: now.includes(AlarmName) ? 'ALARM' : 'INSUFFICIENT_DATA',
    }));
    return Promise.resolve({ MetricAlarms }) as never;
  });
  return { client, looks: () => looks };
}

describe('after a release', () => {
  test('quiet alarms are watched to the end', async () => {
    const { client, looks } = alarmsThat([]);
    await watchAlarms(client, NAMES, MINUTES, inNoTime());
    expect(looks()).toBe(5);
  });

  test('they are watched no longer than asked for', async () => {
    const pauses: number[] = [];
    const reporter = inNoTime();
    const pause = (ms: number) => {
      pauses.push(ms);
      return reporter.pause(ms);
    };
    await watchAlarms(alarmsThat([]).client, NAMES, 0.6, { ...reporter, pause });
    expect(pauses).toEqual([30_000, 6_000]);
  });

  test('an alarm that goes into ALARM ends it at once, with its heading in the runbook', async () => {
    const { client, looks } = alarmsThat([], [], ['api-errors']);
    const watching = watchAlarms(client, NAMES, MINUTES, inNoTime());
    await expect(watching).rejects.toThrow(AlarmRangError);
    await expect(watching).rejects.toThrow(/'api-errors' \(why\. docs\/runbook\.md#api-errors\)/);
    expect(looks()).toBe(3);
  });

  test('an alarm that was in ALARM before is said, and not held against it', async () => {
    const { client } = alarmsThat(['api-errors'], ['api-errors'], []);
    const reporter = inNoTime();
    await watchAlarms(client, NAMES, MINUTES, reporter);
    expect(reporter.said[0]).toBe(
      'in ALARM since before, which is not held against the release: api-errors',
    );
  });

  test('another alarm beside one that was in ALARM before is held against it', async () => {
    const { client } = alarmsThat(['api-errors'], ['api-errors', 'api-latency']);
    await expect(watchAlarms(client, NAMES, MINUTES, inNoTime())).rejects.toThrow(
      /after the release: 'api-latency'/,
    );
  });

  test('an alarm that was in ALARM before, returned to OK and goes into ALARM again is held against it', async () => {
    const { client } = alarmsThat(['api-errors'], [], ['api-errors']);
    await expect(watchAlarms(client, NAMES, MINUTES, inNoTime())).rejects.toThrow(AlarmRangError);
  });

  test('an alarm that is not there can not pass for a quiet one', async () => {
    const { client } = alarmsThat([]);
    const watching = watchAlarms(client, [...NAMES, 'gone'], MINUTES, inNoTime());
    await expect(watching).rejects.toThrow(/no alarm is called gone/);
  });
});
