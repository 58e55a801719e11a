import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commitOf, templatesOfRevision, templatesOfWorkingTree } from './review/assemblies';
import { reviewChanges } from './review/change-review';
import { toHtml } from './review/html';
import { toMarkdown } from './review/markdown';
import { verdictOf } from './review/words';
import { run } from './terminal/main';

/* `npm run review -- --base REV [--head REV]`: what a deploy of one revision over another would do. */

const REPORTS = join('reports', 'review');

run(async () => {
  const { base, head } = readArguments();
  console.log(`synthesizing ${base}; this takes up to a minute`);
  const before = await templatesOfRevision(base);
  console.log(`synthesizing ${head ?? 'the files as they are'}`);
  const after = await (head === undefined ? templatesOfWorkingTree() : templatesOfRevision(head));
  const review = reviewChanges(before, after);
  const revisions = {
    base: `${base} (${commitOf(base)})`,
    head: head === undefined ? 'the files as they are' : `${head} (${commitOf(head)})`,
    at: new Date(),
  };
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(join(REPORTS, 'review.html'), toHtml(review, revisions));
  writeFileSync(join(REPORTS, 'review.md'), toMarkdown(review, revisions));
  writeFileSync(join(REPORTS, 'review.json'), JSON.stringify({ ...revisions, ...review }, null, 2));
  console.log(`report: ${join(REPORTS, 'review.html')}\n${verdictOf(review)}`);
});

function readArguments(): { base: string; head: string | undefined } {
  const { values } = parseArgs({
    options: { base: { type: 'string' }, head: { type: 'string' } },
  });
  if (values.base === undefined) {
    throw new Error(
      "'--base' must name a revision, got none; such as: npm run review -- --base main",
    );
  }
  commitOf(values.base); // before minutes of work
  if (values.head !== undefined) commitOf(values.head);
  return { base: values.base, head: values.head };
}
