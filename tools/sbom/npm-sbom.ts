/** A part of what is listed (CycloneDX 1.5, "components"). */
export interface Part {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly cpe?: string;
}

/** What `npm sbom --package-lock-only --sbom-format cyclonedx` prints, as far as it is read. */
export interface NpmSbom {
  readonly specVersion: string;
  readonly metadata: {
    readonly tools: readonly object[];
    readonly component: { readonly 'bom-ref': string };
  };
  readonly components: readonly Part[];
  readonly dependencies: readonly {
    readonly ref: string;
    readonly dependsOn: readonly string[];
  }[];
}

/** `package-lock.json`, as far as it is read. */
export interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly name?: string;
        readonly version: string;
        /** Only packages of developers want it. */
        readonly dev?: boolean;
        readonly devOptional?: boolean;
      }
    >
  >;
}

/**
 * What is left of the list without packages that only developers need. npm's own `--omit=dev` also leaves out
 * what the product needs and one of those needs too (npm/cli#7909).
 */
export function withoutDevelopment(npm: NpmSbom, { packages }: LockFile): NpmSbom {
  const names = Object.entries(packages)
    .filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)
    .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`);
  const kept = new Set([...names, npm.metadata.component['bom-ref']]);
  return {
    ...npm,
    components: npm.components.filter((each) => kept.has(each['bom-ref'])),
    dependencies: npm.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn }) => ({
        ref,
        dependsOn: dependsOn.filter((each) => kept.has(each)),
      })),
  };
}
