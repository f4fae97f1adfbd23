import { SaxesParser } from 'saxes';
import t from 'tap';
import { auditExamples } from '../../src/manual/audit-page.ts';
import { type Example, isAnswered, segmentsOf } from '../../src/manual/example.ts';
import { kinds } from '../../src/manual/interaction-pages.ts';
import { manualOf } from '../../src/manual/manual.ts';
import type { OpenApi } from '../../src/manual/openapi/document.ts';
import { operationTexts } from '../../src/manual/operation-texts.ts';
import type { Texts } from '../../src/manual/texts.ts';
import { topicTexts } from '../../src/manual/topic-texts.ts';
import { startPlain } from '../conformance/plain.ts';
import { noon, startHouse } from '../house.ts';
import { addresses, raw } from './addresses.ts';
import { describedPlain, describedProduct } from './described.ts';
import { refusals } from './refusals.ts';
import { type Send, sent } from './send.ts';

interface Read {
  readonly links: readonly string[];
  readonly shells: readonly string[];
}

/** Throws at HTML that is not XHTML. */
function read(html: string): Read {
  const [links, shells, at]: string[][] = [[], [], []];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    at?.push(name);
    if (name === 'a') links?.push(attributes.href?.value ?? '');
    if (name === 'pre') shells?.push('');
  });
  parser.on('text', (text) => {
    if (at?.includes('pre') && shells) shells[shells.length - 1] += text;
  });
  parser.on('closetag', () => void at?.pop());
  parser.write(html).close();
  return { links: links ?? [], shells: shells ?? [] };
}

/** Every page, from the index on, by its address. */
async function walked(origin: string): Promise<Map<string, Read & { status: number }>> {
  const found = new Map<string, Read & { status: number }>();
  const waiting = ['/docs'];
  for (const path of waiting) {
    if (found.has(path)) continue;
    const answer = await fetch(origin + path);
    const { pathname } = new URL(answer.url);
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    const page = isPage ? read(await answer.text()) : { links: [], shells: [] };
    if (!isPage) await answer.arrayBuffer();
    found.set(path, { ...page, status: answer.status });
    const inner = page.links.filter((link) => !link.startsWith('https://'));
    waiting.push(...inner.map((link) => new URL(link, origin + pathname).pathname));
  }
  return found;
}

const allTexts: readonly Partial<Texts>[] = [
  ...Object.values(kinds).map(({ texts }) => texts),
  ...Object.values(operationTexts),
  ...Object.values<Texts>(topicTexts),
];
const examples: readonly Example[] = [
  ...allTexts.flatMap((texts) => texts.examples ?? []),
  ...auditExamples,
];

const curls = (shells: readonly string[]): string[] =>
  shells.flatMap((shell) => shell.match(/curl [^\n]*"\$API[^"]*"/g) ?? []);

/** Method and path that a line of curl asks for. */
function askedBy(line: string): [string, string[]] {
  const [, address = ''] = /"\$API([^"]*)"$/.exec(line) ?? [];
  const [, method = 'GET'] = / -X (\w+)/.exec(line) ?? [];
  return [method, segmentsOf(address.replaceAll('\\$', '$'))];
}

