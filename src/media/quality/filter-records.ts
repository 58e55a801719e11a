/** What ffmpeg's filters say of one picture, or of 100 ms of sound. */
export interface FilterRecord {
  /** Presentation time in units of the stream's clock; null = the frame has none. */
  readonly timestamp: number | null;
  /** Where the graph begins; it is built anew, and begins again, where what is decoded changes. */
  readonly isFirst: boolean;
  /** By the filters' own names, such as `lavfi.black_start`. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads what the filters `metadata` and `ametadata` print, in pieces of any size. Times in words
 * (`pts_time`, and those in values) have six digits, so after 1,000 s only 10 ms: only the integers and
 * the record that a value belongs to are exact.
 */
export class FilterRecords {
  private rest = '';
  private timestamp: number | null = null;
  private isFirst = false;
  private values: Map<string, string> | undefined;

  constructor(private readonly onRecord: (record: FilterRecord) => void) {}

  append(chunk: Buffer): void {
    const lines = (this.rest + chunk.toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line);
  }

  /** The last record has no line after it that would end it. */
  end(): void {
    const { timestamp, isFirst, values } = this;
    if (values) this.onRecord({ timestamp, isFirst, values });
    this.values = undefined;
  }

  private take(line: string): void {
    const equals = line.indexOf('=');
    if (equals > 0) {
      this.values?.set(line.slice(0, equals), line.slice(equals + 1));
      return;
    }
    this.end();
    const [, frame, pts] = /^frame:(\d+) +pts:(-?\d+)?/.exec(line) ?? [];
    this.timestamp = pts === undefined ? null : Number(pts);
    this.isFirst = frame === '0';
    this.values = new Map();
  }
}
