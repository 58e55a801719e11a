import type { Interval } from '../../domain/quality/interval';
import type { Sound } from '../../domain/quality/sound';
import { FilterRecords } from './filter-records';
import { LoudnessMeter } from './loudness-meter';
import { PcmMeter } from './pcm-meter';
import { SOUND_RATE } from './plan';
import type { SoundPlan } from './sound-programmes';

/** Everything that is measured of the sound, out of two streams of bytes. */
export class SoundMeter {
  readonly records: FilterRecords;
  readonly pcm: PcmMeter;
  private readonly loudness = new LoudnessMeter();
  private startSeconds: number | undefined;

  constructor(private readonly plan: SoundPlan) {
    this.pcm = new PcmMeter(plan.channels, SOUND_RATE);
    this.records = new FilterRecords((record) => {
      // the graph counts sound in samples
      this.startSeconds ??= (record.timestamp ?? 0) / SOUND_RATE;
      this.loudness.take(record);
    });
  }

  get seconds(): number {
    return (this.startSeconds ?? 0) + this.pcm.seconds;
  }

  /** Null when no sound could be decoded. */
  finish(body: Interval | null = null): Sound | null {
    this.records.end();
    const startSeconds = this.startSeconds ?? 0;
    const loudness = this.loudness.finish(startSeconds, body);
    if (!loudness || this.pcm.seconds === 0) return null;
    const { parts, channelNumbers } = this.plan;
    const first = parts[0]?.stream;
    return {
      streams: [...new Set(parts.map(({ stream }) => stream.index))],
      channelNumbers: [...channelNumbers],
      language: first?.language ?? null,
      title: first?.title ?? null,
      mode: this.plan.mode,
      startSeconds,
      endSeconds: startSeconds + this.pcm.seconds,
      loudness,
      ...this.pcm.finish(startSeconds),
    };
  }
}
