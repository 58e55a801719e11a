import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

/*
 * What commands say and end with, one after the other in one process: each is loaded anew, and what
 * they have in common, which takes most of the time of a start, only once. Arguments: a JSON array of
 * command lines, file first. Prints a JSON array of answers.
 */

/** A command that has not ended by then has begun its work. */
const LIMIT_MS = 30_000;

const load = createRequire(__filename);
const say = process.stdout.write.bind(process.stdout);
// a command that is ended halfway leaves promises behind
process.on('unhandledRejection', () => undefined);

async function ask([file = '', ...args]: readonly string[]) {
  let said = '';
  const take = (text: string | Uint8Array): boolean => {
    said += String(text);
    return true;
  };
  process.stdout.write = take;
  process.stderr.write = take;
  process.argv = [process.execPath, file, ...args];
  const code = await new Promise<number | null>((resolve) => {
    const limit = setTimeout(resolve, LIMIT_MS, null);
    process.exit = (status) => {
      clearTimeout(limit);
      resolve(Number(status ?? 0));
      throw new Error('ended');
    };
    const entry = load.resolve(path.resolve(file));
    Reflect.deleteProperty(load.cache, entry);
    load(entry);
  });
  await setImmediate(); // what its end makes it say is its own, not the next one's
  return { code, said };
}

async function main(): Promise<void> {
  const exit = process.exit.bind(process);
  const answers = [];
  for (const line of JSON.parse(process.argv[2] ?? '[]') as string[][]) {
    answers.push(await ask(line));
  }
  say(JSON.stringify(answers), () => exit(0));
}

void main();
