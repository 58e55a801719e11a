import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IgnoreStrategy } from 'aws-cdk-lib';
import { WORKER_UID } from '../../lib/constructs/scratch-file-system';
import { RDS_CA_FILE } from '../../lib/constructs/store-environment';
import { describeWith } from '../support/servers/describe-with';
import { SBOM_PATH } from '../../tools/published-images/registry';

const root = join(__dirname, '../..');
const dockerfile = readFileSync(join(root, 'src/worker/Dockerfile'), 'utf8').replaceAll(
  '\\\n',
  ' ',
);
const lines = dockerfile.split('\n');
const copies = lines
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
  .map((line) => line.trim().split(/\s+/).slice(1));
const esbuild = /npx esbuild (src\/.*)$/m.exec(dockerfile)?.[1]?.trim().split(/\s+/) ?? [];

describe('the image', () => {
  it.each(copies.flatMap((words) => words.slice(0, -1)))('finds %s in its context', (path) => {
    const ignored = IgnoreStrategy.docker(
      root,
      readFileSync(join(root, '.dockerignore'), 'utf8').split('\n'),
    );
    expect(existsSync(join(root, path))).toBe(true);
    expect(ignored.ignores(join(root, path))).toBe(false);
  });

  it('is not made anew by a change of what is not in it', () => {
    const ignored = IgnoreStrategy.docker(
      root,
      readFileSync(join(root, '.dockerignore'), 'utf8').split('\n'),
    );
    const outside = [
      'README.md',
      'lib/stacks/data-stack.ts',
      'test/x.ts',
      'src/api/routes.ts',
      '.git/HEAD',
      'node_modules/pg/package.json',
      'data/x',
    ];
    expect(outside.filter((path) => !ignored.ignores(join(root, path)))).toEqual([]);
  });

  it('starts from an exact version of Node 24, slim, by its digest', () => {
    expect(/^ARG NODE=(.*)$/m.exec(dockerfile)?.[1]).toMatch(
      /^public\.ecr\.aws\/docker\/library\/node:24\.\d+\.\d+-\w+-slim@sha256:[0-9a-f]{64}$/,
    );
    expect(lines.filter((line) => line.startsWith('FROM ') && !line.includes('${NODE}'))).toEqual(
      [],
    );
  });

  it('runs as the user that the access point lets in', () => {
    expect(lines).toContain(`USER ${WORKER_UID}:${WORKER_UID}`);
  });

  it('has the authorities of RDS where the worker looks for them', () => {
    expect(dockerfile).toMatch(new RegExp(`COPY \\S+/${RDS_CA_FILE} /app/${RDS_CA_FILE}`));
  });

  describe('the bundle that it makes', () => {
    let app: string;
    beforeAll(() => {
      app = mkdtempSync(join(tmpdir(), 'image-'));
      const options = esbuild.map((word) => word.replace(/=\/(app|build)\b/, `=${app}`));
      execFileSync(join(root, 'node_modules/.bin/esbuild'), [...options, '--log-level=error'], {
        cwd: root,
      });
      for (const words of copies.filter((each) => each.at(-1)?.startsWith('/app'))) {
        const [from = '', to = ''] = words;
        cpSync(join(root, from), to.replace('/app', app), { recursive: true });
      }
    });
    afterAll(() => {
      rmSync(app, { recursive: true, force: true });
    });

    describeWith(
      { met: existsSync('/var/lib/dpkg/status'), remedy: 'no dpkg; on Debian there is' },
      'on Debian',
      () => {
        it('is listed with all that the image is made of, in its last layer', () => {
          const last = lines.filter((line) => /^(COPY|ADD|RUN|WORKDIR) /.test(line)).at(-1);
          expect(last).toBe(`COPY --from=bundle /sbom/sbom.cdx.json /${SBOM_PATH}`);
          const [program, ...files] =
            /node (sbom\.js .*) > \/sbom/.exec(dockerfile)?.[1]?.split(' ') ?? [];
          expect(files).toEqual(['npm.cdx.json', 'meta.json', 'ffmpeg-sources.txt']);
          const run = (command: string, ...args: string[]) =>
            execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
          const npmSbom = /(npm sbom .*) > \S+npm\.cdx\.json/.exec(dockerfile)?.[1] ?? '';
          writeFileSync(join(app, 'npm.cdx.json'), run('sh', '-c', npmSbom));
          writeFileSync(join(app, 'ffmpeg-sources.txt'), 'ffmpeg 7:5.1.9-0+deb12u1\n');
          const bundle =
            /npx esbuild (tools\/sbom\/\S+ .*)$/m.exec(dockerfile)?.[1]?.split(/\s+/) ?? [];
          run(
            join(root, 'node_modules/.bin/esbuild'),
            ...bundle.map((word) => word.replace('=/build', `=${app}`)),
            '--log-level=error',
          );
          const said = run(
            process.execPath,
            ...[program ?? '', ...files].map((file) => join(app, file)),
          );
          const { components } = JSON.parse(said) as {
            components: { name: string; purl?: string }[];
          };
          const names = components.map(({ name }) => name);
          expect(names).toEqual(
            expect.arrayContaining([
              'debian',
              'dpkg',
              'libc6',
              'node',
              'ffmpeg',
              'pg',
              'zod',
              'ioredis',
            ]),
          );
          // of what is installed it has only what is bundled
          expect(names).not.toEqual(expect.arrayContaining(['fastify']));
          expect(names).not.toEqual(expect.arrayContaining(['eslint']));
        });
      },
    );

    it.each(['worker.task.js', 'migrate.task.js'])(
      'starts with %s, and says what it lacks',
      (file) => {
        const { stdout, stderr, status } = spawnSync(process.execPath, [join(app, file)], {
          cwd: app,
          env: {},
          encoding: 'utf8',
          timeout: 20_000,
        });
        expect(`${stdout}${stderr}`).toContain("'DATABASE_URL': is not set");
        expect(status).toBeGreaterThan(0);
      },
    );
  });
});
