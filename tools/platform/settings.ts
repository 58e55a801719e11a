import path from 'node:path';

/** How a platform on this machine is put together; what is undefined is embedded. */
export interface PlatformSettings {
  /** Holds everything that is embedded, and `incoming/`. */
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Of an emulator with S3, SQS and EventBridge; the AWS clients read it by themselves. */
  readonly awsEndpointUrl: string | undefined;
  readonly ffprobePath: string | undefined;
  readonly ffmpegPath: string | undefined;
  /** QC profile for videos that have none of their own: an id, a file, or `none` = nothing is measured. */
  readonly qcProfile: string;
  readonly port: number;
  /** Pages on other hosts whose scripts may call the API. @default - none */
  readonly allowedOrigins?: readonly string[];
  readonly concurrency: number;
}

export const ROOT = path.resolve(__dirname, '../..');
export const DEFAULT_PORT = 8080;
/** What comes in here is rarely made for a broadcaster; each video can be judged by another. */
export const DEFAULT_QC_PROFILE = 'streaming';
/** One parser keeps about one core busy. */
export const DEFAULT_CONCURRENCY = 2;

export function readSettings(env: NodeJS.ProcessEnv = process.env): PlatformSettings {
  const text = (name: string) => (env[name] === '' ? undefined : env[name]);
  return {
    dataDirectory: path.resolve(ROOT, text('DATA_DIRECTORY') ?? 'data'),
    databaseUrl: text('DATABASE_URL'),
    redisUrl: text('REDIS_URL'),
    awsEndpointUrl: text('AWS_ENDPOINT_URL'),
    ffprobePath: text('FFPROBE_PATH'),
    ffmpegPath: text('FFMPEG_PATH'),
    qcProfile: text('QC_PROFILE') ?? DEFAULT_QC_PROFILE,
    port: wholeNumber('PORT', text('PORT'), 0, 65_535) ?? DEFAULT_PORT,
    ...(text('ALLOWED_ORIGINS') && { allowedOrigins: text('ALLOWED_ORIGINS')?.split(',') }),
    concurrency:
      wholeNumber('WORKER_CONCURRENCY', text('WORKER_CONCURRENCY'), 1, 64) ?? DEFAULT_CONCURRENCY,
  };
}

function wholeNumber(
  name: string,
  value: string | undefined,
  min: number,
  max: number,
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`'${name}' must be a whole number, ${min} to ${max}, got '${value}'`);
}
