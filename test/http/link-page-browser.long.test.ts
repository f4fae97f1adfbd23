import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, openBrowser } from '../browser.ts';
import { remindingHouse } from '../resources/communication/reminded.ts';
import { type Linked, linked } from './link.ts';

/** A narrow phone that notes every address that it asks for; scripts are off, as some keep them. */
async function phone(
  browser: Browser,
  { url }: Linked,
  options: BrowserContextOptions = { javaScriptEnabled: false },
): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    locale: 'da-DK',
    ...options,
  });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  await page.goto(url);
  return { page, asked };
}

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const parts = (color.match(/\d+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** What of an element can be read without scripts of the page. */
const looks = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { getComputedStyle, innerWidth } = element.ownerDocument.defaultView;
    const { color, backgroundColor, fontSize } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return {
      color,
      backgroundColor,
      fontPx: Number.parseFloat(fontSize),
      width,
      height,
      innerWidth,
    };
  });

t.test('the link page in a browser', { skip: noBrowser }, async (t) => {
  const house = await remindingHouse(t);
  const browser = await openBrowser(t);

  t.test(
    'asks for nothing but itself, and the button works by keyboard without scripts',
    async (t) => {
      const one = await linked(house);
      const { page, asked } = await phone(browser, one);
      t.equal(await page.locator('html').getAttribute('lang'), 'da');
      t.equal(await page.locator('h1').innerText(), 'Meld afbud');
      t.match(await page.locator('main').innerText(), /Sandby Kommune:\s+ons 25\/11 kl\. 07\.00/);
      t.equal(await page.locator('script, img, link, iframe').count(), 0);
      await page.keyboard.press('Tab');
      t.equal(await page.locator(':focus').innerText(), 'Meld afbud til aftalen');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      t.equal(await page.locator('h1').innerText(), 'Du har meldt afbud');
      t.same(asked, [`GET ${one.url}`, `POST ${one.url}`]);
      t.equal(house.cura.read('aftale', one.curaId)?.status, 'aflyst');
      await page.goto(one.url);
      t.equal(await page.locator('h1').innerText(), 'Linket virker ikke længere');
    },
  );

  t.test('can be read and pressed on a narrow phone', async (t) => {
    const { page } = await phone(browser, await linked(house), {});
    const [text, button] = [await looks(page, 'body'), await looks(page, 'button')];
    t.ok(text.fontPx >= 16, `${text.fontPx} px`);
    t.ok(contrast(text.color, text.backgroundColor) >= 7, 'text against its ground');
    t.ok(contrast(button.color, button.backgroundColor) >= 4.5, 'button against its ground');
    t.ok(button.height >= 44 && button.width >= 44, 'a finger finds it');
    t.ok(text.width <= text.innerWidth, 'nobody has to scroll sideways');
  });
});
