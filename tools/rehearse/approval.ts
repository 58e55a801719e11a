import { createInterface } from 'node:readline/promises';

/** Asks on the terminal what the pipeline would ask a person. @throws when the answer is not yes */
export async function approved(question: string, yes: boolean): Promise<string> {
  if (yes) return `${question} Approved by --yes`;
  if (!process.stdin.isTTY) {
    throw new Error("somebody must approve, and there is no terminal to ask on; add '--yes'");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (/^y(es)?$/i.test(answer.trim())) return 'approved';
  throw new Error(`the deploy was not approved: '${answer.trim()}'`);
}
