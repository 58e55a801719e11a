import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidationRuleSource } from 'aws-cdk-lib';

/** A rule of a Guard file, as the report shows it. */
export interface GuardRule {
  readonly id: string;
  /** The resource type that the rule applies to. */
  readonly type: string;
  /** Its failure messages, joined with semicolons. */
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
 * The rules in Guard files, as the engine reports failures only. Each must start with
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
        statement: messages(body),
        reason: reason.join(' '),
      }),
    );
  });
}

function messages(body: string): string {
  return [...new Set([...body.matchAll(/<<(.+?)>>/g)].map((match) => match[1]))].join('; ');
}
