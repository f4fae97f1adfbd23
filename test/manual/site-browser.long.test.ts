import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { siteOf } from '../../src/manual/site.ts';
import { noBrowser, openBrowser } from '../browser.ts';
import { startHouse } from '../house.ts';
import { describedProduct } from './described.ts';

interface Visit {
  readonly page: Page;
  /** What the browser complained of. */
  readonly faults: string[];
  readonly asked: string[];
}

const phone = { width: 320, height: 640 };

async function visit(browser: Browser, viewport = phone): Promise<Visit> {
  const page = await (await browser.newContext({ viewport })).newPage();
  const [faults, asked]: [string[], string[]] = [[], []];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(`${error}`));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => asked.push(request.url()));
  return { page, faults, asked };
}

/** Types words, and goes to the first that is found. */
async function searchFor(page: Page, words: string): Promise<string> {
  const before = page.url();
  await page.locator('#words').fill(words);
  await page.locator('#found a').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.href !== before);
  return page.url();
}

const isWide = (page: Page): Promise<boolean> =>
  page
    .locator('html')
    .evaluate((element) => element.scrollWidth > element.ownerDocument.defaultView.innerWidth);

async function opensViewer({ page }: Visit, url: string): Promise<number> {
  await page.goto(url);
  const tags = page.locator('#viewer .opblock-tag');
  await tags.first().waitFor({ timeout: 120_000 });
  return tags.count();
}

t.test('The documentation in a browser', { skip: noBrowser }, async (t) => {
  t.setTimeout(600_000);
  const browser = await openBrowser(t);

  await t.test('as the server gives it', async (t) => {
    const house = await startHouse(t);
    const root = house.base.replace(/fhir$/, 'docs/');
    const one = await visit(browser);
    const { page } = one;
    await page.goto(root);
    t.equal(await page.locator('h1').innerText(), 'What can be asked, and how');

    await page.keyboard.press('Tab');
    t.equal(await page.locator(':focus').innerText(), 'To the content', 'by keyboard');
    for (let stop = 0; stop < 7; stop += 1) await page.keyboard.press('Tab');
    t.equal(await page.locator(':focus').getAttribute('id'), 'words');

    t.match(await searchFor(page, 'slot-free'), /\/docs\/errors\.html#slot-free$/);
    t.ok(await page.locator('[id="slot-free"]').isVisible());
    await page.goto(`${root}read.html`);
    t.match(await searchFor(page, 'fuldmagt'), /\/docs\/[a-z-]+\.html/);
    await page.locator('#words').fill('qqqqqq');
    await page.locator('#told').filter({ hasText: 'Nothing was found.' }).waitFor();

    await page.goto(`${root}no/such/page`);
    t.equal(await page.locator('h1').innerText(), 'Not found', 'and finds the way from there');
    t.match(await searchFor(page, 'pårørende'), /\/docs\/[a-z-]+\.html/);
    one.faults.length = 0;

    for (const name of ['index', 'errors', 'client-guide', 'resource-appointment', 'running']) {
      await page.goto(`${root}${name}.html`);
      t.equal(await isWide(page), false, `${name} fits a narrow phone`);
    }
    const count = await opensViewer(one, `${root}openapi/`);
    t.ok(count > 25, `${count} types in the viewer`);
    await page.locator('#viewer .opblock-tag').first().click();
    await page.locator('#viewer .opblock').first().waitFor();

    t.same(one.faults, []);
    const hosts = new Set(
      one.asked.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).host),
    );
    t.same([...hosts], [new URL(root).host]);
  });

  await t.test('as a folder that is opened from a disk', async (t) => {
    const folder = t.testdir({});
    const site = siteOf(await describedProduct(), false);
    for (const name of site.names) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, (await site.file(name))?.body ?? '');
    }
    const one = await visit(browser, { width: 1200, height: 800 });
    const { page } = one;
    await page.goto(`${pathToFileURL(folder)}/index.html`);
    t.match(await searchFor(page, 'MINLOG_URL'), /running\.html#/);
    await page.locator('header nav a').first().click();
    await page.locator('a', { hasText: 'A client in ten minutes' }).first().click();
    t.match(page.url(), /client-guide\.html$/);
    const count = await opensViewer(one, `${pathToFileURL(folder)}/openapi/index.html`);
    t.ok(count > 25, `${count} types in the viewer`);
    t.same(one.faults, []);
    t.same(
      one.asked.filter((url) => /^https?:/.test(url)),
      [],
    );
  });
});
