import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import t, { type Test } from 'tap';
import { type Site, siteOf } from '../../src/manual/site.ts';
import { noBrowser, openBrowser } from '../browser.ts';
import { describedProduct } from './described.ts';
import { pageFaults } from './page-faults.ts';

async function written(t: Test, site: Site): Promise<string> {
  const folder = t.testdir({});
  for (const name of site.names) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, (await site.file(name))?.body ?? '');
  }
  return `${pathToFileURL(folder)}/`;
}

/** Each page with what is wrong with it. */
async function faultsOf(
  browser: Browser,
  root: string,
  names: readonly string[],
  how: BrowserContextOptions,
): Promise<Record<string, readonly string[]>> {
  const context = await browser.newContext({ ...how, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const found: Record<string, readonly string[]> = {};
  page.on('pageerror', (error) => {
    found[page.url()] = [`${error}`];
  });
  for (const name of names) {
    await page.goto(root + name);
    const faults = await page.evaluate<string[]>(pageFaults);
    if (faults.length > 0) found[name] = faults.slice(0, 5);
  }
  await context.close();
  return found;
}

const phone = { width: 320, height: 640 };
const desk = { width: 1280, height: 900 };

t.test('The pages shut nobody out', { skip: noBrowser }, async (t) => {
  t.setTimeout(900_000);
  const browser = await openBrowser(t);
  const site = siteOf(await describedProduct(), false);
  const root = await written(t, site);
  const pages = site.names.filter((name) => /^[a-z\d-]+\.html$/.test(name));
  t.ok(pages.length > 120, `${pages.length} pages`);
  const some = pages.filter((_, at) => at % 9 === 0);

  t.same(await faultsOf(browser, root, pages, { viewport: phone }), {}, 'on a phone, by day');
  const dark = { viewport: desk, colorScheme: 'dark' } as const;
  t.same(await faultsOf(browser, root, pages, dark), {}, 'on a desk, by night');
  const zoomed = { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 };
  t.same(await faultsOf(browser, root, some, zoomed), {}, 'at twice the size');
  const still = { viewport: desk, javaScriptEnabled: false };
  t.same(await faultsOf(browser, root, some, still), {}, 'without scripts');

  await t.test('and stop the keyboard where something is', async (t) => {
    t.setTimeout(300_000);
    const page = await (await browser.newContext({ viewport: desk })).newPage();
    await page.goto(`${root}fejl.html`);
    const shown: string[] = [];
    for (let stop = 0; stop < 10; stop += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      t.ok(await focused.isVisible());
      const outline = 'getComputedStyle(document.activeElement).outlineStyle';
      t.not(await page.evaluate<string>(outline), 'none');
      shown.push((await focused.innerText()).trim());
    }
    t.equal(shown[0], 'Til indholdet');
    t.ok(shown.includes('Søg') || shown.includes(''), 'the search');
    t.ok(shown.includes('In English'));
    await page.goto(`${root}client-guide.html`);
    await page.locator('pre + button').first().click();
    await page.locator('button', { hasText: 'Copied' }).waitFor();
  });
});
