import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, openBrowser } from '../browser.ts';
import { loginHouse, meetingAt, minuteMs } from './video-scene.ts';

const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);

const main = (page: Page): Promise<string> => page.locator('main').innerText();

t.test('the way into a meeting, in a browser without scripts', { skip: noBrowser }, async (t) => {
  const house = await loginHouse(t, true);
  const { url, video } = house;
  const soon = await meetingAt(house, house.sync.now() + 5 * minuteMs);
  const later = await meetingAt(house, house.sync.now() + 300 * minuteMs);
  const browser = await openBrowser(t);
  const opened = async (address: string) => {
    const context = await browser.newContext({
      ...{ viewport: { width: 320, height: 640 }, javaScriptEnabled: false, locale: 'da-DK' },
    });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(address);
    return { page, asked };
  };
  const ours = [url, video.url, house.identity.url].map((one) => new URL(one).origin);

  await t.test('a relative logs in, says for whom, and is in the room', async (t) => {
    const { page, asked } = await opened(`${url}/video/${soon.id}`);
    t.equal(await page.locator('h1').innerText(), 'Log ind med MitID (sandkasse)');
    await press(page, 'Log ind som Mette Lindgaard Holm');
    await press(page, 'For Karen Margrethe Lindgaard');
    await page.waitForURL(`${video.url}/**`);
    t.match(page.url(), new RegExp(`^${video.url}/[0-9a-f]{32}\\?jwt=`));
    t.match(await main(page), /Mette Lindgaard Holm: gæst/);
    t.same(
      asked.filter((origin) => !ours.includes(origin)),
      [],
      'and nobody else was told',
    );
  });

  await t.test('the nurse logs in as staff, and both are there', async (t) => {
    const { page } = await opened(`${url}/video/${soon.id}?login=staff`);
    t.equal(await page.locator('h1').innerText(), 'Log ind som ansat (sandkasse)');
    await Promise.all([page.waitForNavigation(), page.getByRole('button').first().click()]);
    await page.waitForURL(`${video.url}/**`);
    t.match(await main(page), /Mette Lindgaard Holm: gæst[\s\S]*: ordstyrer/);
  });

  await t.test('who is too early reads when, on a narrow phone and by keyboard', async (t) => {
    const { page } = await opened(`${url}/video/${later.id}`);
    await press(page, 'Log ind som Karen Margrethe Lindgaard');
    t.equal(await page.locator('h1').innerText(), 'Videomødet er ikke åbnet endnu');
    t.match(await main(page), /Videomødet åbner .* kl\. \d\d\.\d\d\./);
    t.equal(await page.locator('html').getAttribute('lang'), 'da');
    t.equal(await page.locator('script, img, link, iframe').count(), 0);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    t.ok(Number(width) <= 320, `${width} px`);
    await page.keyboard.press('Tab');
    t.equal(await page.locator(':focus').innerText(), 'Prøv igen');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    t.equal(
      await page.locator('h1').innerText(),
      'Videomødet er ikke åbnet endnu',
      'who is logged in need not log in again',
    );
  });
});
