import type { Page } from 'playwright-core';
import type { Actor } from '../../src/domain/actor';
import { eventually } from '../support/eventually';
import { aVideo } from '../support/factories/videos';
import { keys } from '../support/servers/page-api';
import { describePage, unplug } from '../support/servers/page-stage';

const rows = (page: Page) => page.locator('table.videos tbody tr');
const titles = (page: Page) => page.locator('table.videos .video-name a').allInnerTexts();
const address = (page: Page) => decodeURIComponent(new URL(page.url()).search);

describePage('the list', (stage) => {
  it('shows the newest first, with what matters of each', async () => {
    const page = await stage.open();

    const row = page.getByRole('row', { name: '桜島 4K空撮 HDRマスター' });

    expect((await row.innerText()).split(/\s*[\n\t]\s*/).filter(Boolean)).toEqual([
      '桜島 4K空撮 HDRマスター',
      'SAKURAJIMA_4K_HDR_MASTER.mp4',
      'Ready',
      'Pass',
      '4KHDR10',
      'H.265 / HEVC',
      '6:00',
      '2.21 GB',
      '22 Nov 2025, 16:04',
    ]);
    expect((await titles(page))[0]).toBe('秋の京都 ライトアップ中継 素材B');
  });

  it('says why a file was rejected, and what to do where the platform failed', async () => {
    const page = await stage.open('?status=rejected,failed', { locale: 'ja-JP' });
    await rows(page).nth(1).waitFor();
    const reasons = await page.locator('.cell-status .row-note').allInnerTexts();

    expect(reasons).toEqual([
      'インデックスまたは映像・音声の途中でファイルが終わっています。',
      'システムエラー。ファイルは保存されています。再処理してください。',
    ]);
  });

  it('searches while one types, for kana of either kind', async () => {
    const page = await stage.open();

    await page.getByRole('searchbox').pressSequentially('てすとからーばー');
    await page.getByRole('row', { name: 'ﾃｽﾄｶﾗｰﾊﾞｰ' }).first().waitFor();
    await eventually(page, 'document.querySelectorAll(".videos tbody tr").length < 20');

    expect(address(page)).toBe('?q=てすとからーばー');
    expect((await titles(page)).every((title) => title.startsWith('ﾃｽﾄｶﾗｰﾊﾞｰ'))).toBe(true);
  });

  it('does not search for a Japanese word that is still being composed', async () => {
    const page = await stage.open();
    const searched: (string | null)[] = [];
    page.on('request', (request) => {
      searched.push(new URL(request.url()).searchParams.get('q'));
    });
    const session = await page.context().newCDPSession(page);
    await page.getByRole('searchbox').focus();

    const [start, end] = [
      { selectionStart: 1, selectionEnd: 1 },
      { selectionStart: 3, selectionEnd: 3 },
    ];
    await session.send('Input.imeSetComposition', { text: 'ｋ', ...start });
    await page.waitForTimeout(1000); // four times the pause that starts a search
    await session.send('Input.imeSetComposition', { text: 'きょう', ...end });
    await session.send('Input.insertText', { text: '京都' });
    await page.getByText('1 shown').waitFor();

    expect(new Set(searched)).toEqual(new Set([null, '京都']));
  });

  it('keeps all filters in the address, so that a view can be shared', async () => {
    const page = await stage.open();

    await page.getByRole('button', { name: 'Ready', exact: true }).click();
    await page
      .locator('label', { hasText: /^Codec/ })
      .locator('select')
      .selectOption('hevc');
    await page.getByLabel(/^Resolution/).selectOption('4K, 2160 lines');
    await page.getByLabel('Dynamic range').selectOption('HDR10');
    await page.getByLabel(/^Duration/).selectOption('1 to 10 minutes');
    await page.getByLabel('Added from').fill('2025-11-22');
    await page.getByLabel('Added to').fill('2025-11-22');
    await page.waitForURL(/createdTo/);
    const shared = await stage.open(new URL(page.url()).search);
    await rows(shared).first().waitFor();

    expect(address(page)).toBe(
      '?status=ready&codec=hevc&minHeight=2160&maxHeight=4319&hdr=hdr10' +
        '&minDuration=60&maxDuration=600' +
        '&createdFrom=2025-11-22T00:00:00+09:00&createdTo=2025-11-23T00:00:00+09:00',
    );
    expect(await titles(shared)).toEqual(['桜島 4K空撮 HDRマスター']);
    expect(await shared.getByLabel('Added to').inputValue()).toBe('2025-11-22');
    expect(await shared.getByLabel(/^Duration/).inputValue()).toBe('60:600');
  });

  it('finds the files with captions of a kind', async () => {
    const page = await stage.open();

    await page.getByLabel('Captions').selectOption({ label: '3GPP Timed Text' });
    await page.waitForURL(/captions=timed_text/);

    await eventually(page, 'document.querySelectorAll(".videos tbody tr").length === 1');
    expect(await titles(page)).toEqual(['桜島 4K空撮 HDRマスター']);
  });

  it('takes several states at once', async () => {
    const page = await stage.open();

    await page.getByRole('button', { name: 'Rejected', exact: true }).click();
    await page.getByRole('button', { name: 'Failed', exact: true }).click();
    await eventually(page, 'document.querySelectorAll(".videos tbody tr").length === 2');

    expect(address(page)).toBe('?status=rejected,failed');
  });

  it('sorts by a column, and the other way when pressed again', async () => {
    const page = await stage.open('?status=ready');
    const size = page.getByRole('columnheader', { name: 'Size' });

    await size.getByRole('button').click();
    await page.getByRole('row').nth(1).getByText('64.1 GB').waitFor();
    const first = await size.getAttribute('aria-sort');
    await size.getByRole('button').click();
    await page.waitForURL(/sort=size/);

    expect(first).toBe('descending');
    expect(await size.getAttribute('aria-sort')).toBe('ascending');
  });

  it('shows more on demand, and all of it again after a reload', async () => {
    const page = await stage.open();

    await page.getByRole('button', { name: 'Show more' }).click();
    await eventually(page, 'document.querySelectorAll(".videos tbody tr").length === 100');
    await page.reload();
    await page.getByText('100 shown').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('End of list.').waitFor();

    const all = await page.evaluate<string[]>(
      '[...document.querySelectorAll(".videos tbody a")].map(String)',
    );
    expect(await rows(page).count()).toBe(127);
    expect(new Set(all).size).toBe(127);
  });

  it('comes back from a video to the same place in the same list', async () => {
    const page = await stage.open('?codec=h264');
    const link = page.getByRole('link', { name: 'ふるさと紀行 第12回 尾道 #5' });

    await link.click();
    await page.getByRole('heading', { level: 1, name: '尾道' }).waitFor();
    await page.goBack();
    await link.waitFor();

    expect(address(page)).toBe('?codec=h264');
    expect(await page.evaluate<number>('scrollY')).toBeGreaterThan(100);
    expect(await page.locator(':focus').innerText()).toBe('ふるさと紀行 第12回 尾道 #5');
  });

  it('says when nothing matches, and offers the way out', async () => {
    const page = await stage.open('?q=xyzzy');

    await page.getByRole('heading', { name: 'No video matches' }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click();

    await rows(page).first().waitFor();
    expect(address(page)).toBe('');
  });

  it('says what is wrong with a filter that somebody wrote into the address', async () => {
    stage.expectInConsole(/status of 400/);
    const page = await stage.open('?status=lost');

    const alert = page.getByRole('alert');
    await alert.waitFor();

    expect(await alert.innerText()).toContain('A filter in the address is not valid.');
  });

  it('keeps what it had while the server is gone, and recovers by itself', async () => {
    stage.expectInConsole(/ERR_/);
    const page = await stage.open();
    await rows(page).first().waitFor();

    const plugIn = await unplug(page);
    await page.getByRole('alert').waitFor();
    const whileDown = await rows(page).count();
    await plugIn();
    await page.getByRole('alert').waitFor({ state: 'detached' });

    expect(whileDown).toBe(50);
  });

  it('offers the popular videos, but not among search results', async () => {
    const page = await stage.open();
    const popular = page.getByRole('region', { name: 'Popular now' });
    await popular.waitFor();
    const count = await popular.getByRole('listitem').count();

    await page.getByRole('button', { name: 'Ready', exact: true }).click();
    await popular.waitFor({ state: 'detached' });

    expect(count).toBe(5);
  });

  it('shows a file that arrives within 3 seconds, and says so', async () => {
    const page = await stage.open();
    await rows(page).first().waitFor();

    const start = Date.now();
    const createdAt = new Date().toISOString();
    stage.api.catalogue.put(aVideo({ title: '新着', status: 'received', createdAt }));
    await page.getByRole('row', { name: '新着' }).waitFor();

    expect(Date.now() - start).toBeLessThan(3000);
    expect(await page.locator('[aria-live]').innerText()).toBe('New: 新着');
  });
});

describePage('what waits for approval', (stage) => {
  const REASON = 'a concert, loud on purpose';
  const propose = async (fileName: string, actor: Actor) => {
    const proposed = { kind: 'proposed', verdict: 'pass', reason: REASON } as const;
    await stage.api.catalogue.ports.decisions.decide(stage.video(fileName).id, proposed, actor);
  };
  const link = (page: Page) => page.getByRole('banner').getByRole('link', { name: /Awaiting/ });

  it('is counted for those who may approve, and listed with who proposed it', async () => {
    await propose('SAKURAJIMA', 'person:7d1c 鈴木 一郎');
    await propose('kouhaku', 'client:approver');
    const page = await stage.open('', { key: keys.approve });
    await link(page).getByText('2').waitFor();
    await link(page).click();
    await eventually(page, 'document.querySelectorAll(".videos tbody tr").length === 2');

    expect(address(page)).toBe('?waiting=approval');
    expect(await titles(page)).toEqual(['桜島 4K空撮 HDRマスター', '紅白リハーサル 第3部（HLG）']);
    const notes = await page.locator('.row-note').allInnerTexts();
    expect(notes[0]).toMatch(/^Proposed: Pass\. 鈴木 一郎, \d\d \w{3} \d{4}, \d\d:\d\d$/);
    expect(notes[1]).toContain('Your own proposal: another person decides');
  });

  it('is gone once it was decided', async () => {
    await propose('SAKURAJIMA', 'client:desk');
    const page = await stage.open('?waiting=approval', { key: keys.approve });
    await page.getByRole('link', { name: '桜島' }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(REASON);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved.').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Nothing waits for approval' }).waitFor();
    await link(page).getByText('0').waitFor();
    expect(await rows(page).count()).toBe(0);
  });

  it('is not counted for those who may not approve', async () => {
    await propose('SAKURAJIMA', 'client:desk');
    const page = await stage.open('?waiting=approval');
    await page.locator('.row-note').waitFor();

    expect(await link(page).count()).toBe(0);
  });
});
