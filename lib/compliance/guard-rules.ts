import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidationRuleSource } from 'aws-cdk-lib';

/** A rule of a Guard file, as far as the report needs to know it. */
export interface GuardRule {
  readonly id: string;
  /** The resource type that the rule is about. */
  readonly type: string;
  /** The sentences that it says when it fails. */
  readonly statement: string;
  /** The comment at the head of its file. */
  readonly reason: string;
}

const FOLDER = join(__dirname, 'guard');

export function guardSources(): ValidationRuleSource[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.guard'))
    .sort()
    .map((name) => ({ name, content: readFileSync(join(FOLDER, name), 'utf8') }));
}

/**
 * The rules in Guard files, of which the engine reports failures only. Each must start as
 * `rule <id> when %<variable> !empty`, its variable being `let <variable> = Resources.*[ Type == '<type>' … ]`.
 */
export function guardRules(sources: readonly ValidationRuleSource[]): GuardRule[] {
  return sources.flatMap(({ content }) => {
    const types = new Map(
      [...content.matchAll(/^let (\w+) = Resources\.\*\[ Type == '([^']+)'/gm)].map((match) => [
        match[1],
        match[2],
      ]),
    );
    const reason = [...content.matchAll(/^# (.+)$/gm)].slice(0, 2).map((line) => line[1]);
    return [...content.matchAll(/^rule (\w+) when %(\w+) !empty \{(.*?)^\}/gms)].map(
      ([, id = '', variable, body = '']) => ({
        id,
        type: types.get(variable) ?? '',
        statement: sentences(body),
        reason: reason.join(' '),
      }),
    );
  });
}

function sentences(body: string): string {
  return [...new Set([...body.matchAll(/<<(.+?)>>/g)].map((match) => match[1]))].join('; ');
}
