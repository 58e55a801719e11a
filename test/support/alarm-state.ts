import { createContext, runInContext } from 'node:vm';

/** The figures of one period, by `<namespace> <metric> <statistic>`; what is missing was not sent. */
export type Figures = Readonly<Record<string, number>>;

interface MetricStat {
  readonly Metric: { readonly Namespace: string; readonly MetricName: string };
  readonly Stat: string;
  /** Seconds. */
  readonly Period: number;
}

/** An alarm as its template has it. */
export interface AlarmProperties {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  /** Seconds; absent where there are `Metrics`. */
  readonly Period?: number;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: MetricStat;
    readonly ReturnData?: boolean;
  }[];
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
}

/** Whether CloudWatch would put it into ALARM: each of the last periods is over the threshold. */
export function isInAlarm(alarm: AlarmProperties, periods: readonly Figures[]): boolean {
  const last = periods.slice(-alarm.EvaluationPeriods);
  return (
    last.length === alarm.EvaluationPeriods && last.every((figures) => breaches(alarm, figures))
  );
}

function breaches(alarm: AlarmProperties, figures: Figures): boolean {
  const value = valueOf(alarm, figures);
  if (value === undefined) return alarm.TreatMissingData === 'breaching';
  switch (alarm.ComparisonOperator) {
    case 'GreaterThanThreshold':
      return value > alarm.Threshold;
    case 'LessThanThreshold':
      return value < alarm.Threshold;
    default:
      throw new Error(`an operator must be one of this test's, got ${alarm.ComparisonOperator}`);
  }
}

function valueOf(alarm: AlarmProperties, figures: Figures): number | undefined {
  if (!alarm.Metrics) {
    const statistic = alarm.Statistic ?? alarm.ExtendedStatistic;
    return figures[`${alarm.Namespace} ${alarm.MetricName} ${statistic}`];
  }
  const values = alarm.Metrics.flatMap(({ Id, MetricStat: stat }) => {
    if (!stat) return [];
    const { Namespace, MetricName } = stat.Metric;
    return [[Id, figures[`${Namespace} ${MetricName} ${stat.Stat}`]] as const];
  });
  const { Expression: expression = '' } =
    alarm.Metrics.find(({ ReturnData }) => ReturnData !== false) ?? {};
  // metric math is JavaScript, as far as our expressions go
  const value: unknown = runInContext(
    expression,
    createContext({ ...FUNCTIONS, ...Object.fromEntries(values) }),
  );
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}

const FUNCTIONS = {
  IF: (condition: boolean, yes: unknown, no: unknown) => (condition ? yes : no),
  FILL: (value: number | undefined, otherwise: number) => value ?? otherwise,
};
