/** One line of `bench/RESULTS.md`. */
export interface BenchRow {
  readonly what: string;
  /** In `unit`. */
  readonly ours: number;
  /** The least that could do the job, measured in the same run, in `unit`. */
  readonly limit: number;
  readonly unit: string;
  /** ours / limit */
  readonly ratio: number;
  readonly target: string;
  readonly command: string;
  /** Of requests. @default not measured */
  readonly latency?: { readonly ours: Latency; readonly limit: Latency };
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}
