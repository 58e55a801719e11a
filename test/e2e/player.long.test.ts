import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../tools/chromium';
import { eventually } from '../support/eventually';
import { fullSizeTool } from '../support/media';
import { type APlatform, aPlatform, closeAndRemove } from '../support/servers/local-platform';

jest.setTimeout(90_000);

const RATE = 30_000 / 1001;

/** Black from 2 to 4 s, a still picture from 6 to 12 s, silence from 15 to 19 s; drop frame from 10:00:00;00. */
const PLANTED = [
  ...['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=30000/1001:d=22'],
  ...['-f', 'lavfi', '-i', 'sine=f=997:r=48000:d=22'],
  '-vf',
  "loop=loop=180:size=1:start=180,setpts=N*1001/30000/TB,trim=duration=22,drawbox=color=black:t=fill:enable='between(t,2,4)'",
  ...['-af', "volume=0:enable='between(t,15,19)'"],
  ...['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-ac', '2'],
  ...['-timecode', '10:00:00;00', '-movflags', '+faststart'],
];

const SECONDS = "document.querySelector('video').currentTime";

describe('who looks at a video', () => {
  let platform: APlatform;
  let browser: Browser;
  let page: Page;

  const seconds = () => page.evaluate<number>(SECONDS);

  beforeAll(async () => {
    browser = await launchChromium();
    platform = await aPlatform({ qcProfile: 'jp-tv-2k' });
    const file = path.join(platform.settings.dataDirectory, 'planted.mp4');
    await promisify(execFile)(await fullSizeTool('ffmpeg'), ['-v', 'error', ...PLANTED, file]);
    const { id } = await platform.api.upload(file, 'planted.mp4');
    await platform.api.finished({ q: 'planted' }, { withinMs: 60_000 });
    page = await browser.newPage();
    await page.goto(`${platform.url}/?video=${id}#key=${platform.apiKey}`);
    await page.locator('video').waitFor();
    await eventually(page, "document.querySelector('video').readyState > 0");
  });

  afterAll(async () => {
    await browser.close();
    await closeAndRemove(platform);
  });

  test.each([
    ['black', 'No black longer than 0.5 s inside', 2],
    ['a still picture', 'No freeze longer than 5 s inside', 6],
    ['silence', 'No silence longer than 3 s inside', 15],
  ])('finds %s with the keyboard alone, to the frame', async (_what, rule, planted) => {
    const time = page.getByRole('listitem').filter({ hasText: rule }).locator('.time');
    const [, shown, timecode] = /^[\d:]*?([\d.]+)–\S+\s+(\S+)$/.exec(await time.innerText()) ?? [];
    const found = Number(shown);
    expect(Math.abs(found - planted)).toBeLessThan(0.1);

    await time.focus();
    await page.keyboard.press('Enter');
    await eventually(page, `Math.abs(${SECONDS} - ${found}) <= ${1 / RATE}`);
    await eventually(page, `document.querySelector('.position b').innerText === '${timecode}'`);
  });

  test('steps by one frame, by a second, and plays', async () => {
    await page.locator('body').click({ position: { x: 2, y: 2 } });
    const before = await seconds();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(Math.abs((await seconds()) - before - 2 / RATE)).toBeLessThan(0.5 / RATE);
    await page.keyboard.press('ArrowLeft');
    expect(Math.abs((await seconds()) - before - 1 / RATE)).toBeLessThan(0.5 / RATE);
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await seconds()).toBeCloseTo(1, 2);
    await page.keyboard.press('Space');
    await eventually(page, `${SECONDS} > 1.2`);
    await page.keyboard.press('k');
    expect(await page.evaluate<boolean>("document.querySelector('video').paused")).toBe(true);
  });

  test('goes where a chart is clicked', async () => {
    const chart = page.getByRole('group', { name: 'Timeline' }).locator('.over-time');
    const box = await chart.boundingBox();
    expect(box?.width).toBeGreaterThan(300);
    // the middle of the time axis: 88 to 680 of 720
    await chart.click({ position: { x: ((box?.width ?? 0) * 384) / 720, y: 20 } });
    await eventually(page, `Math.abs(${SECONDS} - 11) < 0.2`);
    const left = "parseFloat(document.querySelector('.playhead').style.left)";
    await eventually(page, `Math.abs(${left} - ${(384 / 720) * 100}) < 1`);
  });
});
