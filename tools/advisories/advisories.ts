import * as z from 'zod';
import type { Exception } from './exceptions';
import { judged } from './judge';

/** The registry has not told what is known, which is not nothing. */
export class RegistryError extends Error {
  constructor(why: string) {
    super(`the npm registry does not tell of vulnerabilities: ${why}`);
    this.name = 'RegistryError';
  }
}

/** A vulnerability that is published of a package which is installed. */
export interface Advisory {
  /** At GitHub: `GHSA-…`. */
  readonly id: string;
  readonly package: string;
  readonly severity: string;
  readonly title: string;
  /** Whether the package is in what is deployed; else it is a tool of developers and of the pipeline. */
  readonly isDeployed: boolean;
}

/** Of npm's report, version 2, as far as it is read (npm docs, "npm audit"). */
const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      // a text names the package by which this one is affected, which has an entry of its own
      via: z.array(
        z.string().or(
          z.object({
            name: z.string(),
            url: z.string(),
            title: z.string(),
            severity: z.string(),
          }),
        ),
      ),
    }),
  ),
});

/**
 * High and critical advisories, each once by package.
 *
 * @param all what `npm audit --json` prints
 * @param deployed what it prints with `--omit=dev`
 * @throws RegistryError
 */
export function advisoriesIn(all: string, deployed: string): Advisory[] {
  const inDeployed = new Set(listed(deployed).map(keyOf));
  return listed(all).map((each) => ({ ...each, isDeployed: inDeployed.has(keyOf(each)) }));
}

/** What stops a deploy on a day, in words; empty when nothing does. */
export function problemsOf(
  advisories: readonly Advisory[],
  exceptions: readonly Exception[],
  today: Date,
): string[] {
  const known = advisories.map(({ id, package: name, severity, title, isDeployed }) => ({
    id,
    words: `${isDeployed ? 'deployed' : 'tools alone'}: ${severity} in ${name}: ${title} (${id})`,
  }));
  return judged(known, exceptions, today);
}

const STOPPING = ['high', 'critical'];

function listed(text: string): Omit<Advisory, 'isDeployed'>[] {
  const found = new Map<string, Omit<Advisory, 'isDeployed'>>();
  for (const { via } of Object.values(parsed(text).vulnerabilities)) {
    for (const each of via) {
      if (typeof each === 'string' || !STOPPING.includes(each.severity)) continue;
      const { name, url, title, severity } = each;
      const id = url.split('/').at(-1) ?? url;
      const advisory = { id, package: name, severity, title };
      found.set(keyOf(advisory), advisory);
    }
  }
  return [...found.values()];
}

function keyOf({ id, package: name }: Omit<Advisory, 'isDeployed'>): string {
  return `${id} ${name}`;
}

/** Of a failure npm prints its message in JSON, too. */
function parsed(text: string): z.output<typeof reportSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RegistryError(text.trim() || 'npm printed nothing');
  }
  const { data } = reportSchema.safeParse(json);
  if (data) return data;
  const { message = 'its answer is no report' } = json as { readonly message?: string };
  throw new RegistryError(message);
}
