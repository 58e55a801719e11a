import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { AuditEntry } from '../../src/domain/audit';
import { eventually } from '../support/eventually';
import { describePage } from '../support/servers/page-stage';
import { keys } from '../support/servers/page-api';

const SUZUKI = 'person:7d1c 鈴木 一郎';
const rows = (page: Page) => page.locator('.audit tbody tr');
const address = (page: Page) => decodeURIComponent(new URL(page.url()).search);

describePage('the audit log', (stage) => {
  /** Of a video each, oldest first: a title that was changed, a programme, a deletion. */
  beforeEach(() => {
    const videoId = stage.video('SAKURAJIMA').id;
    const entry = (changes: Partial<AuditEntry>) => {
      const id = stage.api.catalogue.log.length + 1;
      const at = changes.at ?? '2026-02-15T15:30:00.000Z';
      stage.api.catalogue.log.push({
        ...{ id, at, atJapan: '2026-02-16 00:30:00.000 JST', actor: 'client:desk' },
        ...{ action: 'video.renamed', videoId, before: null, after: null },
        ...changes,
      });
    };
    entry({
      actor: SUZUKI,
      before: { title: '=桜島', reading: null },
      after: { title: '桜島 4K', reading: null },
    });
    entry({
      action: 'programme.set',
      before: { class: 'sports_news', captions: { present: false } },
      after: { class: 'general', captions: { present: true } },
    });
    entry({
      action: 'qc.override.approved',
      at: '2026-02-16T15:00:00.000Z',
      before: { verdict: 'fail' },
      after: { verdict: 'pass', by: 'client:desk', approvedAt: '2026-02-16T15:00:00.000Z' },
    });
  });

  it('tells who changed what, before and after, in words', async () => {
    const page = await stage.open('?view=audit', { key: keys.legal, locale: 'ja-JP' });
    await rows(page).first().waitFor();
    const cells = await rows(page).evaluateAll((all) =>
      (all as unknown as { cells: { innerText: string }[] }[]).map((row) =>
        [...row.cells].map(({ innerText }) => innerText.replaceAll(/\s+/g, ' ').trim()),
      ),
    );
    const id = stage.video('SAKURAJIMA').id.slice(0, 8);
    expect(cells).toEqual([
      [
        '2026/02/16 00:30:00 JST',
        '鈴木 一郎',
        'タイトルを変更',
        `${id} この映像のみ ${id}`,
        'タイトル： =桜島 → 桜島 4K',
      ],
      [
        '2026/02/16 00:30:00 JST',
        'client:desk',
        '番組情報を保存',
        `${id} この映像のみ ${id}`,
        '番組区分： スポーツの時事（試合結果など） → 一般 字幕： なし → あり',
      ],
      [
        '2026/02/17 00:00:00 JST',
        'client:desk',
        '判定変更を承認',
        `${id} この映像のみ ${id}`,
        '判定： 不合格 → 合格 承認日時： 2026/02/17 00:00:00 JST',
      ],
    ]);
  });

  it('keeps its filters in the address: days in Japan, action, who, video', async () => {
    const page = await stage.open('?view=audit', { key: keys.legal });
    await page.getByLabel('To', { exact: true }).fill('2026-02-16');
    await eventually(page, 'document.querySelectorAll(".audit tbody tr").length === 2');
    expect(address(page)).toBe('?view=audit&to=2026-02-16');
    await rows(page).first().getByRole('link', { name: '鈴木 一郎' }).click();
    await eventually(page, 'document.querySelectorAll(".audit tbody tr").length === 1');
    expect(address(page)).toBe('?view=audit&to=2026-02-16&actor=person:7d1c');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Action').selectOption({ label: 'Override approved' });
    await eventually(page, 'document.querySelectorAll(".audit tbody tr").length === 1');
    await page.goBack();
    await eventually(page, 'document.querySelectorAll(".audit tbody tr").length === 3');
    await page.getByRole('link', { name: 'Only this video' }).first().click();
    await page.waitForURL(/videoId=/);
    await rows(page).first().getByRole('link').last().click();
    await page.getByRole('heading', { level: 1, name: '桜島' }).waitFor();
  });

  it('shows more on demand', async () => {
    const [first] = stage.api.catalogue.log;
    for (let id = 4; first && id <= 60; id++) stage.api.catalogue.log.push({ ...first, id });
    const page = await stage.open('?view=audit', { key: keys.legal });
    await page.getByText('50 shown').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('60 shown').waitFor();
    expect(address(page)).toBe('?view=audit&rows=100');
  });

  it('is saved as the table of npm run audit, of what is filtered', async () => {
    const page = await stage.open('?view=audit&action=video.renamed', { key: keys.legal });
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const saved = await readFile(await (await downloading).path(), 'utf8');
    const { id } = stage.video('SAKURAJIMA');
    expect(saved).toBe(
      '\uFEFFid,at,atJapan,actor,action,videoId,before,after\r\n' +
        `1,2026-02-15T15:30:00.000Z,2026-02-16 00:30:00.000 JST,${SUZUKI},video.renamed,${id},` +
        '"{""title"":""=桜島"",""reading"":null}","{""title"":""桜島 4K"",""reading"":null}"\r\n',
    );
    await page.getByText('Exported: 1 entries').waitFor();
  });

  it('says to others why it is not shown', async () => {
    const page = await stage.open();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('This needs a key that has the scope "legal".').waitFor();
    expect(address(page)).toMatch(/^\?view=audit&from=\d{4}-\d\d-\d\d$/);
    expect(await page.getByRole('table').count()).toBe(0);
  });

  it('says what is wrong with a day that somebody wrote into the address', async () => {
    stage.expectInConsole(/status of 400/);
    const page = await stage.open('?view=audit&from=2026-99-99', { key: keys.legal });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('A filter in the address is not valid.');
  });
});
