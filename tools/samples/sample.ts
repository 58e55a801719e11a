/** One clip of the sample set: made by FFmpeg, so that nobody's rights are touched. */
export interface Sample {
  /** Path inside the folder of samples. */
  readonly file: string;
  /** Why it is there: the one thing that it shows. */
  readonly fact: string;
  /** Encoders that not every build of ffmpeg has. */
  readonly needs?: readonly string[];
  make(kit: SampleKit): Promise<void>;
}

/** What a sample is made with. Paths are relative to the folder of samples. */
export interface SampleKit {
  ffmpeg(args: readonly string[]): Promise<void>;
  read(file: string): Promise<Buffer>;
  write(file: string, content: Buffer | string): Promise<void>;
  /** For files on the way to a sample; gone when the set is complete. */
  scratch(name: string): string;
}

/** A sample that one call of ffmpeg makes. */
export function encoded(file: string, fact: string, ...args: readonly string[]): Sample {
  const needs = args.filter(
    (arg, i) => /^-c:[va]$/.test(args[i - 1] ?? '') && arg.startsWith('lib'),
  );
  return { file, fact, needs, make: (kit) => kit.ffmpeg([...args, file]) };
}

/** Moving test pattern as an input of ffmpeg. */
export function picture(options: {
  size?: string;
  rate?: string;
  seconds?: number;
}): readonly string[] {
  const { size = '320x180', rate = '25', seconds = 1 } = options;
  return ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
}

/** Tone as an input of ffmpeg, mono at 48 kHz. */
export function tone(hertz = 440, seconds = 1): readonly string[] {
  return ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:sample_rate=48000:duration=${seconds}`];
}

/** A fast H.264 encoding; quality does not matter here. */
export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'] as const;
export const aac = ['-c:a', 'aac', '-b:a', '64k'] as const;
