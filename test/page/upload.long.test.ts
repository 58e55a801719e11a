import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { keys } from '../support/servers/page-api';
import { describePage, unplug } from '../support/servers/page-stage';
import { until } from '../support/until';

/** Instead of 64 MiB, so that files of many parts are small. */
const PART = 1024 ** 2;
jest.mock<object>('../../src/storage/objects/object-store', () => ({ PART_SIZE_BYTES: 1024 ** 2 }));

const panel = (page: Page) => page.getByRole('region', { name: 'Uploads' });

/** Files on disk: one made in memory would get a new date each time that it is chosen. */
async function filesIn(folder: string, sizes: Readonly<Record<string, number>>): Promise<string[]> {
  return Promise.all(
    Object.entries(sizes).map(async ([name, size]) => {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, Buffer.alloc(size, 7));
      return path;
    }),
  );
}

async function choose(page: Page, paths: readonly string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles([...paths]);
}

describePage('uploading', (stage) => {
  let folder: string;
  const files = (sizes: Readonly<Record<string, number>>) => filesIn(folder, sizes);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upload-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('sends small files whole, and follows them until they are ready', async () => {
    const page = await stage.open();

    await choose(page, await files({ '秋祭り.mp4': 2000, 'b.mov': 3000, 'c.mxf': 4000 }));
    await panel(page).getByText('3 of 3 done').waitFor();

    expect(await panel(page).getByText('Ready').count()).toBe(3);
    expect(stage.api.bucket.received).toEqual([0, 0, 0]);
    await panel(page).getByRole('link', { name: '秋祭り.mp4' }).click();
    await page.getByRole('heading', { level: 1, name: '秋祭り' }).waitFor();
    await panel(page).getByRole('button', { name: 'Hide finished' }).click();
    await panel(page).waitFor({ state: 'detached' });
  });

  it('asks for the QC profile that is chosen for the files', async () => {
    const page = await stage.open();
    await page.getByLabel('QC profile').selectOption('jp-cm');
    const [request] = await Promise.all([
      page.waitForRequest((each) => each.method() === 'POST' && each.url().endsWith('/v1/videos')),
      choose(page, await files({ 'cm.mxf': 2000 })),
    ]);
    expect(request.postDataJSON()).toMatchObject({ fileName: 'cm.mxf', profile: 'jp-cm' });
    await panel(page).getByText('1 of 1 done').waitFor();
  });

  it('sends a large file in parts, showing how much has gone', async () => {
    const page = await stage.open();
    stage.api.bucket.settings.maxReceived = 2;

    await choose(page, await files({ 'master.mov': 4.5 * PART }));
    const bar = panel(page).getByRole('progressbar', { name: 'Upload of master.mov' });
    await eventually(page, 'document.querySelector("progress")?.position > 0');
    await eventually(page, 'document.querySelector("progress")?.position < 1');
    stage.api.bucket.settings.maxReceived = Infinity;
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(await bar.count()).toBe(0);
    expect(stage.api.bucket.received.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('sends a part again that failed, and no other', async () => {
    stage.expectInConsole(/status of 500/);
    const page = await stage.open();
    stage.api.bucket.settings.failures = 1;
    stage.api.bucket.settings.bytesPerSecond = 4 * PART;

    await choose(page, await files({ 'master.mov': 3 * PART }));
    await panel(page).getByText('attempt 2 follows').waitFor();
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(await panel(page).getByText('Ready').count()).toBe(1);
    expect(stage.api.bucket.received).toHaveLength(4);
    expect(new Set(stage.api.bucket.received)).toEqual(new Set([1, 2, 3]));
  });

  it('sends a whole file again that failed', async () => {
    stage.expectInConsole(/status of 500/);
    const page = await stage.open();
    stage.api.bucket.settings.failures = 1;

    await choose(page, await files({ 'small.mp4': 2000 }));
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(stage.api.bucket.received).toEqual([0, 0]);
  });

  it('takes a file for sent whose bytes arrived, though the answer was lost', async () => {
    stage.expectInConsole(/ERR_EMPTY_RESPONSE|ERR_CONNECTION|status of 412/);
    const page = await stage.open();
    stage.api.bucket.settings.lostResponses = 1;

    await choose(page, await files({ 'small.mp4': 2000 }));
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(await panel(page).getByText('Ready').count()).toBe(1);
    // by the page or, on a connection that was in use before, by the browser itself
    expect(stage.api.bucket.received).toEqual([0, 0]);
  });

  it('makes no second video when the answer to its first request was lost', async () => {
    stage.expectInConsole(/ERR_/);
    const page = await stage.open();
    let lost = 0;
    await page.route('**/v1/videos', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost += 1;
      await route.fetch(); // it arrives
      await route.abort('timedout');
    });

    await choose(page, await files({ 'once.mov': 2 * PART }));
    await panel(page).getByRole('button', { name: 'Resume the upload of once.mov' }).click();
    await panel(page).getByText('1 of 1 done').waitFor();
    const named = () =>
      [...stage.api.catalogue.videos.values()].filter(({ fileName }) => fileName === 'once.mov');

    expect([lost, named().length]).toEqual([1, 1]);

    // chosen anew, it is meant to come twice
    await choose(page, await files({ 'once.mov': 2 * PART }));
    await panel(page).getByText('2 of 2 done').waitFor();
    expect(named()).toHaveLength(2);
  });

  it('continues after the tab was closed, when the same file is chosen again', async () => {
    const page = await stage.open();
    page.on('dialog', (dialog) => void dialog.accept()); // "leave the page?"
    const paths = await files({ 'long.mov': 6 * PART });
    const { bucket } = stage.api;
    bucket.settings.maxReceived = 3;

    await choose(page, paths);
    await until(() => bucket.received.length === 3);
    await page.reload();
    const before = [...bucket.received];
    bucket.settings.maxReceived = Infinity;
    await choose(page, paths);
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(before.length).toBeGreaterThanOrEqual(3);
    expect(bucket.received.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(bucket.received.slice(0, 3)).toEqual(before);
    const videos = [...stage.api.catalogue.videos.values()];
    expect(videos.filter(({ fileName }) => fileName === 'long.mov')).toHaveLength(1);
  });

  it('gives up after a minute of failures, keeps what arrived, and resumes when told', async () => {
    stage.expectInConsole(/ERR_/);
    const page = await stage.open();
    const { bucket } = stage.api;
    bucket.settings.maxReceived = 4;

    await choose(page, await files({ 'master.mov': 8 * PART }));
    await until(() => bucket.received.length === 4);
    const plugIn = await unplug(page);
    bucket.settings.maxReceived = Infinity;
    const gaveUp = panel(page).getByText('What has arrived is kept');
    // news of the network cuts each wait short, and this is false news
    while (!(await gaveUp.isVisible())) await page.evaluate(`dispatchEvent(new Event('online'))`);
    const before = bucket.received.length;
    await plugIn();
    await panel(page).getByRole('button', { name: 'Resume the upload of master.mov' }).click();
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(8);
    expect(bucket.received.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('takes back what was cancelled', async () => {
    const page = await stage.open();
    stage.api.bucket.settings.bytesPerSecond = PART / 4;

    await choose(page, await files({ 'wrong.mov': 3 * PART }));
    await panel(page).getByText('Sending').waitFor();
    await panel(page).getByRole('button', { name: 'Cancel the upload of wrong.mov' }).click();
    await panel(page).getByText('Cancelled').waitFor();
    await page.getByRole('row', { name: 'wrong.mov' }).waitFor({ state: 'detached' });

    const videos = [...stage.api.catalogue.videos.values()];
    expect(videos.some(({ fileName }) => fileName === 'wrong.mov')).toBe(false);
  });

  it('takes files and folders that are dropped on the page', async () => {
    const page = await stage.open();
    await page.getByText('Drop video files or folders here').waitFor();
    const [single] = await files({
      'single.mp4': 500,
      'card/CLIP/a.mxf': 600,
      'card/CLIP/b.mxf': 700,
      'card/.DS_Store': 10,
    });

    const session = await page.context().newCDPSession(page);
    const dropped = {
      items: [],
      files: [String(single), join(folder, 'card')],
      dragOperationsMask: 1,
    };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data: dropped });
    }
    await panel(page).getByText('3 of 3 done').waitFor();

    const names = await panel(page).getByRole('link').allInnerTexts();
    expect(names.toSorted()).toEqual(['a.mxf', 'b.mxf', 'single.mp4']);
  });

  it('takes what is dropped from no disk, such as an attachment of a mail', async () => {
    const page = await stage.open();
    await page.getByText('Drop video files or folders here').waitFor();

    await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'.repeat(500)], 'attached.mp4', { type: 'video/mp4' }));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
      );
    })()`);
    await panel(page).getByText('1 of 1 done').waitFor();

    expect(await panel(page).getByRole('link').innerText()).toBe('attached.mp4');
  });

  it('says why a file was refused', async () => {
    stage.expectInConsole(/status of 400/);
    const page = await stage.open();

    await choose(page, await files({ 'empty.mp4': 0 }));
    await panel(page).getByText('The file is empty.').waitFor();

    expect(stage.api.bucket.received).toEqual([]);
  });
});

describePage('uploading with a key that can only read', (stage) => {
  it('is not offered, with the reason', async () => {
    const page = await stage.open('', { key: keys.read });

    await page.getByText('This key can only read.').waitFor();

    expect(await page.getByRole('button', { name: 'Choose files' }).count()).toBe(0);
    expect(await page.locator('input[type=file]').count()).toBe(0);
  });
});
