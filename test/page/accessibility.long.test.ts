import { randomUUID } from 'node:crypto';
import * as axe from 'axe-core';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aProgramme, daysAgo } from '../support/factories/videos';
import { keys } from '../support/servers/page-api';
import { describePage } from '../support/servers/page-stage';
import { aDraft, aReport, aStoredReport, jpTv2k, tooLoud } from '../support/factories/qc';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds, in light and in dark, that keeps people out. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await barriersAsShown(page)).map((barrier) => `${colorScheme}: ${barrier}`));
  }
  return found;
}

async function barriersAsShown(page: Page): Promise<string[]> {
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations)`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.html} ${n.failureSummary}`));
}

const languages = ['ja-JP', 'en-US'] as const;

const proposed = { proposedBy: 'client:desk', proposedAt: '2026-04-01T00:00:00.000Z' };

describePage('accessibility', (stage) => {
  const videoView = (fileName: string) => `?video=${stage.video(fileName).id}`;

  it.each(languages)('has no barrier in the list, %s', async (locale) => {
    const page = await stage.open('', { locale });
    await page.locator('.popular').waitFor();
    await page.getByRole('row').nth(1).waitFor();

    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)("has no barrier on a video's page, %s", async (locale) => {
    const page = await stage.open(videoView('SAKURAJIMA'), { locale });
    await page.locator('summary').click();

    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)('has no barrier in what QC found, %s', async (locale) => {
    const { id } = stage.video('SAKURAJIMA');
    const proposal = { verdict: 'pass', reason: 'a concert', ...proposed } as const;
    stage.api.catalogue.qc.put(id, {
      reports: [{ ...aStoredReport(aReport(tooLoud, jpTv2k)), proposal }],
    });
    const page = await stage.open(videoView('SAKURAJIMA'), { locale });
    await page.locator('.qc-findings').waitFor();

    expect(await barriers(page)).toEqual([]);

    await page.locator('.qc-actions button').last().click();
    await page.locator('dialog').waitFor();

    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)('has no barrier in a QC profile and its draft, %s', async (locale) => {
    await stage.api.catalogue.ports.profiles.saveDraft(
      'station-a',
      aDraft({ rules: [{ id: 'silence', severity: 'INFO' }] }),
      jpTv2k,
      'client:desk',
    );
    const page = await stage.open('?view=profiles', { locale });
    await page.locator('summary').first().click();
    expect(await barriers(page)).toEqual([]);
    await page.locator('table a').first().press('Enter');
    await page.locator('.profile-videos input').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.locator('.video-head button').nth(1).press('Enter');
    await page.locator('.profile-rule').first().waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)('has no barrier where a file was rejected, %s', async (locale) => {
    const page = await stage.open(videoView('interview_yamada'), { locale });
    await page.locator('.note-bad').waitFor();

    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)('has no barrier at the sign-in, %s', async (locale) => {
    const page = await stage.open('', { locale, key: null });
    await page.locator('#key').waitFor();

    expect(await barriers(page)).toEqual([]);
  });

  it('has no barrier on a phone, with filters and uploads', async () => {
    const page = await stage.open('?status=ready', {
      viewport: { width: 390, height: 844 },
    });
    const buffer = Buffer.alloc(10);
    await page.locator('input[type=file]').setInputFiles({ name: 'a.mp4', mimeType: '', buffer });
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByText('1 of 1 done').waitFor();

    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)('has no barrier in what waits for approval, %s', async (locale) => {
    await stage.api.catalogue.ports.decisions.decide(
      stage.video('SAKURAJIMA').id,
      { kind: 'proposed', verdict: 'warn', reason: 'a concert' },
      'person:7d1c 鈴木 一郎',
    );
    const view = '?waiting=approval';
    const page = await stage.open(view, { locale, key: keys.approve });
    await page.locator('.row-note').waitFor();

    expect(await barriers(page)).toEqual([]);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.awaiting-approval .count').waitFor();

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)('has no barrier in the audit log, nor on a phone, %s', async (locale) => {
    const videoId = stage.video('SAKURAJIMA').id;
    const [at, atJapan] = ['2026-02-15T15:30:00.000Z', '2026-02-16 00:30:00.000 JST'];
    const who = { actor: 'client:desk', at, atJapan } as const;
    const changed = { before: { title: '桜島' }, after: { title: '桜島 4K' } };
    stage.api.catalogue.log.push({ id: 1, ...who, action: 'video.renamed', videoId, ...changed });
    const page = await stage.open('?view=audit', { locale, key: keys.legal });
    await page.locator('.audit tbody tr').waitFor();

    expect(await barriers(page)).toEqual([]);

    await page.setViewportSize({ width: 390, height: 844 });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await barriers(page)).toEqual([]);
  });

  it.each(languages)(
    'has no barrier in a programme, its cases and their forms, %s',
    async (locale) => {
      const { id } = stage.video('SAKURAJIMA');
      const { ports } = stage.api.catalogue;
      const programme = aProgramme({ broadcastAt: daysAgo(10), isAdvertisement: true });
      await ports.programmes.store(id, 'client:desk', { programme, mayShorten: false });
      const received = { origin: 'request', reference: 'R-1', receivedAt: daysAgo(5) } as const;
      await ports.programmes.openCase(id, randomUUID(), received, 'client:desk');
      const page = await stage.open(videoView('SAKURAJIMA'), { locale, key: keys.legal });
      await page.locator('.programme td .button').first().waitFor();
      expect(await barriers(page)).toEqual([]);

      await page.locator('.programme > .actions button').first().click();
      await page.locator('.programme > .actions button').last().click();
      expect(await barriers(page)).toEqual([]);

      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await page.locator('.programme td .button').first().click();
      await page.locator('dialog').waitFor();
      expect(await barriers(page)).toEqual([]);
    },
  );

  it.each(['', 'video'])('fits a phone without sideways scrolling (%s)', async (view) => {
    for (const locale of languages) {
      const page = await stage.open(view && videoView('SAKURAJIMA'), {
        locale,
        viewport: { width: 390, height: 844 },
      });
      await page
        .locator(view ? 'article' : 'tbody tr')
        .first()
        .waitFor();

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });
});

describePage('the keyboard alone', (stage) => {
  const focused = (page: Page) => page.locator(':focus');

  it('skips the header, and finds the search with a slash', async () => {
    const page = await stage.open();
    await page.getByRole('table').waitFor();

    await page.keyboard.press('Tab');
    const first = await focused(page).innerText();
    await page.keyboard.press('Enter');
    const second = await focused(page).getAttribute('id');
    await page.keyboard.press('/');
    await page.keyboard.type('桜島');
    await page.waitForURL(/q=/);

    expect([first, second]).toEqual(['Skip to content', 'main']);
    expect(await focused(page).inputValue()).toBe('桜島');
  });

  it('walks the rows with the arrows, opens one, acts on it and comes back', async () => {
    const page = await stage.open();
    const link = page.getByRole('row').nth(1).getByRole('link');
    await link.focus();

    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowDown', 'Enter']) {
      await page.keyboard.press(key);
    }
    await page.getByRole('heading', { level: 1, name: '桜島' }).waitFor();
    await page.keyboard.press('Tab'); // back to the catalogue
    await page.keyboard.press('Tab'); // edit the title
    await page.keyboard.press('Enter');
    const field = await focused(page).getAttribute('aria-label');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit title' }).waitFor();
    await eventually(page, `document.activeElement.getAttribute('aria-label') === 'Edit title'`);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('table').waitFor();

    expect(field).toBe('Title');
  });

  it('shows where it is', async () => {
    const page = await stage.open();
    await page.getByRole('searchbox').waitFor();

    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      const outline = `getComputedStyle(document.activeElement).outlineStyle`;
      expect(await page.evaluate(outline)).not.toBe('none');
    }
  });
});
