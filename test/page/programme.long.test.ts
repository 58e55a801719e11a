import type { Page } from 'playwright-core';
import { retentionOf } from '../../src/domain/retention';
import { eventually } from '../support/eventually';
import { aProgramme, daysAgo } from '../support/factories/videos';
import { describePage, type OpenOptions } from '../support/servers/page-stage';
import { keys } from '../support/servers/page-api';

describePage('the programme of a video', (stage) => {
  const video = () => stage.video('SAKURAJIMA');
  const section = (page: Page) => page.getByRole('region', { name: 'Programme' });
  const open = async (options?: OpenOptions) => {
    const page = await stage.open(`?video=${video().id}`, options);
    await page.locator('.programme').waitFor();
    return page;
  };
  /** A general programme, so many days ago. */
  const broadcast = (days: number) => {
    const programme = aProgramme({ broadcastAt: daysAgo(days) });
    stage.api.catalogue.change(video().id, {
      programme: { ...programme, ...retentionOf(programme, []) },
    });
  };

  it('is entered as broadcasters write it, 25:30 too', async () => {
    const page = await open({ locale: 'ja-JP' });
    await page.getByRole('button', { name: '番組情報を登録' }).click();
    const form = page.getByRole('form', { name: '番組情報を編集' });
    await form.getByLabel('直近の放送日時').fill('令和7年11月15日 25時30分');
    await form.getByText('2025/11/16 01:30:00 JST').waitFor();
    await form.getByText('保存期限は 2026/02/16 23:59:59 JST になります。').waitFor();
    await form.getByLabel('放送終了日時').fill('2025/11/15 24:30');
    await form.getByText('終了日時は開始より後').waitFor();
    expect(await form.getByRole('button', { name: '保存' }).isDisabled()).toBe(true);
    await form.getByLabel('放送終了日時').fill('2025/11/15 26:30');
    await form.getByLabel('番組区分').selectOption({ label: '一般' });
    await form.getByLabel('番組コード').fill('P-1');
    await form.getByLabel('素材コード').fill('M-1');
    await form.getByLabel('レイティング').selectOption('PG12');
    await form.getByLabel('適用基準').selectOption('jp-tv-2k');
    await form.getByLabel('期限後').selectOption({ label: '削除' });
    await form.getByLabel('字幕がある').check();
    await form.getByLabel('字幕が不要な理由').selectOption({ label: '外国語の番組' });
    await form.getByLabel('広告放送').check();
    await form.getByLabel(/^CM コード/).fill('ａｂ12cd34ef');
    await form.getByLabel('発注秒数').fill('15');
    await form.getByLabel('クレジットの CM コード（目視）').fill('AB12CD34EF');
    await form.getByLabel('クレジットの秒数（目視）').fill('30');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByText('番組情報を保存しました。').waitFor();
    await eventually(page, `document.activeElement.textContent === '番組情報を編集'`);
    await page.getByText('令和7年11月15日 25時30分').waitFor();
    await page.getByText('AB12CD34EF / 30 秒').waitFor();

    expect(video().programme).toEqual({
      ...aProgramme({ class: 'general', isAdvertisement: true, cmCode: 'AB12CD34EF' }),
      broadcastAt: '2025-11-15T16:30:00.000Z',
      broadcastAtGiven: '令和7年11月15日 25時30分',
      broadcastEndsAt: '2025-11-15T17:30:00.000Z',
      broadcastEndsAtGiven: '2025/11/15 26:30',
      ...{ cmSeconds: 15, credit: { cmCode: 'AB12CD34EF', seconds: 30 } },
      ...{ programmeCode: 'P-1', materialCode: 'M-1', ageRating: 'PG12' },
      ...{ standardsProfile: 'jp-tv-2k', afterRetention: 'delete' },
      captions: { present: true, exclusion: 'foreign_language', disaster: false, required: false },
      ...{ retainUntil: '2026-02-16T14:59:59.999Z', heldUntil: null },
    });
  });

  it('is changed as it was shown, and sent again after somebody else changed the video', async () => {
    stage.expectInConsole(/status of 412/);
    broadcast(10);
    const page = await open();
    await page.getByRole('button', { name: 'Edit the programme' }).click();
    await page.getByLabel('Programme code').fill('P-2');
    stage.api.catalogue.change(video().id, { title: '桜島 別題' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else changed this video meanwhile').waitFor();
    await page.getByRole('heading', { level: 1, name: '別題' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Programme saved.').waitFor();
    expect(video()).toMatchObject({
      title: '桜島 別題',
      programme: { programmeCode: 'P-2', broadcastAtGiven: null },
    });
  });

  it('says until when the video must be kept, by which rule, and that it cannot be deleted', async () => {
    broadcast(10);
    const page = await open();
    const keeping = section(page).getByRole('row', { name: 'Retain (broadcast) until' });
    expect(await keeping.innerText()).toMatch(
      /JST\s*令和\d+年\d+月\d+日\s+\d\d days left\s+Three months after the broadcast/,
    );
    const remove = page.getByRole('button', { name: 'Delete' });
    expect(await remove.isDisabled()).toBe(true);
    await page.getByText('Cannot be deleted: must be kept until').waitFor();

    broadcast(200);
    await page.reload();
    await keeping.getByText('has passed').waitFor();
    expect(await remove.isDisabled()).toBe(false);
  });

  it('lets only those with the scope legal end the retention, and says so before', async () => {
    broadcast(10);
    for (const [key, disabled] of [
      [keys.write, true],
      [keys.legal, false],
    ] as const) {
      const page = await open({ key });
      await page.getByRole('button', { name: 'Edit the programme' }).click();
      const form = page.getByRole('form', { name: 'Edit the programme' });
      await form.getByLabel('Programme class').selectOption('natural_events');
      await form.getByText('No obligation').waitFor();
      await form
        .getByText(disabled ? 'scope "legal"' : 'could be deleted earlier than now')
        .waitFor();
      const save = form.getByRole('button', { name: 'Save', exact: true });
      expect(await save.isDisabled()).toBe(disabled);
    }
  });

  it('has correction cases, which are opened and go on until they end', async () => {
    broadcast(10);
    const page = await open({ key: keys.legal });
    await page.getByRole('button', { name: 'Open a correction case' }).click();
    const form = page.getByRole('form', { name: 'Open a correction case' });
    await form.getByLabel('Case number').fill('R-1');
    await form.getByLabel('Received').fill(daysAgo(3));
    await form.getByRole('button', { name: 'Open a correction case' }).click();
    const row = section(page).getByRole('row', { name: 'R-1' });
    await row.getByText('Under investigation').waitFor();
    await section(page).getByText('While a case is open, six months').waitFor();
    expect(video().programme?.heldUntil).not.toBeNull();

    const step = async (name: string) => {
      await row.getByRole('button', { name }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Note').fill('checked with the newsroom');
      await dialog.getByRole('button', { name, exact: true }).click();
    };
    await step('Found untrue');
    await row.getByText('47 hours left').waitFor();
    await row.getByText('Within two days of finding it untrue').waitFor();
    await step('Was corrected');
    await row.getByText('Corrected', { exact: true }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    expect(video().programme?.heldUntil).toBeNull();
    expect(stage.api.catalogue.cases.get(video().id)).toMatchObject([
      { reference: 'R-1', status: 'corrected', note: 'checked with the newsroom' },
    ]);
  });

  it('takes no request after three months, and says so before it is sent', async () => {
    broadcast(100);
    const page = await open({ key: keys.legal });
    await page.getByRole('button', { name: 'Open a correction case' }).click();
    const form = page.getByRole('form', { name: 'Open a correction case' });
    await form.getByLabel('Case number').fill('R-2');
    await form.getByText('A request counts within three months of the broadcast, until').waitFor();
    const send = form.getByRole('button', { name: 'Open a correction case' });
    expect(await send.isDisabled()).toBe(true);
    await form.getByLabel('Origin').selectOption({ label: 'Own finding' });
    expect(await send.isDisabled()).toBe(false);
  });

  it('is read by those who may not write, with why they may not', async () => {
    broadcast(10);
    const page = await open({ key: keys.read });
    for (const [name, why] of [
      ['Edit the programme', '"write"'],
      ['Open a correction case', '"legal"'],
    ] as const) {
      const button = section(page).getByRole('button', { name });
      expect(await button.isDisabled()).toBe(true);
      expect(await button.getAttribute('title')).toContain(why);
    }
  });
});
