import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended } from '../../support/drivers/command';
import { withCatalogue } from '../../support/factories/claims';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { aProgramme, daysAgo } from '../../support/factories/videos';
import { sampleFolder, SAMPLES_TIMEOUT_MS } from '../../support/media';

/* `npm run process` as a script calls it. */

jest.setTimeout(120_000);

let database: TestDatabase;
let directory: string;
let good: string;
let broken: string;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  directory = await mkdtemp(path.join(tmpdir(), 'process-'));
  const samples = await sampleFolder();
  good = path.join(samples, 'h264-aac.mp4');
  broken = path.join(samples, 'broken/text.mp4');
}, SAMPLES_TIMEOUT_MS);
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await database.drop();
});

function command(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: database.url, DATA_DIRECTORY: directory };
  return ended('process.ts', args, env);
}

async function aProfile(changes: object = {}, size = '1920x1080'): Promise<string> {
  const text = { ja: '1920×1080 であること', en: 'The picture is 1920×1080' };
  const source = { document: 'House rules', clause: null, confidence: 'high' };
  const base = { measure: 'video.size', must: { be: 'equals', value: size }, source, text };
  const profile = {
    id: 'house',
    version: 1,
    name: { ja: '社内', en: 'House' },
    rules: [
      { ...base, id: 'size-noted', severity: 'WARN' },
      { ...base, id: 'size-refused', severity: 'FAIL' },
      { ...base, id: 'size-told', severity: 'INFO' },
    ],
    ...changes,
  };
  const file = path.join(directory, 'house.json');
  await writeFile(file, JSON.stringify(profile));
  return file;
}

test('shows which rules a file breaks, the worst first, and ends with 0 unless asked', async () => {
  const { code, stdout, stderr } = await command('--profile', await aProfile(), good);
  expect(stderr).toBe('1 file: 1 of 1 processed\n1 ready\n');
  expect(stdout).toMatch(/│ fail +│ size-refused +│[^\n]*\n│ +│ +│ +│ size-noted +│/);
  expect(stdout).not.toContain('size-told');
  expect(code).toBe(0);
});

test('ends with 3 when a file is as bad as --fail-on says', async () => {
  const profile = await aProfile();
  const files = [good, broken];
  const { code, stdout, stderr } = await command(
    '--json',
    '--fail-on',
    'warn',
    '--profile',
    profile,
    ...files,
  );
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { file: good, verdict: 'fail', brokenRules: ['size-refused', 'size-noted'] },
    { file: broken, status: 'rejected', brokenRules: [] },
  ]);
  expect(stderr).toMatch(/\n'warn' or worse: 2 of 2 files\n$/);
  expect(code).toBe(3);
});

test('judges a file that is there already by the profile that is asked for now', async () => {
  const file = path.join(directory, 'again.mp4');
  await copyFile(good, file);
  const judged = async (profile: string) => {
    const { stdout } = await command('--json', '--profile', profile, file);
    return JSON.parse(stdout) as { id: string };
  };
  const first = await judged('none');
  expect(first).toMatchObject({ verdict: null });
  const { id } = first;
  const brokenRules = ['size-refused', 'size-noted'];
  expect(await judged(await aProfile())).toMatchObject({ id, verdict: 'fail', brokenRules });
  expect(await judged(await aProfile({}, '640x360'))).toMatchObject({
    id,
    verdict: 'pass',
    brokenRules: [],
  });
});

test('lists each mistake of a profile once', async () => {
  const { code, stderr } = await command(
    '--profile',
    await aProfile({ id: 'A B', rules: [] }),
    good,
  );
  expect(stderr.match(/^id: must be words/gm)).toHaveLength(1);
  expect(stderr.match(/^rules: /gm)).toHaveLength(1);
  expect(stderr).toMatch(/house.json' must be a QC profile, got:\n/);
  expect(code).toBe(1);
});

test.each([
  ['must be kept as it is', 'kept'],
  ['was deleted', 'deleted'],
])('refuses a file whose video %s, and touches nothing', async (state, name) => {
  const file = path.join(directory, `${name}.mp4`);
  await copyFile(good, file);
  const { stdout } = await command('--json', file);
  const { id } = JSON.parse(stdout) as { id: string };
  await withCatalogue(database.url, async (catalogue) => {
    if (name === 'kept') {
      const programme = aProgramme({ broadcastAt: daysAgo(1) });
      await catalogue.programmes.store(id, 'client:tester', { programme, mayShorten: false });
    } else {
      await catalogue.deletions.begin(id, 'client:tester', 'tested');
      await catalogue.deletions.end(id, 'client:tester');
    }
    const before = await catalogue.videos.find(id);
    const { code, stderr } = await command(file);
    expect(code).toBe(1);
    expect(stderr).toContain(`must not take the place of video '${id}', which ${state}`);
    expect(await catalogue.videos.find(id)).toEqual(before);
  });
});
