import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** An image that is run, where it was published. */
export interface PublishedImage {
  /** What the CDK calls it, such as `worker`. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
  /** The hash of what it is made of: the repository of the bootstrap lets no tag be given twice. */
  readonly imageTag: string;
}

const assetsSchema = z.object({
  dockerImages: z
    .record(
      z.string(),
      z.object({
        displayName: z.string(),
        destinations: z.record(
          z.string(),
          z.object({
            region: z.string(),
            repositoryName: z.string(),
            imageTag: z.string(),
            assumeRoleArn: z.string(),
          }),
        ),
      }),
    )
    .default({}),
});

/** The images that the templates of a cloud assembly name, each once; what is only built from is none of them. */
export function imagesIn(assembly: string): PublishedImage[] {
  const found = new Map<string, PublishedImage>();
  for (const file of readdirSync(assembly, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith(ASSETS)) continue;
    const stack = path.join(assembly, file.slice(0, -ASSETS.length));
    const { dockerImages } = assetsSchema.parse(
      JSON.parse(readFileSync(`${stack}${ASSETS}`, 'utf8')),
    );
    const template = readFileSync(`${stack}.template.json`, 'utf8');
    for (const { displayName: name, destinations } of Object.values(dockerImages)) {
      for (const { assumeRoleArn, ...place } of Object.values(destinations)) {
        if (!template.includes(place.imageTag)) continue;
        const image = { name, account: accountIn(assumeRoleArn), ...place };
        found.set(uriOf(image), image);
      }
    }
  }
  return [...found.values()];
}

const ASSETS = '.assets.json';

/** As a task definition names it. */
export function uriOf({ account, region, repositoryName, imageTag }: PublishedImage): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}:${imageTag}`;
}

/** For people, and in the names of files. */
export function labelOf({ name, account }: PublishedImage): string {
  return `${name}-${account}`;
}

/** The role that publishes it is of the account where it goes. */
function accountIn(roleArn: string): string {
  const [, account] = /:iam::(\d{12}):/.exec(roleArn) ?? [];
  if (account === undefined) throw new Error(`'${roleArn}' must be of an account`);
  return account;
}
