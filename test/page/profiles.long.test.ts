import type { Page } from 'playwright-core';
import { aDraft, jpTv2k } from '../support/factories/qc';
import { describePage } from '../support/servers/page-stage';
import { keys } from '../support/servers/page-api';

const REASON = 'the specification of April';

describePage('the pages of QC profiles', (stage) => {
  const record = async () => (await stage.api.catalogue.ports.profiles.find('station-a'))?.record;
  const begin = () =>
    stage.api.catalogue.ports.profiles.saveDraft('station-a', aDraft(), jpTv2k, 'client:operator');
  const propose = () =>
    stage.api.catalogue.ports.profiles.step(
      'station-a',
      { step: 'proposed', reason: REASON },
      'client:operator',
    );
  const decide = async (page: Page, name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(REASON);
    await dialog.getByRole('button', { name, exact: true }).click();
  };
  const own = '?view=profiles&id=station-a';

  it('begin a draft as a copy of a built-in one', async () => {
    const page = await stage.open();
    await page.getByRole('link', { name: 'QC profiles' }).click();
    await page.getByText('There are none yet').waitFor();
    await page.getByText('New draft').first().click();
    await page.getByLabel('Copy of').selectOption({ label: jpTv2k.name.en });
    await page.getByLabel('ID').fill('station-a');
    await page.getByLabel('Name (Japanese)').fill('甲テレビ');
    await page.getByLabel('Name (English)').fill('Station A');
    await page.getByLabel('Delivery specification').fill('搬入基準 2026');
    await page.getByRole('button', { name: 'New draft' }).click();
    await page.getByRole('heading', { name: 'Station A', level: 1 }).waitFor();
    expect(await record()).toMatchObject({ state: 'draft', base: { id: 'jp-tv-2k' } });
  });

  it('write the new limit into the text of the rule, and compare it with the copy', async () => {
    await begin();
    const page = await stage.open(own);
    await page.getByRole('button', { name: 'Edit the draft' }).click();
    const rule = page.getByRole('group', { name: 'at most −23.0 LKFS' });
    await rule.getByLabel('At most').fill('-22');
    const changed = page.getByRole('group', { name: 'at most −22.0 LKFS' });
    expect(await changed.getByLabel('Text (Japanese)').inputValue()).toContain('−22.0 LKFS');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    const comparison = page.getByRole('region', { name: 'Compare' });
    await comparison.getByText('≤ −22').waitFor();
    expect((await record())?.profile.rules).toContainEqual(
      expect.objectContaining({
        id: 'loudness-highest',
        must: { be: 'atMost', limit: -22 },
        source: { document: aDraft().document, clause: null, confidence: 'high' },
      }),
    );
  });

  it('change the track map', async () => {
    await begin();
    const page = await stage.open(own);
    await page.getByRole('button', { name: 'Edit the draft' }).click();
    await page.getByLabel('Channels').fill('3 4');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Draft saved').first().waitFor();
    expect((await record())?.profile.programmes).toMatchObject([{ channels: [3, 4] }]);
  });

  it('try a draft on measured videos, beside what it is a copy of', async () => {
    await begin();
    const video = stage.video('SAKURAJIMA');
    const page = await stage.open(own);
    const trial = page.getByRole('region', { name: 'Try on videos' });
    await trial.getByLabel(video.title).check();
    await trial.getByRole('button', { name: 'Try' }).click();
    await trial
      .getByText(/^Findings: \d+/)
      .first()
      .waitFor();
    expect(await trial.locator('.chip').count()).toBe(2);
  });

  it('propose and publish by two people, after which it judges videos', async () => {
    await begin();
    const page = await stage.open(own);
    await decide(page, 'Propose');
    await page.getByText('Awaiting approval').first().waitFor();
    const second = await stage.open(own, { key: keys.approve });
    await decide(second, 'Publish');
    await second.getByText('Published', { exact: true }).first().waitFor();
    expect((await record())?.history.map(({ step, by }) => `${step} ${by}`)).toEqual([
      'drafted client:operator',
      'proposed client:operator',
      'published client:approver',
    ]);
    await second.goto(`${stage.api.origin}/?video=${stage.video('SAKURAJIMA').id}`);
    await second.getByLabel('Profile').first().selectOption({ label: aDraft().name.en });
    await second.getByText(`${aDraft().name.en}, version 1`).waitFor();
  });

  it('say that the proposer cannot publish', async () => {
    stage.expectInConsole(/status of 403/);
    await stage.api.catalogue.ports.profiles.saveDraft(
      'station-a',
      aDraft(),
      jpTv2k,
      'client:approver',
    );
    const page = await stage.open(own, { key: keys.approve });
    await decide(page, 'Propose');
    await page.getByText('Awaiting approval').first().waitFor();
    await decide(page, 'Publish');
    await page.getByText('The proposer cannot approve: ask').waitFor();
    expect((await record())?.state).toBe('proposed');
  });

  it('show who changed it meanwhile instead of writing over it', async () => {
    stage.expectInConsole(/status of 412/);
    await begin();
    const page = await stage.open(own);
    await page.getByRole('button', { name: 'Edit the draft' }).click();
    await stage.api.catalogue.ports.profiles.saveDraft(
      'station-a',
      aDraft({ document: 'another' }),
      null,
      'client:colleague',
    );
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Somebody else changed this profile').waitFor();
    expect((await record())?.document).toBe('another');
  });

  it('retire one, and read it and its versions afterwards', async () => {
    await begin();
    await propose();
    const proposedAt = (await record())?.history.at(-1)?.at ?? '';
    await stage.api.catalogue.ports.profiles.step(
      'station-a',
      { step: 'published', proposedAt, reason: REASON },
      'client:approver',
    );
    const page = await stage.open(own, { key: keys.approve });
    await decide(page, 'Retire');
    await page.getByText('Retired', { exact: true }).first().waitFor();
    await page.goto(`${stage.api.origin}/?view=profiles`);
    await page.getByRole('cell', { name: 'Retired' }).waitFor();
    expect((await record())?.state).toBe('retired');
  });

  it.each([
    ['ja-JP', 390],
    ['ja-JP', 1280],
    ['en-US', 390],
    ['en-US', 1280],
  ])('fit the window: %s, %d pixels', async (locale, width) => {
    await begin();
    const page = await stage.open(own, { locale, viewport: { width, height: 800 } });
    const edit = page.getByRole('button', { name: /Edit the draft|下書きを編集/ });
    await edit.waitFor();
    const overflow = () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(await overflow()).toBe(0);
    await edit.click();
    expect(await overflow()).toBe(0);
    await page.goto(`${stage.api.origin}/?view=profiles`);
    await page.getByRole('table').first().waitFor();
    expect(await overflow()).toBe(0);
  });
});
