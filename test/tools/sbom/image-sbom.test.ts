import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { imageSbom, type ImageContents } from '../../../tools/sbom/image-sbom';
import type { NpmSbom, Part } from '../../../tools/sbom/npm-sbom';
import { describeWith } from '../../support/servers/describe-with';

const STATUS = '/var/lib/dpkg/status';

const part = (name: string, version: string): Part => ({
  'bom-ref': `${name}@${version}`,
  type: 'library',
  name,
  version,
});

const npm: NpmSbom = {
  specVersion: '1.5',
  metadata: { tools: [{ name: 'cli' }], component: { 'bom-ref': 'product@1.0.0' } },
  components: [part('pg', '8.23.1'), part('fastify', '5.12.8')],
  dependencies: [],
};

const contents: ImageContents = {
  name: 'worker',
  npm,
  bundled: new Set(['pg@8.23.1']),
  dpkgStatus: 'Package: libc6\nStatus: install ok installed\nVersion: 2.36-9\nSource: glibc\n',
  osRelease: 'ID=debian\nVERSION_ID="12"\n',
  ffmpegSources: 'ffmpeg 7:5.1.9-0+deb12u1\ndav1d 1.0.0-2+deb12u1\n',
  nodeVersion: '24.21.0',
};

const partsOf = (overrides: Partial<ImageContents> = {}) =>
  (imageSbom({ ...contents, ...overrides }) as { components: Part[] }).components;

describe('the list of the parts of an image', () => {
  it('has Debian, Node, what FFmpeg is built from, and the npm packages that are bundled', () => {
    expect(partsOf().map(({ name, version }) => `${name} ${version}`)).toEqual([
      'debian 12',
      'libc6 2.36-9',
      'node 24.21.0',
      'ffmpeg 7:5.1.9-0+deb12u1',
      'dav1d 1.0.0-2+deb12u1',
      'pg 8.23.1',
    ]);
  });

  it('names packages by the addresses that scanners know', () => {
    expect(partsOf().map(({ purl, cpe }) => cpe ?? purl)).toEqual([
      undefined,
      'pkg:deb/debian/libc6@2.36-9?arch=&upstream=glibc%402.36-9&distro=debian-12',
      'cpe:2.3:a:nodejs:node.js:24.21.0:*:*:*:*:*:*:*',
      'pkg:deb/debian/ffmpeg@7%3A5.1.9-0%2Bdeb12u1?arch=source&distro=debian-12',
      'pkg:deb/debian/dav1d@1.0.0-2%2Bdeb12u1?arch=source&distro=debian-12',
      undefined,
    ]);
  });

  it('is CycloneDX, of a container, and the same whenever it is made', () => {
    expect(imageSbom(contents)).toEqual(imageSbom(contents));
    expect(imageSbom(contents)).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: { component: { type: 'container', name: 'worker', 'bom-ref': 'product@1.0.0' } },
    });
  });

  it.each([
    [{ bundled: new Set(['pg@9.0.0']) }, 'npm does not list what is bundled: pg@9.0.0'],
    [{ dpkgStatus: '' }, 'the status of dpkg must have packages, got none'],
    [{ osRelease: 'ID=debian\n' }, "'os-release' must have ID and VERSION_ID"],
    [{ ffmpegSources: 'dav1d 1.0.0-2\n' }, 'the sources of FFmpeg must name it'],
  ])('is not made of less: %j', (less, why) => {
    expect(() => partsOf(less)).toThrow(why);
  });

  describeWith(
    { met: existsSync(STATUS), remedy: 'no dpkg; on Debian there is' },
    'on Debian',
    () => {
      it('has what dpkg says is installed, by binary and source package', () => {
        const format =
          '${db:Status-Status}\t${Package}\t${Version}\t${source:Package}@${source:Version}\n';
        const installed = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8' })
          .split('\n')
          .map((line) => line.split('\t'))
          .filter(([status]) => status === 'installed')
          .map(([, ...rest]) => rest.join(' '));
        const listed = partsOf({ dpkgStatus: readFileSync(STATUS, 'utf8') })
          .filter(({ purl }) => purl?.includes('upstream='))
          .map(({ name, version, purl }) => {
            const { searchParams } = new URL(purl ?? '');
            return `${name} ${version} ${searchParams.get('upstream')}`;
          });
        expect(installed.length).toBeGreaterThan(80);
        expect(listed.toSorted()).toEqual(installed.toSorted());
      });
    },
  );
});
