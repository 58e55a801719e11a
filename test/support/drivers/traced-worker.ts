import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { RejectionCode } from '../../../src/domain/rejection';
import type { VideoStatus } from '../../../src/domain/status';
import { videoIdOf } from '../../../src/domain/object-version';
import { videoSchema } from '../../../src/domain/video';
import { defaultProbeLimits, type ProbeLimits } from '../../../src/media/probe-limits';
import { Prober } from '../../../src/media/prober';
import { postgresCatalogue } from '../../../src/storage/catalogue/catalogue';
import { uploadEvent } from '../../../src/storage/queue/upload-event';
import { aWorker, sequencerOf } from './worker';
import { createDatabase, databaseServers } from '../servers/databases';
import { aReceivedObject } from '../factories/videos';
import { mediaTool } from '../media';
import { TracedProgram } from './strace';

/** Half of the platform's own memory, and a third of its time: no file here needs more. */
const limits: ProbeLimits = {
  ...defaultProbeLimits,
  parser: { ...defaultProbeLimits.parser, memoryBytes: 512 * 1024 * 1024, wallMs: 10_000 },
};

export interface Taken {
  readonly outcome: RejectionCode | VideoStatus;
  /** For people; empty where nothing was refused. */
  readonly detail: string;
  /** What the parser touched that is not its own and not the one input that it was given. */
  readonly beyond: readonly string[];
  readonly ms: number;
}

export type ATracedWorker = Awaited<ReturnType<typeof aTracedWorker>>;

/** A worker over real stores and the real parser, with the kernel's record of what the parser touched. */
export async function aTracedWorker() {
  const scratch = await mkdtemp(path.join(tmpdir(), 'traced-'));
  const database = await createDatabase(databaseServers()[0]);
  const catalogue = postgresCatalogue({ connectionString: database.url });
  const worker = await aWorker(catalogue);
  const traced = await TracedProgram.of(await mediaTool('ffprobe'), scratch);
  const prober = new Prober({ ffprobe: traced.command, limits });
  // what its libraries look at as they are loaded, before there is any input
  await promisify(execFile)(traced.command, ['-version']);
  const own = new Set((await traced.takeTouched()).opened);
  const isForeign = (file: string): boolean => !own.has(file) && !SYSTEM.test(file);

  return {
    /** Uploads the bytes and has the worker take them, once. What is stored must be a whole video. */
    async take(name: string, bytes: Buffer): Promise<Taken> {
      const key = `incoming/${name}`;
      const stored = await worker.objects.put(key, Readable.from([bytes]));
      const upload = aReceivedObject({
        bucket: worker.objects.bucket,
        key,
        versionId: null,
        sizeBytes: bytes.length,
        ...sequencerOf(stored),
      });
      await worker.queue.send(uploadEvent(upload));
      const startedAt = performance.now();
      await worker.handleNext({
        probe: (...source) => prober.probe(...source),
        measureDuration: (...source) => prober.measureDuration(...source),
      });
      const ms = performance.now() - startedAt;
      const { json = '{}' } = (await catalogue.videos.find(videoIdOf(upload.object))) ?? {};
      const { rejection, status } = videoSchema.parse(JSON.parse(json));
      const { opened, spokeTo, ran } = await traced.takeTouched();
      const isProxyOnly = spokeTo.length <= 1 && spokeTo.every((each) => LOOPBACK.test(each));
      return {
        outcome: rejection?.code ?? status,
        detail: rejection?.detail ?? '',
        beyond: [...opened.filter(isForeign), ...(isProxyOnly ? [] : spokeTo), ...ran.slice(1)],
        ms,
      };
    },

    /** Reads the bytes from a file, and says what was touched beyond it. */
    async probeFile(name: string, bytes: Buffer): Promise<string[]> {
      const input = path.join(scratch, `input${path.extname(name).replace(/[^.\w]/g, '')}`);
      await writeFile(input, bytes);
      // what becomes of it is what `take` looks at
      await prober.probe(input).catch(() => undefined);
      const { opened, spokeTo, ran } = await traced.takeTouched();
      const others = opened.filter((each) => each !== input && isForeign(each));
      return [...others, ...spokeTo, ...ran.slice(1)];
    },

    async close(): Promise<void> {
      await prober.close();
      await worker.close();
      await catalogue.close();
      await database.drop();
      await rm(scratch, { recursive: true });
    },
  };
}

/** Code and tables of the system, which a full-size ffprobe loads: no word of anybody's. */
const SYSTEM =
  /^(\/usr)?\/lib(64)?\/|^\/etc\/(ld\.so\.(cache|preload)|localtime)$|^\/usr\/share\/zoneinfo\/|^\/dev\/null$/;

const LOOPBACK = /^sa_family=AF_INET, sin_port=htons\(\d+\), sin_addr=inet_addr\("127\.0\.0\.1"\)$/;
