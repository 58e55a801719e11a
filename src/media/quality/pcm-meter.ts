import type { Sound } from '../../domain/quality/sound';
import { ChannelMeter, FULL_SCALE, SILENT_SECONDS } from './channel-meter';
import { inAll, IntervalCollector } from './interval-collector';
import { PhaseMeter } from './phase-meter';
import { WaveformMeter } from './waveform-meter';

const BYTES_PER_SAMPLE = 2;

/** Finer than the waveform of a short clip is drawn. */
const BLOCKS_PER_SECOND = 50;

/**
 * Silence, peaks and correlation, out of interleaved samples of 16 bit. Gaps were filled with zeros, so
 * that the number of a sample is its time.
 */
export class PcmMeter {
  private rest: Buffer = Buffer.alloc(0);
  private frames = 0;
  /** Of the block that has begun. */
  private blockPeak = 0;
  readonly waveform = new WaveformMeter(1 / BLOCKS_PER_SECOND);
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
    this.takeBlocks(samples);
    this.phase?.take(samples);
    this.rest = Buffer.from(bytes.subarray(whole));
  }

  private takeBlocks(samples: Int16Array): void {
    const step = this.channels.length;
    const blockFrames = this.sampleRate / BLOCKS_PER_SECOND;
    for (let at = 0; at < samples.length;) {
      const left = blockFrames - (this.frames % blockFrames);
      const part = samples.subarray(at, at + left * step);
      const peaks = this.channels.map((channel, first) => channel.take(part, first, step));
      this.blockPeak = Math.max(this.blockPeak, ...peaks);
      this.frames += part.length / step;
      at += part.length;
      if (this.frames % blockFrames !== 0) continue;
      this.waveform.take(this.blockPeak / FULL_SCALE);
      this.blockPeak = 0;
    }
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
