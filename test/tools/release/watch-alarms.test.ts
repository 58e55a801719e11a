import {
  CloudWatchClient,
  type DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommand,
} from '@aws-sdk/client-cloudwatch';
import { AlarmRangError, watchAlarms } from '../../../tools/release/watch-alarms';
import { inNoTime } from '../../support/fakes/in-no-time';

const NAMES = ['api-errors', 'api-latency'];
const MINUTES = 2; // four looks after the first

/** When the deploy began. */
const SINCE = new Date('2026-11-30T09:00:00Z');
const WATCH = { names: NAMES, since: SINCE, minutes: MINUTES };

/**
 * Answers each look with the alarms that are in ALARM then, the last one for ever; the first list is what was
 * when the deploy began. The history has the changes from one look to the next, as CloudWatch words them.
 */
function alarmsThat(...looked: string[][]) {
  return alarmsWith({ during: [] }, ...looked);
}

/** And with these changes between the begin of the deploy and the first look. */
function alarmsWith({ during }: { during: (readonly [string, string])[] }, ...looked: string[][]) {
  const client = new CloudWatchClient({ region: 'ap-northeast-1' });
  let looks = 0;
  const at = (look: number) => looked[Math.min(look, looked.length - 1)] ?? [];
  const asked: unknown[] = [];
  jest.spyOn(client, 'send').mockImplementation((command) => {
    if (command instanceof DescribeAlarmsCommand) {
      const MetricAlarms = NAMES.map((AlarmName) => ({
        AlarmName,
        AlarmDescription: `why. docs/runbook.md#${AlarmName}`,
        StateValue: at(0).includes(AlarmName) ? 'ALARM' : 'INSUFFICIENT_DATA',
      }));
      return Promise.resolve({ MetricAlarms }) as never;
    }
    const input = command.input as DescribeAlarmHistoryCommandInput;
    asked.push(input);
    if (input.AlarmName === NAMES[0]) looks++;
    const changes = during.filter(([name]) => name === input.AlarmName).map(([, to]) => to);
    for (let look = 1; look < looks; look++) {
      const [was, is] = [look - 1, look].map((each) => at(each).includes(input.AlarmName ?? ''));
      if (was !== is) changes.push(is ? 'ALARM' : 'OK');
    }
    const AlarmHistoryItems = changes.map((stateValue) => ({
      HistoryData: JSON.stringify({ version: '1.0', newState: { stateValue } }),
    }));
    return Promise.resolve({ AlarmHistoryItems }) as never;
  });
  return { client, looks: () => looks, asked };
}

describe('after a release', () => {
  test('quiet alarms are watched to the end', async () => {
    const { client, looks } = alarmsThat([]);
    await watchAlarms(client, WATCH, inNoTime());
    expect(looks()).toBe(5);
  });

  test('they are watched no longer than asked for', async () => {
    const pauses: number[] = [];
    const reporter = inNoTime();
    const pause = (ms: number) => {
      pauses.push(ms);
      return reporter.pause(ms);
    };
    await watchAlarms(alarmsThat([]).client, { ...WATCH, minutes: 0.6 }, { ...reporter, pause });
    expect(pauses).toEqual([30_000, 6_000]);
  });

  test('an alarm that goes into ALARM ends it at once, with its heading in the runbook', async () => {
    const { client, looks } = alarmsThat([], [], ['api-errors']);
    const watching = watchAlarms(client, WATCH, inNoTime());
    await expect(watching).rejects.toThrow(AlarmRangError);
    await expect(watching).rejects.toThrow(/'api-errors' \(why\. docs\/runbook\.md#api-errors\)/);
    expect(looks()).toBe(3);
  });

  test('an alarm that was in ALARM before is said, and not held against it', async () => {
    const { client } = alarmsThat(['api-errors'], ['api-errors'], []);
    const reporter = inNoTime();
    await watchAlarms(client, WATCH, reporter);
    expect(reporter.said[0]).toBe(
      'in ALARM since before, which is not held against the release: api-errors',
    );
  });

  test('another alarm beside one that was in ALARM before is held against it', async () => {
    const { client } = alarmsThat(['api-errors'], ['api-errors', 'api-latency']);
    await expect(watchAlarms(client, WATCH, inNoTime())).rejects.toThrow(
      /after the release: 'api-latency'/,
    );
  });

  test('an alarm that was in ALARM before, returned to OK and goes into ALARM again is held against it', async () => {
    const { client } = alarmsThat(['api-errors'], [], ['api-errors']);
    await expect(watchAlarms(client, WATCH, inNoTime())).rejects.toThrow(AlarmRangError);
  });

  test('an alarm that is not there can not pass for a quiet one', async () => {
    const { client } = alarmsThat([]);
    const watching = watchAlarms(client, { ...WATCH, names: [...NAMES, 'gone'] }, inNoTime());
    await expect(watching).rejects.toThrow(/no alarm is called gone/);
  });

  test('an alarm that rang during the deploy and has returned to OK ends it at the first look', async () => {
    const rang = { during: [['api-errors', 'ALARM'] as const, ['api-errors', 'OK'] as const] };
    const { client, looks } = alarmsWith(rang, []);
    await expect(watchAlarms(client, WATCH, inNoTime())).rejects.toThrow(
      /after the release: 'api-errors'/,
    );
    expect(looks()).toBe(1);
  });

  test('an alarm that returned to OK during the deploy is not held against it', async () => {
    const { client } = alarmsWith({ during: [['api-errors', 'OK']] }, []);
    await expect(watchAlarms(client, WATCH, inNoTime())).resolves.toBeUndefined();
  });

  test('each alarm is asked for its changes of state since the deploy began', async () => {
    const { client, asked } = alarmsThat([]);
    await watchAlarms(client, WATCH, inNoTime());
    expect(asked.slice(0, 2)).toEqual(
      NAMES.map(
        (AlarmName) =>
          expect.objectContaining({
            AlarmName,
            HistoryItemType: 'StateUpdate',
            StartDate: SINCE,
          }) as unknown,
      ),
    );
  });
});
