/*
 * Whose is it, by its name? A suffix has no capitals, and what follows it in a stack's name begins with
 * one, so a stack's name is plain. `streamtech-worker-a-dev` is not: it may be of `a-dev` or of `dev`, and
 * is of the longest suffix that is deployed.
 */

const STACK = /^StreamTech-([a-z][a-z0-9-]*)-[A-Z]\w*$/;

/** The environment that a stack is of; undefined for a stack that is none of ours. */
export function suffixOfStack(stackName: string): string | undefined {
  return STACK.exec(stackName)?.[1];
}

/** Tells names of one environment from those of others in its account. */
export class Naming {
  private readonly longer: readonly string[];

  /** @param others suffixes of every environment that is deployed beside it */
  constructor(
    readonly environmentSuffix: string,
    others: readonly string[],
  ) {
    this.longer = others.filter((other) => other.endsWith(`-${environmentSuffix}`));
  }

  /** Whether a name, or a part of a path or ARN, is of this environment. */
  owns(name: string): boolean {
    return name.split(/[/:]/).some((part) => this.ownsPart(part));
  }

  private ownsPart(part: string): boolean {
    if (part.startsWith(`StreamTech-${this.environmentSuffix}-`)) {
      return /^[A-Z]/.test(part.slice(`StreamTech-${this.environmentSuffix}-`.length));
    }
    return (
      /(^|-)streamtech-/.test(part) &&
      part.endsWith(`-${this.environmentSuffix}`) &&
      !this.longer.some((other) => part.endsWith(`-${other}`))
    );
  }
}
