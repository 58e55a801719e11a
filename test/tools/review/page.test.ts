import { complianceChanges } from '../../../tools/review/compliance-changes';
import { toHtml } from '../../../tools/review/html';
import { toMarkdown } from '../../../tools/review/markdown';
import type { Review } from '../../../tools/review/review';
import { verdictOf } from '../../../tools/review/words';
import { aResult } from '../../support/factories/compliance-report';
import { aReview } from '../../support/factories/review';

const revisions = { base: 'main', head: 'the files as they are', at: new Date(0) };
const html = (review: Review) => toHtml(review, revisions);
const markdown = (review: Review) => toMarkdown(review, revisions);

const safeguards = [{ what: 'the approval Approval/Approve', was: 'there', is: 'gone <b>' }];

describe("the page of a change of the pipeline's safeguards", () => {
  const review = aReview({ safeguards });

  test('says it in the first place, in red', () => {
    expect(verdictOf(review)).toBe("The pipeline's safeguards change in 1 place; nothing changes");
    expect(html(review)).toContain('<header class="bad">');
    expect(html(review)).toMatch(/<main>\s*<section class="safeguards">/);
    expect(html(review)).toContain('gone &lt;b&gt;');
    expect(markdown(review)).toContain(
      '- **the approval Approval/Approve** was `there`, is `gone <b>`',
    );
  });

  test('says how it is confirmed', () => {
    expect(html(review)).toContain('<code>Pipeline-Weakened: …</code>');
    expect(markdown(review)).toContain('`Pipeline-Weakened: …`');
  });

  test('says why it is confirmed', () => {
    const confirmed = aReview({ safeguards, reason: 'asked <twice>' });
    expect(html(confirmed)).toContain('<q>asked &lt;twice&gt;</q>');
    expect(html(confirmed)).not.toContain('A run of the pipeline stops');
    expect(markdown(confirmed)).toContain('The commit gives the reason: asked <twice>');
    expect(verdictOf(confirmed)).toContain('in 1 place, as its commit says');
  });
});

describe('the page of a change that compliance sees', () => {
  const compliance = complianceChanges(
    [aResult({ path: 'StreamTech-dev/Data/Old', verdict: 'acknowledged', note: 'was right' })],
    [
      aResult({ path: 'StreamTech-dev/Data/Open', verdict: 'non-compliant', finding: '<star>' }),
      aResult({ path: 'StreamTech-dev/Data/New', verdict: 'acknowledged', note: 'is right' }),
    ],
  );
  const review = aReview({ compliance });

  test('counts what is open and what is newly accepted', () => {
    expect(verdictOf(review)).toBe('Nothing changes; 1 finding open; 1 finding newly acknowledged');
    expect(html(review)).toContain('<header class="bad">');
  });

  test('names each with its resource and its reason', () => {
    const page = html(review);
    expect(page).toContain('AwsSolutions-SQS3[&lt;star&gt;]');
    expect(page).toContain('StreamTech-dev/<wbr>Data/<wbr>New');
    expect(page).toContain('<h3>No longer found</h3>');
    expect(markdown(review)).toContain(
      '- **newly acknowledged** `AwsSolutions-SQS3` `StreamTech-dev/Data/New`: is right',
    );
    expect(markdown(review)).toContain('- **no longer found**');
  });

  test('says so when nothing was compared', () => {
    const unknown = aReview({ compliance: undefined });
    expect(html(unknown)).toContain('Not compared');
    expect(markdown(unknown)).toContain('Not compared');
    expect(html(aReview())).toContain('Nothing is gained or lost');
  });
});
