import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { FileRejectedError, ObjectNotFoundError } from '../../src/domain/errors';
import { rejectionCodes, type RejectionCode } from '../../src/domain/rejection';
import { ProbeFaultError } from '../../src/media/errors';
import { defaultProbeLimits, type ProbeLimits } from '../../src/media/probe-limits';
import { Prober } from '../../src/media/prober';
import { broken } from '../../tools/samples/broken';
import { fullSizeTool, mediaTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { element, u8 } from '../support/hostile/bytes';
import { info, SAMPLES, segment, sound, tracks } from '../support/hostile/matroska-elements';
import { bytesOf, OneObjectStore, repeated } from '../support/fakes/media-object-store';

let folder: string;
let scratch: string;
const probers: Prober[] = [];

beforeAll(async () => {
  folder = await sampleFolder();
  scratch = await mkdtemp(path.join(tmpdir(), 'prober-'));
}, SAMPLES_TIMEOUT_MS);
afterAll(async () => {
  await Promise.all(probers.map((prober) => prober.close()));
  await rm(scratch, { recursive: true });
});

async function aProber(limits: Partial<ProbeLimits> = {}, ffprobe?: string): Promise<Prober> {
  const prober = new Prober({
    ffprobe: ffprobe ?? (await mediaTool('ffprobe')),
    limits: { ...defaultProbeLimits, ...limits },
  });
  probers.push(prober);
  return prober;
}

/** A stand-in for ffprobe that does what a hostile file would make it do. */
async function aParser(script: string): Promise<string> {
  const file = path.join(await mkdtemp(path.join(scratch, 'x')), 'ffprobe');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

async function rejectionOf(probing: Promise<unknown>): Promise<RejectionCode> {
  const error: unknown = await probing.then(
    () => new Error('the file was taken'),
    (reason: unknown) => reason,
  );
  if (error instanceof FileRejectedError) return error.rejection.code;
  throw error;
}

const good = (): string => path.join(folder, 'h264-aac.mp4');

describe.each(broken.map(({ file, code, fact }) => ({ file, code, fact })))(
  '$file, $fact',
  ({ file, code }) => {
    it(`is refused as ${code}`, async () => {
      const prober = await aProber();
      expect(await rejectionOf(prober.probe(path.join(folder, file)))).toBe(code);
    });

    it('is refused by a full-size ffprobe for the same reason', async () => {
      const prober = await aProber({}, await fullSizeTool('ffprobe'));
      expect(await rejectionOf(prober.probe(path.join(folder, file)))).toBe(code);
    });
  },
);

describe('limits', () => {
  it('a file with more bytes than the limit is too large, and is not opened', async () => {
    const prober = await aProber({ sizeBytes: 1000 });
    expect(await rejectionOf(prober.probe(good()))).toBe('too_large');
    const store = new OneObjectStore('large.mp4', repeated(Buffer.alloc(1), 1001));
    expect(await rejectionOf(prober.probe(store.source))).toBe('too_large');
    expect(store.ranges).toEqual([]);
  });

  it('an object with no bytes is not opened', async () => {
    const store = new OneObjectStore('empty.mp4', bytesOf(Buffer.alloc(0)));
    expect(await rejectionOf((await aProber()).probe(store.source))).toBe('empty_file');
    expect(store.ranges).toEqual([]);
  });

  it.each([
    ['parser_timeout', 'sleep 60', { wallMs: 200 }],
    ['parser_memory', 'echo "x: Cannot allocate memory" >&2; exit 1', {}],
    ['parser_crashed', 'kill -SEGV $$', {}],
    ['too_much_metadata', 'head -c 2000 /dev/zero', { outputBytes: 1000 }],
  ] as const)('a parser that ends so is the reason %s', async (code, script, parser) => {
    const limits = { parser: { ...defaultProbeLimits.parser, ...parser } };
    const prober = await aProber(limits, await aParser(`PATH=/bin:/usr/bin; ${script}`));
    expect(await rejectionOf(prober.probe(good()))).toBe(code);
  });

  it.each([
    ['time', 'sleep 60', { wallMs: 2000 }],
    ['memory', 'echo "x: Cannot allocate memory" >&2; exit 1', {}],
  ])(
    'pictures that take too much %s to look at do not refuse a file',
    async (_, script, parser) => {
      const headers = `exec '${await mediaTool('ffprobe')}' "$@"`;
      const looking = `PATH=/bin:/usr/bin; case "$*" in *show_format*) ${headers};; esac; ${script}`;
      const limits = { parser: { ...defaultProbeLimits.parser, ...parser } };
      const { streams, captions } = await (
        await aProber(limits, await aParser(looking))
      ).probe(good());
      expect(streams[0]).toMatchObject({ codec: 'h264', closedCaptions: null });
      expect(captions).toEqual([]);
    },
  );

  it('every reason in the list is one that a test here meets', () => {
    const byParser = ['parser_timeout', 'parser_memory', 'parser_crashed', 'too_large'];
    // what the worker says before it reads the file: test/worker/kept-bytes.test.ts
    const byWorker = ['not_as_declared'];
    expect(new Set([...broken.map(({ code }) => code), ...byParser, ...byWorker])).toEqual(
      new Set(Object.keys(rejectionCodes)),
    );
  });
});

it('a track of WebM that needs a key is refused as encrypted', async () => {
  // RFC 9559, 5.1.4.1.31: an encoding of type 1 is encryption, with AES and the id of a key
  const encryption = element('5035', element('47e1', u8(5)), element('47e2', Buffer.alloc(16, 1)));
  const encodings = element('6d80', element('6240', element('5033', u8(1)), encryption));
  const file = path.join(scratch, 'encrypted.webm');
  await writeFile(file, segment(info(), tracks(sound({ more: encodings })), SAMPLES));
  expect(await rejectionOf((await aProber()).probe(file))).toBe('encrypted');
});

describe('what every player plays is taken', () => {
  const inFull = async (...args: readonly string[]): Promise<void> => {
    await promisify(execFile)(await fullSizeTool('ffmpeg'), ['-v', 'error', ...args], {
      cwd: scratch,
    });
  };

  it('media that are announced with a few bytes more than there are, which is told', async () => {
    await inFull('-i', good(), '-c', 'copy', '-movflags', 'faststart', 'index-first.mp4');
    const bytes = await readFile(path.join(scratch, 'index-first.mp4'));
    const media = bytes.indexOf('mdat') - 4;
    const prober = await aProber();
    const probedWith = async (more: number) => {
      const file = path.join(scratch, `${more}-more.mp4`);
      const changed = Buffer.from(bytes);
      changed.writeUInt32BE(changed.readUInt32BE(media) + more, media);
      await writeFile(file, changed);
      return prober.probe(file);
    };
    expect((await probedWith(0)).container.missingBytes).toBeUndefined();
    expect((await probedWith(8)).container.missingBytes).toBe(8);
    expect(await rejectionOf(probedWith(17))).toBe('truncated');
  });

  it.each(['mp3', 'bin'])('an MP3 without ID3 and Xing headers (.%s)', async (extension) => {
    const bare = ['-write_xing', '0', '-id3v2_version', '0', '-f', 'mp3', `bare.${extension}`];
    await inFull('-f', 'lavfi', '-i', 'sine=d=3', '-c:a', 'libmp3lame', '-q:a', '4', ...bare);
    const file = path.join(scratch, `bare.${extension}`);
    const store = new OneObjectStore(`bare.${extension}`, bytesOf(await readFile(file)));
    for (const ffprobe of [await mediaTool('ffprobe'), await fullSizeTool('ffprobe')]) {
      const prober = await aProber({}, ffprobe);
      for (const source of [file, store.source]) {
        expect((await prober.probe(source)).streams).toMatchObject([{ codec: 'mp3' }]);
      }
    }
  });
});

describe('what the file is not to blame for', () => {
  it('a parser that is not there is a fault', async () => {
    const prober = await aProber({}, '/nowhere/ffprobe');
    await expect(prober.probe(good())).rejects.toThrow(ProbeFaultError);
  });

  it('a parser that cannot be loaded within the memory limit is a fault, not every file’s fault', async () => {
    const script = 'echo "ffprobe: error while loading shared libraries: libx.so" >&2; exit 127';
    const prober = await aProber({}, await aParser(script));
    await expect(prober.probe(good())).rejects.toThrow(ProbeFaultError);
  });

  it('a parser killed from outside is a fault', async () => {
    const prober = await aProber({}, await aParser('kill -KILL $$'));
    await expect(prober.probe(good())).rejects.toThrow(ProbeFaultError);
  });

  it('a parser that writes something else is a fault', async () => {
    const prober = await aProber({}, await aParser('echo "{}"'));
    await expect(prober.probe(good())).rejects.toThrow(/unknown shape/);
  });

  it('a file that is not there is an error of the file system', async () => {
    const prober = await aProber();
    await expect(prober.probe(path.join(scratch, 'none.mp4'))).rejects.toThrow('ENOENT');
  });

  it('an object that is not there is said to be so', async () => {
    const store = new OneObjectStore('a.mp4', bytesOf(Buffer.alloc(100)));
    const gone = { ...store.source, object: { key: 'b.mp4', versionId: null } };
    await expect((await aProber()).probe(gone)).rejects.toThrow(ObjectNotFoundError);
  });

  it('an abort ends the probe with its reason', async () => {
    const prober = await aProber({}, await aParser('exec /bin/sleep 60'));
    const signal = AbortSignal.timeout(100);
    await expect(prober.probe(good(), signal)).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }) as Error,
    );
  });
});

