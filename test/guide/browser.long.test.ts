import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { buildApp } from '../../src/http/app.ts';
import { noBrowser, openBrowser } from '../browser.ts';
import { startHouse } from '../house.ts';

const guide = new URL('../../fixtures/client/guide/', import.meta.url);
// Logins carry the time of the machine.
const now = Date.now();
const inHours = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();

/** What a front end does: log in, come back, show, book, and cancel what was seen. */
const page = (
  api: string,
): string => `<!DOCTYPE html><title>App</title><p id="told"></p><script type="module">
import { begin, finish } from './log-in.ts';
import { asking } from './ask.ts';
import { appointments } from './my-appointments.ts';
import { book } from './book-and-cancel.ts';
import { cancelSeen, ifChanged } from './unchanged.ts';
const tell = (words) => { document.getElementById('told').textContent = words; };
async function run() {
  if (location.pathname !== '/callback') {
    const { address, begun } = await begin('${api}', 'samspil-app', location.origin + '/callback');
    sessionStorage.setItem('begun', JSON.stringify(begun));
    location.href = address;
    return;
  }
  const token = await finish(JSON.parse(sessionStorage.getItem('begun')), location.href);
  const ask = asking('${api}', token);
  const { me, found } = await appointments(ask, '${inHours(0)}');
  const { id } = await book(ask, me, { start: '${inHours(26)}', end: '${inHours(200)}' });
  const { etag } = await ifChanged(ask, 'Appointment/' + id);
  tell('found ' + (found.length > 3) + ', ' + (await cancelSeen(ask, id, etag)));
}
run().catch((error) => tell('fault: ' + error));
</script>`;

/** A web site of its own, as a bundler's server gives it. */
async function siteOf(t: Test): Promise<{ origin: string; show: (html: string) => void }> {
  let html = '';
  const server = createServer(({ url = '' }, answer) => {
    const isCode = url.endsWith('.ts');
    answer.setHeader('content-type', isCode ? 'text/javascript' : 'text/html');
    const code = isCode ? readFileSync(new URL(`.${url}`, guide), 'utf8') : '';
    answer.end(isCode ? stripTypeScriptTypes(code) : html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => server.close());
  const show = (given: string): void => {
    html = given;
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, show };
}

t.test('The guide in a browser, from the web site of another', { skip: noBrowser }, async (t) => {
  t.setTimeout(240_000);
  const house = await startHouse(t, { now });
  const { origin, show } = await siteOf(t);
  const app = buildApp({ ...house.service, origins: [origin] });
  show(page(`${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir`));
  t.teardown(() => app.close());
  const browser = await openBrowser(t);
  const tab = await browser.newPage();
  tab.setDefaultTimeout(100_000);
  await tab.goto(origin);
  await tab.getByRole('button', { name: /Karen Margrethe Lindgaard/ }).click();
  await tab.waitForURL((url) => url.origin === origin);
  const told = tab.locator('#told').filter({ hasText: /found|fault/ });
  await told.waitFor();
  t.equal(await told.innerText(), 'found true, cancelled');
});
