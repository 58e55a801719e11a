import type { NpmSbom, Part } from './npm-sbom';

/** What an image is made of, as its build has it. */
export interface ImageContents {
  /** What the image is called. */
  readonly name: string;
  /** Of the packages in the lock file. */
  readonly npm: NpmSbom;
  /** `name@version` of those that are in the bundles. */
  readonly bundled: ReadonlySet<string>;
  /** Text of `/var/lib/dpkg/status`. */
  readonly dpkgStatus: string;
  /** Text of `/etc/os-release`. */
  readonly osRelease: string;
  /** Debian's source packages that FFmpeg is built and linked from: a line each, name and version. */
  readonly ffmpegSources: string;
  /** Such as `24.21.0`. */
  readonly nodeVersion: string;
}

/**
 * The parts of the image in CycloneDX: Debian's packages, Node, FFmpeg with what is linked into it, and those
 * npm packages that are in the bundles. Without a time and a serial number: the same parts make the same file.
 */
export function imageSbom(contents: ImageContents): object {
  const { name, npm, bundled, dpkgStatus, osRelease, ffmpegSources, nodeVersion } = contents;
  const distribution = distributionIn(osRelease);
  const npmParts = npm.components.filter((each) => bundled.has(each['bom-ref']));
  const missing = [...bundled].filter((name) => !npmParts.some((each) => each['bom-ref'] === name));
  if (missing.length > 0) throw new Error(`npm does not list what is bundled: ${missing.join()}`);
  return {
    bomFormat: 'CycloneDX',
    specVersion: npm.specVersion,
    version: 1,
    metadata: {
      tools: npm.metadata.tools,
      // npm calls it like the folder that it was built in
      component: { ...npm.metadata.component, type: 'container', name },
    },
    components: [
      { ...distribution, 'bom-ref': `${distribution.name}@${distribution.version}` },
      ...debianPackages(dpkgStatus, distribution),
      nodePart(nodeVersion),
      ...ffmpegParts(ffmpegSources, distribution),
      ...npmParts,
    ],
  };
}

interface Distribution {
  readonly type: 'operating-system';
  readonly name: string;
  readonly version: string;
}

function distributionIn(osRelease: string): Distribution {
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]+)"?$`, 'm').exec(osRelease)?.[1];
  const [name, version] = [value('ID'), value('VERSION_ID')];
  if (name === undefined || version === undefined) {
    throw new Error("'os-release' must have ID and VERSION_ID");
  }
  return { type: 'operating-system', name, version };
}

/** Of a status file, whose form is that of deb822(5): paragraphs of fields. */
function debianPackages(status: string, distribution: Distribution): Part[] {
  const parts = status.split(/\n{2,}/).flatMap((paragraph): Part[] => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
    if (!field('Status').endsWith(' installed')) return [];
    const [name, version] = [field('Package'), field('Version')];
    // `glibc`, or `glibc (2.36-9)` where the version is another one
    const [source = '', sourceVersion = version] = (field('Source') || name).split(/ \(|\)/);
    return [
      debian(distribution, name, version, {
        arch: field('Architecture'),
        upstream: `${source}@${sourceVersion}`,
      }),
    ];
  });
  if (parts.length === 0) throw new Error('the status of dpkg must have packages, got none');
  return parts;
}

function ffmpegParts(sources: string, distribution: Distribution): Part[] {
  const parts = sources.split('\n').flatMap((line): Part[] => {
    const [name, version] = line.split(' ');
    return name && version ? [debian(distribution, name, version, { arch: 'source' })] : [];
  });
  if (!parts.some(({ name }) => name === 'ffmpeg')) {
    throw new Error(`the sources of FFmpeg must name it, got '${sources.trim()}'`);
  }
  return parts;
}

/** By the package URL of Debian's packages; scanners find vulnerabilities by the source, `upstream`. */
function debian(
  { name: namespace, version: release }: Distribution,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string>>,
): Part {
  const query = Object.entries({ ...qualifiers, distro: `${namespace}-${release}` })
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
  const purl = `pkg:deb/${namespace}/${encodeURIComponent(name)}@${encodeURIComponent(version)}?${query}`;
  return { 'bom-ref': purl, type: 'library', name, version, purl };
}

function nodePart(version: string): Part {
  const purl = `pkg:generic/node@${version}`;
  const cpe = `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`;
  return { 'bom-ref': purl, type: 'application', name: 'node', version, purl, cpe };
}
