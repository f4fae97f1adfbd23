import MiniSearch from 'minisearch';
import { SaxesParser } from 'saxes';
import t from 'tap';
import { askOptions, indexOptions } from '../../src/manual/search-box.ts';
import { type Site, siteOf } from '../../src/manual/site.ts';
import { describedPlain, describedProduct } from './described.ts';

interface Seen {
  readonly ids: readonly string[];
  readonly leads: readonly string[];
  /** What runs or looks without standing in a file of its own. */
  readonly inline: readonly string[];
}

/** Throws at HTML that is not XHTML. */
function seenIn(html: string): Seen {
  const seen = { ids: [] as string[], leads: [] as string[], inline: [] as string[] };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    const { id, href, src } = attributes;
    if (id) seen.ids.push(id.value);
    for (const lead of [href, src]) if (lead) seen.leads.push(lead.value);
    const isOwn = name === 'style' || (name === 'script' && (!src || isSelfClosing));
    const own = Object.keys(attributes).filter((one) => one === 'style' || one.startsWith('on'));
    seen.inline.push(...(isOwn ? [name] : []), ...own);
  });
  parser.write(html).close();
  return seen;
}

const bodyOf = async (site: Site, name: string): Promise<string> =>
  `${(await site.file(name))?.body ?? ''}`;

/** Every page of a site as it is in a folder. */
async function pagesOf(site: Site): Promise<Map<string, Seen>> {
  const pages = site.names.filter((name) => name.endsWith('.html'));
  const found = new Map<string, Seen>();
  for (const name of pages) found.set(name, seenIn(await bodyOf(site, name)));
  return found;
}

/** What a link of a page leads to that is not there. */
function dead(from: string, lead: string, site: Site, pages: Map<string, Seen>): boolean {
  if (/^https:\/\//.test(lead)) return false;
  const { pathname, hash } = new URL(lead, `http://site/${from}`);
  const name = pathname.slice(1);
  if (lead.startsWith('/') || !site.names.includes(name)) return true;
  return hash !== '' && !pages.get(name)?.ids.includes(hash.slice(1));
}

for (const describe of [describedProduct, describedPlain])
  t.test(`The site of ${describe.name}`, async (t) => {
    const site = siteOf(await describe(), false);
    const pages = await pagesOf(site);
    t.ok(pages.size > 20, `${pages.size} pages`);

    await t.test('has no dead link, to a page, an anchor or a file', async (t) => {
      const all = [...pages].flatMap(([from, { leads }]) => leads.map((lead) => [from, lead]));
      t.ok(all.length > 300, `${all.length} links`);
      t.same(
        all.filter(([from = '', lead = '']) => dead(from, lead, site, pages)),
        [],
      );
    });

    await t.test('has each anchor once, and nothing inline', async (t) => {
      for (const [name, { ids, inline }] of pages) {
        t.equal(new Set(ids).size, ids.length, name);
        t.same(inline, [], name);
      }
    });

    await t.test('is searched by an index whose places are all there', async (t) => {
      const script = await bodyOf(site, 'search-index.js');
      const [, json = ''] = /^globalThis\.samspilIndex = (.*);\n$/s.exec(script) ?? [];
      const index = MiniSearch.loadJS<{ id: string }>(JSON.parse(json), indexOptions);
      const [first] = index.search('conditional create', askOptions);
      t.match(first?.id, /^(?:conditional|create|not-supported)\.html/);
      const every = index.search(MiniSearch.wildcard).map(({ id }) => `${id}`);
      t.ok(every.length > 100, `${every.length} places`);
      t.same(
        every.filter((id) => dead('index.html', id, site, pages)),
        [],
      );
    });
  });

t.test('A stranger finds what it looks for by other words too', async (t) => {
  const site = siteOf(await describedProduct(), false);
  const script = await bodyOf(site, 'search-index.js');
  const json = script.replace(/^[^{]*/, '').replace(/;\n$/, '');
  const index = MiniSearch.loadJS(JSON.parse(json), indexOptions);
  const best = (words: string): string =>
    `${index.search(words, { ...askOptions, combineWith: 'AND' })[0]?.id}`;
  const wanted: Readonly<Record<string, string>> = {
    'slot-free': 'errors.html#slot-free',
    kommune: 'til-kommunen.html',
    MINLOG_URL: 'running.html#MINLOG_URL',
    quietHours: 'municipalities.html#municipality.quietHours',
    'samspil-patient': 'profiles.html#samspil-patient',
    $book: 'operation-book.html',
    'propose-move': 'operation-propose-move.html',
    'healthcare service': 'resource-healthcare-service.html',
    appointmnt: 'resource-appointment.html',
    openapi: 'openapi/index.html',
    samtykke: 'resource-consent.html',
    tilgængelighed: 'tilgaengelighed.html',
    Aalborg: 'til-kommunen.html#eksempler-at-kopiere',
  };
  t.same(Object.fromEntries(Object.keys(wanted).map((words) => [words, best(words)])), wanted);
  const relative = ['pårørende', 'paarørende', 'parorende', 'Pårørende?'].filter((words) =>
    index.search(words, askOptions).some(({ id }) => id === 'resource-related-person.html'),
  );
  t.equal(relative.length, 4, 'with and without a Danish keyboard');
});
