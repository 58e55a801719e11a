import type { Sound } from '../../domain/quality/sound';
import { ChannelMeter, SILENT_SECONDS } from './channel-meter';
import { inAll, IntervalCollector } from './interval-collector';
import { PhaseMeter } from './phase-meter';

const BYTES_PER_SAMPLE = 2;

/**
 * Silence, peaks and correlation, out of interleaved samples of 16 bit. Gaps were filled with zeros, so
 * that the number of a sample is its time.
 */
export class PcmMeter {
  private rest: Buffer = Buffer.alloc(0);
  private frames = 0;
  private readonly channels: readonly ChannelMeter[];
  private readonly phase: PhaseMeter | null;

  constructor(
    channels: number,
    private readonly sampleRate: number,
  ) {
    this.channels = Array.from({ length: channels }, () => new ChannelMeter(sampleRate));
    this.phase = channels === 2 ? new PhaseMeter(sampleRate) : null;
  }

  append(chunk: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const step = this.channels.length;
    const whole = bytes.length - (bytes.length % (step * BYTES_PER_SAMPLE));
    const samples = samplesOf(bytes.subarray(0, whole));
    this.channels.forEach((channel, first) => {
      channel.take(samples, first, step);
    });
    this.phase?.take(samples);
    this.frames += samples.length / step;
    this.rest = Buffer.from(bytes.subarray(whole));
  }

  get seconds(): number {
    return this.frames / this.sampleRate;
  }

  /** @param startSeconds time of the first sample */
  finish(startSeconds: number): Pick<Sound, 'channels' | 'silence' | 'phase'> {
    const channels = this.channels.map((channel) => channel.finish(startSeconds));
    const silence = new IntervalCollector();
    for (const interval of inAll(channels.map((channel) => channel.silence.items))) {
      if (interval.endSeconds - interval.startSeconds >= SILENT_SECONDS) silence.add(interval);
    }
    return {
      channels,
      silence: silence.list(),
      phase: this.phase?.finish(startSeconds) ?? null,
    };
  }
}

/** A view where the bytes lie on whole samples, else a copy that does. */
function samplesOf(bytes: Buffer): Int16Array {
  const { buffer, byteOffset, length } =
    bytes.byteOffset % BYTES_PER_SAMPLE === 0 ? bytes : new Uint8Array(bytes);
  return new Int16Array(buffer, byteOffset, length / BYTES_PER_SAMPLE);
}
