import { keys } from '../support/servers/page-api';
import { describePage } from '../support/servers/page-stage';

describePage('signing in', (stage) => {
  it('takes the key from the address once, and removes it there', async () => {
    const page = await stage.open('?status=ready');
    await page.getByRole('table').waitFor();

    expect(page.url()).toBe(`${stage.api.origin}/?status=ready`);
    await page.reload();
    await page.getByRole('table').waitFor();
  });

  it('asks for a key, and forgets it with the tab', async () => {
    const page = await stage.open('', { key: null });

    await page.getByLabel('API key').fill(keys.write);
    await page.keyboard.press('Enter');
    await page.getByRole('table').waitFor();
    const other = await page.context().newPage();
    await other.goto(stage.api.origin);

    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(keys.write);
  });

  it.each(['st_wrong', '全角のキー'])("says that '%s' is not accepted", async (key) => {
    stage.expectInConsole(/status of 401/);
    const page = await stage.open('', { key: null });

    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'This key is not accepted.' });
    await alert.waitFor();

    expect(await page.getByLabel('API key').getAttribute('aria-invalid')).toBe('true');
  });

  it('goes back to the form, and says why, when the key is taken away', async () => {
    stage.expectInConsole(/status of 401/);
    const page = await stage.open('', { key: 'st_revoked' });

    const alert = page.getByRole('alert').filter({ hasText: 'no longer accepted' });
    await alert.waitFor();

    expect(await page.getByRole('heading', { name: 'Sign in' }).count()).toBe(1);
  });

  it('ends when told', async () => {
    const page = await stage.open();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('disables every change, with the reason, for a key that can only read', async () => {
    const page = await stage.open(`?video=${stage.video('press_conference').id}`, {
      key: keys.read,
    });

    await page.getByText('This key can only read.').first().waitFor();

    for (const name of ['Process again', 'Delete', 'Edit title']) {
      expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
    }
  });
});

describePage('the language', (stage) => {
  const lang = 'document.documentElement.lang';

  it.each([
    ['ja-JP', 'ja', '映像カタログ'],
    ['en-GB', 'en', 'Video catalogue'],
    ['fr-FR', 'en', 'Video catalogue'],
  ])('of a browser in %s is %s', async (locale, language, heading) => {
    const page = await stage.open('', { locale });
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();

    expect(await page.evaluate(lang)).toBe(language);
  });

  it('is switched at once, and remembered', async () => {
    const page = await stage.open();

    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('heading', { level: 1, name: '映像カタログ' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '映像カタログ' }).waitFor();

    expect(await page.evaluate(lang)).toBe('ja');
  });
});
