import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Review } from './review';
import { toHtml } from './html';
import { toMarkdown } from './markdown';
import { type ReviewedRevisions, verdictOf } from './words';

export const REPORTS = join('reports', 'review');

/** Leaves a review in its forms, and says where it is and what it comes to. */
export function write(review: Review, revisions: ReviewedRevisions): void {
  mkdirSync(REPORTS, { recursive: true });
  const files = {
    'review.html': toHtml(review, revisions),
    'review.md': toMarkdown(review, revisions),
    'review.json': JSON.stringify({ ...revisions, ...review }, null, 2),
    'verdict.txt': verdictOf(review),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(REPORTS, name), content);
  console.log(`report: ${join(REPORTS, 'review.html')}\n${verdictOf(review)}`);
}
