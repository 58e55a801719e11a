import { readFile } from 'node:fs/promises';
import { aProgramme } from '../support/factories/videos';
import { describePage } from '../support/servers/page-stage';

describePage("a video's page", (stage) => {
  const view = (fileName: string) => `?video=${stage.video(fileName).id}`;

  it('sums up what an operator looks at first', async () => {
    const page = await stage.open(view('SAKURAJIMA'));

    const summary = await page.getByLabel('Summary').innerText();

    expect(summary.split(/\n+/)).toEqual([
      ...['Resolution', '4K', '3840 × 2160'],
      ...['Frame rate', '59.94 fps', '60000/1001'],
      ...['Video codec', 'H.265 / HEVC', 'Main 10'],
      ...['Dynamic range', 'HDR10', '10 bit'],
      ...['Duration', '6:00', '360.027 s'],
      ...['Audio', '5.1', 'Dolby Digital (AC-3) · 48 kHz'],
      ...['Container', 'MP4', '49.1 Mbit/s'],
      ...['Size', '2.21 GB', '2,209,839,104 bytes'],
    ]);
  });

  it('says what no browser plays, and hands it out', async () => {
    const video = stage.video('SAKURAJIMA');
    const { metadata } = video;
    if (!metadata) throw new Error('the sample must have metadata');
    const operationalPattern = '060e2b34.04010101.0d010201.01010900';
    const container = { ...metadata.container, formatName: 'mxf', operationalPattern };
    stage.api.catalogue.change(video.id, { metadata: { ...metadata, container } });
    const page = await stage.open(`?video=${video.id}`);
    const player = page.getByRole('region', { name: 'Player' });
    await player.getByText('Browsers do not play MXF').waitFor();
    const link = player.getByRole('link', { name: 'Download the file' });
    expect(await link.getAttribute('href')).toContain(stage.api.bucket.origin);
    expect(await page.locator('video').count()).toBe(0);
    const pattern = page.getByRole('row', { name: 'Operational pattern' });
    expect(await pattern.innerText()).toContain('OP1a');
  });

  it('lays out every stream, the chapters and the tags as tables', async () => {
    const page = await stage.open(view('SAKURAJIMA'));
    const cells = (table: string) => page.getByRole('table', { name: table }).locator('td');

    await page.getByText('Tags').click();

    expect(await cells('Colour').allInnerTexts()).toEqual([
      'HDR10',
      'BT.2020',
      'PQ (ST 2084)',
      'BT.2020 NCL',
      'limited',
      'left',
      '0.0001 to 1000 cd/m²',
      'MaxCLL 983, MaxFALL 212 cd/m²',
    ]);
    expect(await page.getByRole('row', { name: 'Commentary' }).innerText()).toContain('English');
    expect(await cells('Container').allInnerTexts()).toContain(
      '3GPP Timed Text · Japanese, other captions',
    );
    expect(await cells('Chapters').allInnerTexts()).toContain('夜明けの火口');
    expect(await cells('File').allInnerTexts()).toContain('桜島');
  });

  it('says why a file was rejected, and what to do', async () => {
    const page = await stage.open(view('interview_yamada'), { locale: 'ja-JP' });

    const note = page.getByRole('region', { name: 'このファイルは使用できません' });

    expect(await note.innerText()).toMatch(/対処方法\s*転送または収録が途中で切れています/);
    expect(await note.innerText()).toContain('moov atom not found');
  });

  it('changes the title in place', async () => {
    const page = await stage.open(view('SAKURAJIMA'));

    await page.getByRole('button', { name: 'Edit title' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('桜島 完成版');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '桜島 完成版' }).waitFor();
    await page.getByRole('button', { name: 'Edit title' }).waitFor();

    expect(stage.video('SAKURAJIMA').title).toBe('桜島 完成版');
    expect(await page.title()).toBe('桜島 完成版 – StreamTech');
  });

  it('takes how the title is read, in kana alone', async () => {
    const page = await stage.open(view('SAKURAJIMA'), { locale: 'ja-JP' });
    await page.getByRole('button', { name: 'タイトルを編集' }).click();
    const reading = page.getByRole('textbox', { name: 'よみ' });
    const isRight = async () => (await page.locator('.title-form input:invalid').count()) === 0;

    await reading.fill('桜島');
    const withKanji = await isRight();
    await reading.fill('さくらじま　ｸｳｻﾂ 2');
    const withoutKanji = await isRight();
    await page.keyboard.press('Enter');
    await page.getByText('さくらじま クウサツ 2').waitFor();

    expect([withKanji, withoutKanji]).toEqual([false, true]);
    expect(stage.video('SAKURAJIMA').reading).toBe('さくらじま クウサツ 2');
  });

  it("does not overwrite somebody else's title unseen", async () => {
    stage.expectInConsole(/status of 412/);
    const page = await stage.open(view('SAKURAJIMA'));
    await page.getByRole('button', { name: 'Edit title' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('mine');

    stage.api.catalogue.change(stage.video('SAKURAJIMA').id, { title: 'theirs' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else changed this video').waitFor();
    await page.getByRole('heading', { level: 1, name: 'theirs' }).waitFor();
    const meanwhile = stage.video('SAKURAJIMA').title;
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'mine' }).waitFor();

    expect(meanwhile).toBe('theirs');
  });

  it('follows the status without a reload, and says so', async () => {
    const page = await stage.open(view('sumo_kyushu'));
    await page.getByText('The file is being analysed.').waitFor();

    const start = Date.now();
    stage.api.catalogue.change(stage.video('sumo_kyushu').id, { status: 'ready', verdict: 'pass' });
    await page.getByText('Pass', { exact: true }).waitFor();

    expect(Date.now() - start).toBeLessThan(3000);
    expect(await page.locator('[aria-live]').innerText()).toMatch(/ダイジェスト: Ready$/);
  });

  it('asks with the ETag it knows, so that no change costs no body', async () => {
    const page = await stage.open(view('sumo_kyushu'));

    const response = await page.waitForResponse((r) => r.status() === 304);

    expect(await response.request().headerValue('if-none-match')).toBe(
      `"${stage.video('sumo_kyushu').revision}"`,
    );
  });

  it('has a failed video processed again', async () => {
    const page = await stage.open(view('press_conference'));

    await page.getByRole('button', { name: 'Process again' }).click();
    await page.getByText('The file has arrived and is queued for processing.').waitFor();

    expect(stage.video('press_conference').status).toBe('received');
    expect(await page.getByRole('button', { name: 'Process again' }).isDisabled()).toBe(true);
  });

  it('deletes only after a confirmation', async () => {
    const page = await stage.open(view('interview_yamada'));
    const dialog = page.getByRole('dialog', { name: 'Delete this video?' });

    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('インタビュー 山田監督 テイク2').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const kept = stage.video('interview_yamada').id;
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted: インタビュー 山田監督 テイク2').waitFor();

    expect(stage.api.catalogue.videos.get(kept)).toBeUndefined();
    await page.getByRole('table', { name: 'Video catalogue' }).waitFor();
  });

  const programme = {
    ...aProgramme({ ageRating: 'PG12' }),
    retainUntil: '2126-07-01T14:59:59.999Z',
    heldUntil: null,
  };

  it('says of a programme until when it must be kept, by the clock and the era of Japan', async () => {
    stage.api.catalogue.change(stage.video('SAKURAJIMA').id, { programme });
    const page = await stage.open(view('SAKURAJIMA'), { locale: 'ja-JP' });

    const facts = await page.getByRole('region', { name: '番組' }).innerText();

    expect(facts).toContain('2026/04/01 21:00:00 JST');
    expect(facts).toContain('令和8年4月1日');
    expect(facts).toContain('2126/07/01 23:59:59 JST');
    expect(facts).toContain('PG12');
  });

  it('says why a video is not deleted that must be kept since it was shown', async () => {
    stage.expectInConsole(/409/);
    const page = await stage.open(view('SAKURAJIMA'));

    await page.getByRole('button', { name: 'Delete' }).click();
    stage.api.catalogue.change(stage.video('SAKURAJIMA').id, { programme });
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();

    await page.getByText('three months after its broadcast').waitFor();
    expect(stage.api.catalogue.videos.get(stage.video('SAKURAJIMA').id)).toBeDefined();
  });

  it('copies the SHA-256', async () => {
    const page = await stage.open(view('SAKURAJIMA'), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { sha256 } = stage.video('SAKURAJIMA');

    await page.getByRole('button', { name: `Copy: ${String(sha256)}` }).click();
    await page.getByText('Copied').waitFor();

    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(sha256);
  });

  it('shows and hands out what the API said, to the letter', async () => {
    const page = await stage.open(view('SAKURAJIMA'), { acceptDownloads: true });

    await page.getByRole('button', { name: 'Show JSON' }).click();
    const shown = await page.locator('pre').innerText();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download JSON' }).click(),
    ]);

    expect(JSON.parse(shown)).toEqual(stage.video('SAKURAJIMA'));
    expect(download.suggestedFilename()).toBe('SAKURAJIMA_4K_HDR_MASTER.mp4.json');
    expect(await readFile(await download.path(), 'utf8')).toBe(shown);
  });

  it('says that its code is gone after a deploy, and loads the new page', async () => {
    stage.expectInConsole(/status of 404/);
    const { title } = stage.video('SAKURAJIMA');
    const page = await stage.open();
    const code = '**/video-page-*.js';
    await page.route(code, (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await page.getByRole('link', { name: title }).first().click();
    await page.getByText('reload it').waitFor();
    await page.unroute(code);
    await page.getByRole('button', { name: 'Reload' }).click();
    const heading = page.getByRole('heading', { name: title, level: 1 });
    await heading.waitFor();
    expect(await page.getByText('reload it').count()).toBe(0);
  });

  it('says when there is no such video', async () => {
    stage.expectInConsole(/status of 404/);
    const page = await stage.open('?video=00000000-0000-5000-8000-000000000000');

    const alert = page.getByRole('alert');
    await alert.waitFor();

    expect(await alert.innerText()).toContain('This video does not exist.');
  });

  it('shows times in Japan, wherever the browser is', async () => {
    const page = await stage.open(view('SAKURAJIMA'), { timezoneId: 'America/New_York' });

    expect(await page.getByRole('row', { name: 'Added' }).innerText()).toMatch(
      /22 Nov 2025, 16:04:00 JST/,
    );
  });
});