t.test('The manual of the product', async (t) => {
  const house = await startHouse(t);
  const described = await describedProduct();
  const pages = await walked(new URL(house.base).origin);

  await t.test('is there whole, without login, and every link leads somewhere', async (t) => {
    const bad = [...pages].filter(([, { status }]) => status !== 200).map(([path]) => path);
    t.same(bad, []);
    for (const { name } of manualOf(described)) t.ok(pages.has(`/docs/${name}.html`), name);
    t.ok(pages.has('/fhir/metadata'));
    const { headers } = await fetch(new URL('/docs/read?/docs/openapi/', house.base));
    const policy = headers.get('content-security-policy') ?? '';
    t.match(policy, /default-src 'none'; script-src 'self'.*frame-ancestors 'none'/);
    t.notMatch(policy, /unsafe|https?:/);
    const etag = headers.get('etag') ?? '';
    const again = { headers: { 'if-none-match': etag } };
    t.equal((await fetch(new URL('/docs/read.html', house.base), again)).status, 304);
    const way = await fetch(new URL('/docs', house.base), { redirect: 'manual' });
    t.same([way.status, way.headers.get('location')], [308, 'docs/'], 'whatever path is in front');
    const viewer = await fetch(new URL('/docs/openapi', house.base));
    t.equal(new URL(viewer.url).pathname, '/docs/openapi/');
    t.match(viewer.headers.get('content-security-policy'), "script-src 'self';");
    const { paths } = (await (await fetch(new URL('/openapi.json', house.base))).json()) as OpenApi;
    t.ok(paths['/Appointment/$find']?.get);
    const refused = await fetch(new URL('/fhir/Unicorn', house.base));
    t.equal(
      refused.headers.get('link'),
      '<https://samspil.test/docs/errors.html#unknown-type>; rel="help"',
    );
    const missing = await fetch(new URL('/docs/nowhere', house.base));
    t.equal(missing.status, 404);
  });

  await t.test('each file at one address alone, packed for who takes it', async (t) => {
    for (const { ask, headers = {}, status, has } of addresses) {
      const answer = await raw(new URL(house.base).origin, ask, headers);
      t.equal(answer.status, status, ask);
      t.match(answer.headers, has, ask);
    }
  });

  await t.test('has requests to copy that the router knows', async (t) => {
    const lines = [...pages.values()].flatMap(({ shells }) => curls(shells));
    t.ok(lines.length > 40, `${lines.length} lines`);
    for (const line of lines) t.ok(described.router.match(...askedBy(line)), line);
  });

  await t.test('and that are answered as it says', async (t) => {
    for (const example of examples.filter((one) => isAnswered(described, one))) {
      const answer = await sent(example, house.as(example.as), noon);
      const body = await answer.text();
      t.equal(
        answer.status,
        example.status,
        `${example.method} ${example.address}: ${body.slice(0, 400)}`,
      );
    }
  });

  await t.test('and refusals that come as it says', async (t) => {
    const citizen = house.as('citizen');
    const mine = JSON.parse(await (await citizen('Patient')).text());
    const id: string = mine.entry[0].resource.id;
    for (const { page, ask, headers, body, status, key } of refusals) {
      const [method = '', path = ''] = ask.split(' ');
      const init = { method, ...(headers && { headers }), ...(body !== undefined && { body }) };
      const answer = await citizen(path.replace('ME', id), init);
      const heard = await answer.text();
      t.equal(answer.status, status, `${ask}: ${heard.slice(0, 300)}`);
      t.match(heard, `"code":"${key}"`, ask);
      const html = await (await fetch(new URL(`/docs/${page}.html`, house.base))).text();
      t.match(html, new RegExp(`<td>(?:\\d+, )*${status}\\b`), page);
      t.match(html, `<code>${key}</code>`, page);
    }
  });

  await t.test('is named in the CapabilityStatement', async (t) => {
    const statement = await (await fetch(`${house.base}/metadata`)).text();
    t.match(
      statement,
      '"documentation":"What can be asked, and what cannot, with examples: https://samspil.test/docs.',
    );
  });
});

t.test('The manual of the plain server says what that has', async (t) => {
  const described = await describedPlain();
  const plain = await startPlain(
    t,
    described.rooms.map(({ type }) => type),
  );
  const pages = await walked(new URL(plain.base).origin);
  t.same(
    [...pages].filter(([, { status }]) => status !== 200).map(([path]) => path),
    [],
  );
  t.notOk(pages.has('/docs/operation-book.html'));
  const send: Send = (path, init) =>
    fetch(path === '' ? plain.base : `${plain.base}/${path}`, init);
  await send('Patient/one', {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: '{"resourceType":"Patient","id":"one"}',
  });
  const writing = examples.filter(
    (one) => (one.as === 'staff' || one.with !== undefined) && isAnswered(described, one),
  );
  t.ok(writing.length > 2);
  for (const example of writing) {
    const answer = await sent(example, send, noon);
    t.equal(answer.status, example.status, `${example.method} ${example.address}`);
  }
});
