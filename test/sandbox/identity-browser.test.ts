import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { noBrowser, openBrowser } from '../browser.ts';
import { begin, providerOf } from './identity-visitor.ts';

/** An application's own address, to which logins come back. */
async function application(t: Test): Promise<string> {
  const server = createServer((_request, response) => response.end('<title>App</title>'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);

t.test('a login in a browser', { skip: noBrowser }, async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const app = await application(t);
  const browser = await openBrowser(t);
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const scope = 'openid offline_access patient/*.cruds';
  const start = begin(issuer, { scope, redirect_uri: `${app}/callback` });

  await t.test('goes through pages that a small screen and a keyboard can use', async (t) => {
    await page.goto(start.url);
    t.equal(await page.locator('html').getAttribute('lang'), 'da');
    t.equal(await page.locator('h1').innerText(), 'Log ind med MitID (sandkasse)');
    t.equal(await page.locator('script, img, link, iframe').count(), 0);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    t.ok(Number(width) <= 320, `${width} px`);
    const box = await page.getByRole('button').first().boundingBox();
    t.ok((box?.height ?? 0) >= 44, 'a finger finds the button');
    await page.keyboard.press('Tab');
    const focused = await page.locator(':focus').innerText();
    t.equal(focused, 'Log ind som Karen Margrethe Lindgaard');
    await press(page, 'Log ind som Kirsten Bakholm');
    t.equal(await page.locator('h1').innerText(), 'Hvem vil du handle for?');
    await press(page, 'For Inger Marie Bakholm');
    t.equal(await page.locator('h1').innerText(), 'Må App i browseren få adgang?');
    await press(page, 'Giv adgang');
    t.equal(await page.title(), 'App', 'no rule of the page holds the way back');
    t.ok(new URL(page.url()).searchParams.get('code'));
  });

  await t.test('and out again, with nothing asked of anybody else', async (t) => {
    await page.goto(`${issuer}/session/end?client_id=samspil-app`);
    await press(page, 'Log ud');
    t.equal(await page.locator('h1').innerText(), 'Du er logget ud');
    const others = asked.filter((url) => !url.startsWith(issuer) && !url.startsWith(app));
    t.same(others, []);
    t.ok(asked.length > 8);
  });
});
