import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { judge } from '../../../src/domain/quality/judge';
import { jpCm } from '../../../src/domain/quality/profiles/jp-cm';
import { commercial, FIFTEEN_SECONDS, type Commercial } from '../../../tools/samples/commercial';
import { measured } from '../../support/quality/measured';
import { make } from '../../support/quality/signals';

/* A commercial of 5 s in a small picture, as it is delivered, and with one fault at a time. */

const FIVE_SECONDS: Commercial = { ...FIFTEEN_SECONDS, size: '480x270', bodyFrames: 150 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'commercial-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Ids of the rules that are broken, but for those on the size of the picture and its container. */
async function broken(name: string, changes: Partial<Commercial>): Promise<string[]> {
  const layout = { ...FIVE_SECONDS, ...changes };
  const file = await make(folder, `${name}.mov`, [
    ...commercial(layout),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-flags', '+ildct+ilme', '-x264opts', 'tff=1'],
    ...['-c:a', 'pcm_s24le'],
  ]);
  const { measurements, metadata } = await measured(file);
  return judge(measurements, metadata, jpCm)
    .results.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'info')
    .map(({ ruleId }) => ruleId)
    .filter((id) => !ofOtherFiles.includes(id));
}

const ofOtherFiles = [
  'size',
  'container',
  'operational-pattern',
  'codec',
  'bit-rate',
  'field-order',
];

it('as it is delivered breaks no rule', async () => {
  expect(await broken('whole', {})).toEqual([]);
});

it.each<[string, Partial<Commercial>, string[]]>([
  [
    'bars too long',
    { barsFrames: 165, creditFrames: 45 },
    ['commercial-bars', 'commercial-credit'],
  ],
  ['no tone', { toneSeconds: 0 }, ['commercial-tone']],
  ['a tone that goes on', { toneSeconds: 6 }, ['commercial-tone']],
  [
    'a short first picture',
    { firstPictureFrames: 75, creditFrames: 75 },
    ['commercial-credit', 'commercial-first-picture'],
  ],
  [
    'a body half a second too long',
    { bodyFrames: 165 },
    ['commercial-tail', 'commercial-silent-tail'],
  ],
  ['a body that is a picture short', { bodyFrames: 149 }, ['commercial-tail']],
  ['no last picture', { lastPictureFrames: 0 }, ['commercial-tail', 'commercial-last-picture']],
  ['a body too loud', { loudness: -21 }, ['loudness-highest']],
  [
    'a body that begins too loud',
    { silentSeconds: 0.2 },
    ['commercial-silent-head', 'commercial-silent-tail'],
  ],
  [
    'a timecode a second off',
    { timecode: '00:59:51;00' },
    ['commercial-leader', 'commercial-first-picture', 'commercial-tail', 'commercial-silent-tail'],
  ],
])('%s', async (name, changes, rules) => {
  expect(await broken(name, changes)).toEqual(rules);
});
