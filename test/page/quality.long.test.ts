import { Readable } from 'node:stream';
import { ObjectNotFoundError } from '../../src/domain/errors';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { keys } from '../support/servers/page-api';
import { describePage } from '../support/servers/page-stage';
import {
  aPicture,
  aReport,
  aStoredReport,
  jpTv2k,
  someMeasurements,
  tooLoud,
} from '../support/factories/qc';
import { until } from '../support/until';

describePage('QC on the page of a video', (stage) => {
  const id = () => stage.video('SAKURAJIMA').id;
  const open = (options?: Parameters<typeof stage.open>[1]) =>
    stage.open(`?video=${id()}`, options);
  const panel = (page: Page) => page.getByRole('region', { name: 'QC' });
  const run = { state: 'measuring', decodedSeconds: 90, totalSeconds: 360, percent: 25 } as const;

  function found(report = aReport(tooLoud, jpTv2k)): void {
    stage.api.catalogue.qc.put(id(), { reports: [aStoredReport(report)] });
    stage.api.catalogue.change(id(), { verdict: report.verdict });
  }

  it('says the verdict, and of every broken rule value and limit', async () => {
    found();
    const page = await open();

    const findings = panel(page).getByRole('listitem');

    expect(await findings.first().innerText()).toMatch(/Fail\s+Programme loudness is at most/);
    expect(await findings.first().innerText()).toContain(
      'Measured: −12.0 LKFS Limit: ≤ −23.0 LKFS',
    );
    expect(await panel(page).getByRole('img').count()).toBe(2);
    expect(await panel(page).innerText()).toContain('judged 01 Apr 2026, 09:00:05 JST');
  });

  it('says how many times of a finding are left out', async () => {
    const items = Array.from({ length: 9 }, (_, i) => ({
      startSeconds: 10 * i + 1,
      endSeconds: 10 * i + 4,
    }));
    const picture = aPicture({ endSeconds: 120, black: { items, more: 0 } });
    found(aReport(someMeasurements({ picture }), jpTv2k));
    const page = await open();

    await panel(page).getByRole('listitem').first().waitFor();
    expect(await panel(page).innerText()).toContain('and 3 more');
  });

  it('shows how far the measuring is, and ends it', async () => {
    stage.api.catalogue.qc.put(id(), { reports: [], run });
    stage.api.catalogue.change(id(), { status: 'processing' });
    const page = await open();

    const bar = page.getByRole('progressbar', { name: 'Measuring' });
    await bar.waitFor();
    expect(await bar.getAttribute('value')).toBe('25');
    expect(await panel(page).innerText()).toContain('1:30 of 6:00 decoded');

    stage.api.catalogue.qc.put(id(), { reports: [], run: { ...run, percent: 50 } });
    await page.getByText('50 %').waitFor();
    await page.getByRole('button', { name: 'Cancel measurement' }).click();
    await page.getByText('The measurement stops within seconds').first().waitFor();

    expect(stage.api.catalogue.qc.find(id()).run?.state).toBe('cancelled');
  });

  it('shows the verdict as soon as it is there', async () => {
    stage.api.catalogue.qc.put(id(), { reports: [], run });
    stage.api.catalogue.change(id(), { status: 'processing', verdict: null });
    const page = await open();
    await page.getByRole('progressbar').waitFor();

    found();
    stage.api.catalogue.change(id(), { status: 'ready' });

    await panel(page).getByText('Japanese television, HD programme, version 3').waitFor();
    const programmes = panel(page).getByRole('table', { name: 'Audio programmes' });
    expect(await programmes.getByRole('cell').allInnerTexts()).toEqual([
      ...['main stereo, audio 1/2', 'stereo', '−12.0 LKFS', '−3.0 dBTP', 'Fail'],
    ]);
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('judges by another profile, and lets an approver make it decide', async () => {
    const page = await open({ key: keys.approve });
    await panel(page).getByText('Streaming, version 2').waitFor();

    await panel(page).getByRole('combobox', { name: 'Profile' }).selectOption('jp-cm');
    await page.getByRole('button', { name: 'Use as deciding profile' }).click();
    await page.getByText('This is the deciding profile from now on').waitFor();

    expect(stage.api.catalogue.qc.find(id()).report?.profileId).toBe('jp-cm');
    expect(stage.video('SAKURAJIMA').verdict).toBe('fail');
  });

  it('takes an override from one person and its approval from another', async () => {
    found();
    const page = await open({ key: keys.approve });
    await panel(page).getByRole('button', { name: 'Override the verdict' }).click();
    const propose = page.getByRole('button', { name: 'Propose' });
    expect(await propose.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Reason' }).fill('a concert, loud on purpose');
    await propose.click();
    await page.getByText('Awaiting approval: Pass').waitFor();
    await page.getByText('The proposer cannot approve: ask another person').waitFor();
    for (const name of ['Approve', 'Refuse']) {
      const own = page.getByRole('button', { name });
      expect([await own.isDisabled(), await own.getAttribute('title')]).toEqual([
        true,
        expect.stringContaining('The proposer cannot approve'),
      ]);
    }

    const colleagues = await open({ key: keys.alsoApprove });
    await colleagues.getByRole('button', { name: 'Approve' }).click();
    const approve = colleagues.getByRole('dialog').getByRole('button', { name: 'Approve' });
    expect(await approve.isDisabled()).toBe(true);
    await colleagues.getByLabel("Approver's note").fill('heard it: as intended');
    await approve.click();
    const { brokenRules } = stage.api.catalogue.qc.find(id()).report ?? {};
    await colleagues
      .getByText(`By the rules: Fail; ${brokenRules?.length} rules not met.`)
      .waitFor();
    const note = colleagues.locator('.note-warn');
    await note.getByText('a concert, loud on purpose').waitFor();
    await note.getByText('heard it: as intended').waitFor();
    for (const signed of [/^proposed by client:.*JST$/, /^approved by client:.*JST$/]) {
      await colleagues.getByText(signed).waitFor();
    }
    // on the page's head and in the report: amber, and never the green word alone
    const chips = colleagues.locator('.chip-override', { hasText: 'Pass by override' });
    await chips.nth(1).waitFor();
    expect(await colleagues.locator('.chip-pass').count()).toBe(0);
    await colleagues.getByRole('link', { name: 'Catalogue', exact: true }).click();
    await colleagues
      .getByRole('row', { name: /SAKURAJIMA/ })
      .getByText('Pass by override')
      .waitFor();

    expect(stage.video('SAKURAJIMA').verdict).toBe('pass');
  });

  it('takes a refusal with its reason, and another proposal after it', async () => {
    found();
    const page = await open({ key: keys.approve });
    await panel(page).getByRole('button', { name: 'Override the verdict' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('a concert, loud on purpose');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByText('Awaiting approval: Pass').waitFor();

    const colleagues = await open({ key: keys.alsoApprove });
    await colleagues.getByRole('button', { name: 'Refuse' }).click();
    await colleagues.getByLabel('Reason').fill('too loud for any concert');
    await colleagues.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
    await colleagues.getByText('Proposal refused: Pass').waitFor();
    expect(await colleagues.getByRole('button', { name: 'Override the verdict' }).isEnabled()).toBe(
      true,
    );
    await colleagues.locator('summary', { hasText: 'Decisions' }).click();
    await colleagues.getByRole('cell', { name: 'too loud for any concert' }).waitFor();
    expect(stage.video('SAKURAJIMA').verdict).toBe('fail');
  });

  it.each([undefined, { width: 390, height: 844 }])(
    'takes a hold, a finding and a signature by keyboard alone, at %j',
    async (viewport) => {
      found(aReport());
      const page = await open(viewport && { viewport });
      const press = async (name: string) => {
        await page.getByRole('button', { name, exact: true }).focus();
        await page.keyboard.press('Enter');
      };
      await press('Enter a finding');
      const form = page.getByRole('form', { name: 'Enter a finding' });
      await form.getByLabel('Kind').focus();
      await page.keyboard.press('ArrowDown');
      await form.getByLabel('In', { exact: true }).fill('00:00:05.5');
      await form.getByLabel('Out', { exact: true }).fill('00:00:02');
      await form.getByText('In and out must be times of the file').waitFor();
      for (const wrong of ['00:00:06:60', '9:00:00']) {
        await form.getByLabel('Out', { exact: true }).fill('00:00:07');
        await form.getByText('Timecode of the file').waitFor();
        await form.getByLabel('Out', { exact: true }).fill(wrong);
        await form.getByText('In and out must be times of the file').waitFor();
      }
      await form.getByLabel('Out', { exact: true }).fill('００：００：０７');
      await form.getByLabel('Comment').fill('a line across the picture');
      await form.getByRole('button', { name: 'Enter', exact: true }).focus();
      await page.keyboard.press('Enter');
      const finding = panel(page)
        .getByRole('listitem')
        .filter({ hasText: 'a line across the picture' });
      await finding.waitFor();
      expect(await finding.innerText()).toMatch(
        /Review\s+Picture noise \(by eye\)[^]*00:00:05\.500–00:00:07\.000/,
      );
      expect(stage.video('SAKURAJIMA')).toMatchObject({
        verdict: 'review',
        verdictBy: 'inspection',
      });

      await press('Put on hold');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('a question to the producer');
      await page.getByRole('dialog').getByRole('button', { name: 'Put on hold' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('a question to the producer').first().waitFor();
      await page.locator('.chip-hold', { hasText: 'On hold' }).nth(1).waitFor();
      expect(stage.video('SAKURAJIMA').verdict).toBe('hold');
      await press('Lift the hold');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('the producer has answered');
      await page.getByRole('dialog').getByRole('button', { name: 'Lift the hold' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Put on hold' }).waitFor();

      await press('Sign');
      await page.getByLabel('Name').fill('検査 花子');
      await page.getByRole('dialog').getByRole('button', { name: 'Sign' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('row', { name: /Inspected by\s+検査 花子/ }).waitFor();

      await press('Withdraw: Picture noise');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('it is in the footage');
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Finding withdrawn.').waitFor();
      expect(stage.video('SAKURAJIMA')).toMatchObject({ verdict: 'pass', verdictBy: 'rules' });
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBe(page.viewportSize()?.width);
    },
  );

  it('shows both values where the supplier told another loudness', async () => {
    found(aReport());
    const page = await open();
    await page.getByRole('button', { name: 'Declared loudness' }).click();
    const save = page.getByRole('dialog').getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel('Programme loudness, LKFS').fill('－２２．７');
    await save.click();
    const finding = panel(page).getByRole('listitem').filter({ hasText: 'supplier declared' });
    await finding.waitFor();
    expect(await finding.innerText()).toContain(
      'Measured: −24.0 LKFS Limit: −22.7 LKFS (Declared loudness)',
    );
    expect(stage.video('SAKURAJIMA')).toMatchObject({ verdict: 'review', verdictBy: 'rules' });
    await page.getByText('Declared loudness: −22.7 LKFS').waitFor();
  });

  it('attaches the certificate of a flash test, and withdraws it with a reason', async () => {
    found(aReport());
    const pdf = Buffer.from('%PDF-1.7');
    jest.spyOn(stage.api.objects, 'read').mockImplementation(({ key }) => {
      const sent = key.startsWith('certificates/') && stage.api.objects.stored.has(key);
      if (!sent) return Promise.reject(new ObjectNotFoundError('uploads', key));
      return Promise.resolve(Readable.from([pdf]));
    });
    const page = await open();
    await page.getByRole('button', { name: 'Attach a certificate' }).click();
    const dialog = page.getByRole('dialog');
    const attach = dialog.getByRole('button', { name: 'Attach', exact: true });
    await dialog.getByLabel('Device and test profile').fill('HardingFPA, NAB Japan 2006');
    expect(await attach.isDisabled()).toBe(true);
    const file = { name: '証明書.pdf', mimeType: 'application/pdf', buffer: pdf };
    await dialog.getByLabel('File', { exact: true }).setInputFiles(file);
    await attach.click();
    const list = page.getByRole('region', { name: 'Flash test certificates' });
    await list.getByText('HardingFPA, NAB Japan 2006 (証明書.pdf)').waitFor();
    await list.getByRole('button', { name: 'Withdraw: 証明書.pdf' }).click();
    await dialog.getByLabel('Reason').fill('of another episode');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await list.waitFor({ state: 'detached' });
    const { report } = stage.api.catalogue.qc.find(id());
    expect(report?.decisions).toMatchObject([
      { kind: 'certified', fileName: '証明書.pdf', sizeBytes: pdf.length, number: null },
      { kind: 'uncertified', reason: 'of another episode' },
    ]);
  });

  it('keeps what was typed until it is taken, and decides on no upload that was not seen', async () => {
    found(aReport());
    stage.expectInConsole(/status of (412|403)/);
    const page = await open();
    await page.getByRole('button', { name: 'Enter a finding' }).click();
    const form = page.getByRole('form', { name: 'Enter a finding' });
    await form.getByLabel('Comment').fill('a line across\nthe picture');
    stage.api.catalogue.change(id(), { title: 'theirs' });
    const newest = page.getByRole('heading', { level: 1, name: 'theirs' });
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"); // asks at once
    await newest.waitFor();
    const enter = form.getByRole('button', { name: 'Enter', exact: true });
    await enter.click();
    await form.getByText('Somebody else changed this video').waitFor();
    expect(await form.getByLabel('Comment').inputValue()).toBe('a line across\nthe picture');
    await enter.click();
    await panel(page).locator('b', { hasText: 'a line across the picture' }).waitFor();
    await form.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Role').selectOption('approved');
    await dialog.getByLabel('Name').fill('検査 花子');
    const sign = dialog.getByRole('button', { name: 'Sign' });
    await sign.click();
    await dialog.getByText('This key cannot approve').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('検査 花子');
    await dialog.getByLabel('Role').selectOption('inspected');
    await sign.click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Inspected by\s+検査 花子/ }).waitFor();
  });

  it('wraps text without a space, on page and report', async () => {
    found(aReport());
    const page = await open();
    const word = 'W'.repeat(1000);
    await page.getByRole('button', { name: 'Enter a finding' }).click();
    await page.getByLabel('Comment').fill(word);
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await panel(page).locator('b', { hasText: word }).waitFor();
    await page.getByRole('button', { name: 'Put on hold' }).click();
    await page.getByLabel('Reason').fill(word);
    await page.getByRole('dialog').getByRole('button', { name: 'Put on hold' }).click();
    await page.locator('.note-warn', { hasText: word }).waitFor();
    await page.locator('summary', { hasText: 'Decisions' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the report' }).click(),
    ]);
    const report = await page.context().newPage();
    await report.setContent(await readFile(await download.path(), 'utf8'));

    for (const shown of [page, report]) {
      for (const width of [1280, 390]) {
        await shown.setViewportSize({ width, height: 844 });
        expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    }
    await report.setViewportSize({ width: 1280, height: 844 });
    for (const table of [report.locator('.decisions'), page.locator('.qc-decisions table')]) {
      expect((await table.boundingBox())?.width).toBeLessThan(1000);
    }
  });

  it('finds the videos on hold', async () => {
    stage.api.catalogue.change(id(), { verdict: 'hold', verdictBy: 'inspection' });
    const page = await stage.open();
    await page.getByLabel('QC verdict').selectOption('hold');
    await page.waitForURL(/[?&]verdict=hold/);
    // the list before it was filtered has the row, too
    await until(async () => (await page.getByRole('row').count()) === 2);
    expect(await page.getByRole('row', { name: /SAKURAJIMA.*On hold/ }).count()).toBe(1);
  });

  it('tells a writer who may not approve, and still lets them write', async () => {
    found();
    const page = await open();
    await panel(page).getByRole('combobox', { name: 'Profile' }).selectOption('streaming');

    await page.getByText('This key cannot approve').waitFor();
    const adopt = page.getByRole('button', { name: 'Use as deciding profile' });
    expect(await adopt.isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Process again' }).isEnabled()).toBe(true);
  });

  it('saves the report in the language of the page', async () => {
    found();
    const page = await open({ locale: 'ja-JP' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'レポートを保存' }).click(),
    ]);

    expect(download.suggestedFilename()).toBe('SAKURAJIMA_4K_HDR_MASTER.mp4.qc.html');
    expect(await readFile(await download.path(), 'utf8')).toContain('<html lang="ja">');
  });

  it('saves the report as an Excel workbook, and its findings as CSV', async () => {
    found();
    const page = await open({ locale: 'ja-JP' });
    const saved = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      return { name: download.suggestedFilename(), path: await download.path() };
    };
    const workbook = await saved('Excel で保存');
    expect(workbook.name).toBe('SAKURAJIMA_4K_HDR_MASTER.mp4.qc.xlsx');
    const [sheet] = await readExcelFile(workbook.path);
    expect(sheet?.data.flat()).toContain('QC シート（検査報告書）');
    const table = await saved('指摘事項（CSV）');
    expect(table.name).toBe('SAKURAJIMA_4K_HDR_MASTER.mp4.qc.csv');
    expect(await readFile(table.path, 'utf8')).toMatch(/^\ufeffNo\.,判定,/);
  });

  it('says so when nothing was measured', async () => {
    stage.api.catalogue.qc.put(id(), { reports: [] });
    const page = await open();

    const note = panel(page).getByText('This video was not measured');
    await note.waitFor();
    expect(await note.isVisible()).toBe(true);
  });

  it('finds videos by the rule that they broke', async () => {
    const page = await stage.open();
    await page.getByRole('table').waitFor();

    await page.getByLabel('QC rule not met').selectOption('loudness-highest');

    await page.waitForURL(/[?&]rule=loudness-highest/);
    expect(new URL(page.url()).searchParams.get('rule')).toBe('loudness-highest');
  });
});
