import type { Page } from 'playwright-core';
import { putPreviews } from '../support/factories/previews';
import { describePage } from '../support/servers/page-stage';

describePage('what a video looks like', (stage) => {
  /** A film that no browser plays, measured by the worker of today or of yesterday. */
  function measured(by: 'with pictures' | 'without pictures' = 'with pictures') {
    const video = stage.video('SAKURAJIMA');
    const { id, metadata } = video;
    if (!metadata) throw new Error('the sample must have metadata');
    const container = { ...metadata.container, formatName: 'mxf' };
    stage.api.catalogue.change(id, { verdict: 'pass', metadata: { ...metadata, container } });
    if (by === 'with pictures') putPreviews(stage.api.objects, video);
    return video;
  }

  const rowOf = (page: Page, title: string) =>
    page.getByRole('row', { name: title }).locator('.poster');
  const film = (page: Page) => page.getByRole('slider', { name: 'Pictures and waveform' });

  it('the list shows a picture of each that has one, with its title', async () => {
    const { title } = measured();
    const page = await stage.open();
    const picture = page.getByRole('img', { name: `Picture from ${title}` }).first();
    await picture.waitFor();
    expect((await picture.boundingBox())?.width).toBe(80);
  });

  it('and a sign of the same size where there is none, or not yet', async () => {
    const { title } = measured('without pictures');
    const page = await stage.open();
    const sign = rowOf(page, title);
    await sign.locator('.icon-film').waitFor();
    expect(await sign.boundingBox()).toMatchObject({ width: 80, height: 45 });
    expect(await sign.locator('img').count()).toBe(0);
  });

  it('is not asked for of what lies far below', async () => {
    const asked: string[] = [];
    const page = await stage.open('', { viewport: { width: 1280, height: 500 } });
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByRole('row').nth(20).waitFor();
    await page.waitForTimeout(500);
    const posters = asked.filter((path) => path.endsWith('/poster'));
    expect(posters.length).toBeGreaterThan(0);
    expect(posters.length).toBeLessThan(20);
  });

  it('pointing at the time axis shows the picture of that time, and its timecode', async () => {
    const { id } = measured();
    const page = await stage.open(`?video=${id}`);
    await film(page).hover();
    const glance = page.locator('.glance');
    await glance.locator('.cell').waitFor();
    expect(await glance.innerText()).toMatch(/^\d\d:\d\d:\d\d[:;]\d\d$/);
    await page.mouse.move(0, 0);
    await glance.waitFor({ state: 'detached' });
  });

  it('a click shows the picture large, where the browser plays no such film', async () => {
    const { id, title } = measured();
    const page = await stage.open(`?video=${id}`);
    await film(page).click();
    const picture = page.getByRole('img', { name: `Picture from ${title}` });
    await picture.waitFor();
    expect((await picture.boundingBox())?.width).toBeGreaterThan(300);
    expect(await page.locator('.chosen figcaption').innerText()).toMatch(/^\d\d:\d\d:\d\d[:;]/);
  });

  it('by keyboard, too: the arrows go from picture to picture, Enter keeps one', async () => {
    const { id, title } = measured();
    const page = await stage.open(`?video=${id}`);
    await film(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await film(page).getAttribute('aria-valuenow')).toBe('1');
    await page.locator('.glance').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: `Picture from ${title}` }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.glance').waitFor({ state: 'detached' });
  });

  it('is not there of a video that was measured before there were pictures', async () => {
    const { id } = measured('without pictures');
    const page = await stage.open(`?video=${id}`);
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.waitForTimeout(300);
    expect(await film(page).count()).toBe(0);
  });
});
