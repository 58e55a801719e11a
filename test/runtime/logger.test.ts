import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createLogger } from '../../src/runtime/logger';
import { temporaryDirectory } from '../support/servers/local-platform';

/** A logger and the lines it wrote. */
function lines(level = 'info') {
  const written: Record<string, unknown>[] = [];
  const logger = createLogger(level, {
    write: (line) => written.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { logger, written };
}

test('a line is JSON with its level by name and its time in ISO 8601', () => {
  const { logger, written } = lines();
  logger.info({ videoId: 'a' }, 'stored');
  expect(written).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      videoId: 'a',
      msg: 'stored',
    },
  ]);
});

test('what is below the level is not written', () => {
  const { logger, written } = lines('warn');
  logger.info('no');
  logger.warn('yes');
  expect(written.map(({ msg }) => msg)).toEqual(['yes']);
});

test.each([
  [{ password: 'secret' }],
  [{ authorization: 'secret' }],
  [{ database: { password: 'secret' } }],
  [{ headers: { authorization: 'secret', 'x-api-key': 'secret' } }],
])('credentials are removed, whoever logs them: %j', (fields) => {
  const { logger, written } = lines();
  logger.info(fields, 'line');
  expect(JSON.stringify(written)).not.toContain('secret');
});

test('an error keeps its cause', () => {
  const { logger, written } = lines();
  logger.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(JSON.stringify(written)).toContain('inner');
});

test('a log file holds every line, also of a process that exits at once', async () => {
  const file = path.join(await temporaryDirectory(), 'platform.log');
  const script = path.join(__dirname, '../support/entries/log-and-exit.ts');
  await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', script, file, '5000']);

  const written = (await readFile(file, 'utf8')).trim().split('\n');
  expect(written.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(
    Array.from({ length: 5000 }, (_, index) => index + 1),
  );
});
