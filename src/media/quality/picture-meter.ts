import type { Picture } from '../../domain/quality/picture';
import { overlaps } from '../../domain/quality/interval';
import { AreaMeter } from './area-meter';
import { FilterRecords, type FilterRecord } from './filter-records';
import { Fields } from './fields';
import { FlashMeter } from './flash/flash-meter';
import { FrameClock } from './frame-clock';
import { GRID_BYTES } from './grid';
import { InsertDetector } from './insert-detector';
import { LevelsMeter } from './levels-meter';
import { LinearLight } from './linear-light';
import type { PicturePlan } from './plan';
import { PreviewMeter } from './preview-meter';
import { RawFrames } from './raw-frames';
import { ScanMeter } from './scan-meter';
import { StillMeter } from './still-meter';

/** Everything that is measured of the pictures, out of streams of bytes. */
export class PictureMeter {
  readonly clock: FrameClock;
  readonly records: FilterRecords;
  readonly grid: RawFrames;
  readonly levels: RawFrames | undefined;
  readonly scanRecords: FilterRecords;
  readonly previews: PreviewMeter | null;

  private readonly light: LinearLight;
  private readonly flash: FlashMeter | null;
  private readonly fields: Fields | null;
  private readonly inserts = new InsertDetector();
  private readonly still = new StillMeter();
  private readonly scan = new ScanMeter();
  private readonly area: AreaMeter;
  private readonly levelsMeter: LevelsMeter | null;
  /** What is said of a picture and the picture come by two pipes. */
  private readonly waitingRecords: FilterRecord[] = [];
  private readonly waitingFrames: Buffer[] = [];

  constructor(private readonly plan: PicturePlan) {
    this.clock = new FrameClock(plan.timeBase, plan.frameSeconds);
    this.records = new FilterRecords((record) => {
      this.waitingRecords.push(record);
      this.pair();
    });
    this.fields = plan.firstField && new Fields(plan.firstField);
    this.scanRecords = new FilterRecords((record) => {
      this.scan.take(record);
    });
    this.grid = new RawFrames(this.fields ? 2 * GRID_BYTES : GRID_BYTES, (frame) => {
      this.waitingFrames.push(frame);
      this.pair();
    });
    this.light = new LinearLight(plan.coding, 3);
    this.flash = plan.measuresFlashes
      ? new FlashMeter(plan.coding, this.light, (done) => {
          this.recycle(done as Buffer);
        })
      : null;
    this.previews = plan.previews && new PreviewMeter(plan.previews);
    this.area = new AreaMeter(plan.stream.width, plan.stream.height);
    this.levelsMeter = plan.levels && new LevelsMeter(plan.levels, plan.coding.matrix);
    this.levels = plan.levels
      ? new RawFrames(plan.levels.frameBytes, (frame) => {
          this.levelsMeter?.take(frame);
          this.levels?.recycle(frame);
        })
      : undefined;
  }

  /** Null when no picture could be decoded. */
  finish(): Picture | null {
    this.records.end();
    this.scanRecords.end();
    const { clock, plan } = this;
    if (clock.frames === 0) return null;
    const flash = this.flash?.finish(clock.endSeconds) ?? null;
    const flashes = flash ? [...flash.bt1702.segments.items, ...flash.jba.segments.items] : [];
    return {
      stream: plan.stream.index,
      startSeconds: clock.startSeconds,
      endSeconds: clock.endSeconds,
      frames: clock.frames,
      timing: clock.timing,
      hdr: plan.stream.hdr,
      ...this.still.finish(clock.endSeconds),
      // a flash is an insert too, of one picture
      inserts: this.inserts.list((inserts) =>
        inserts.filter((insert) => !flashes.some((segment) => overlaps(insert, segment))),
      ),
      flash,
      scan: plan.measuresScan ? this.scan.finish(plan.stream.fieldOrder) : null,
      levels: this.levelsMeter?.finish() ?? null,
      activeArea: this.area.finish(),
    };
  }

  private pair(): void {
    while (this.waitingRecords.length > 0 && this.waitingFrames.length > 0) {
      this.take(this.waitingRecords.shift()!, this.waitingFrames.shift()!);
    }
  }

  private take(record: FilterRecord, frame: Buffer): void {
    const seconds = this.clock.next(record.timestamp);
    const [first, second] = this.fields?.split(frame) ?? [frame];
    if (this.fields) this.grid.recycle(frame);
    this.light.read(first);
    const change = this.inserts.take(this.light, seconds);
    this.still.take(record, { frame: this.clock.frames, seconds, change });
    this.area.take(record);
    if (this.flash) this.flash.take(first, seconds);
    else this.recycle(first);
    if (!second) return;
    this.light.read(second);
    if (this.flash) this.flash.takeSecondField(second, seconds + this.plan.frameSeconds / 2);
    else this.recycle(second);
  }

  private recycle(frame: Buffer): void {
    (this.fields ?? this.grid).recycle(frame);
  }
}