describe('a file that names others', () => {
  let server: Server;
  let requests = 0;
  let url: string;

  beforeAll(async () => {
    server = createServer((_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.ts`;
    await copyFile(good(), path.join(scratch, 'neighbour.mp4'));
  });
  afterAll(() => server.close());

  const lists = (): string[] => [
    `#EXTM3U\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
    `ffconcat version 1.0\nfile ${url}\n`,
    'ffconcat version 1.0\nfile neighbour.mp4\n',
    `<asx version="3.0"><entry><ref href="${url}"/></entry></asx>`,
  ];

  it.each(['m3u8', 'mp4', 'ffconcat', 'mpd', 'sdp', 'asx'])(
    'does not make the parser open them, whatever its extension (%s)',
    async (extension) => {
      for (const ffprobe of [await mediaTool('ffprobe'), await fullSizeTool('ffprobe')]) {
        const prober = await aProber({}, ffprobe);
        for (const list of lists()) {
          const file = path.join(scratch, `list.${extension}`);
          await writeFile(file, list);
          const store = new OneObjectStore(`list.${extension}`, bytesOf(Buffer.from(list)));
          for (const source of [file, store.source]) {
            expect(['external_reference', 'unsupported_format']).toContain(
              await rejectionOf(prober.probe(source)),
            );
          }
        }
      }
      expect(requests).toBe(0);
    },
  );
});
