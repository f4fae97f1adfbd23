import t from 'tap';
import { historyBundle, searchset } from '../../src/fhir/bundle.ts';
import { render } from '../../src/fhir/outcome.ts';

const slot = { resourceType: 'Slot', id: '1', comment: 'æ "ø" å' };
const content = Buffer.from(JSON.stringify(slot));
const links = [{ relation: 'self' as const, url: 'http://a.dk/fhir/Slot?status=free&_count=1' }];

t.test(
  'a searchset holds the stored bytes, in order, with links, total and warnings',
  async (t) => {
    const outcome = render([], 'da');
    const fullUrl = 'http://a.dk/fhir/Slot/1';
    const entries = [
      { fullUrl, content, mode: 'match' as const },
      { fullUrl, content, mode: 'include' as const },
    ];
    const bytes = searchset({ entries, total: 7, links, outcome });
    t.ok(bytes.includes(content));
    t.match(JSON.parse(bytes.toString()), {
      resourceType: 'Bundle',
      type: 'searchset',
      total: 7,
      link: links,
      entry: [
        { fullUrl, resource: slot, search: { mode: 'match' } },
        { fullUrl, resource: slot, search: { mode: 'include' } },
        { fullUrl: /^urn:uuid:[\da-f-]{36}$/, resource: outcome, search: { mode: 'outcome' } },
      ],
    });
  },
);

t.test('a Bundle without entries or total leaves them out', async (t) => {
  const empty = { resourceType: 'Bundle', type: 'searchset', link: links };
  t.same(JSON.parse(searchset({ entries: [], links }).toString()), empty);
  const bare = { resourceType: 'Bundle', type: 'history', total: 0 };
  t.same(JSON.parse(historyBundle({ entries: [], links: [], total: 0 }).toString()), bare);
});

t.test('a history says how each version came, and a deletion has no resource', async (t) => {
  const fullUrl = 'http://a.dk/fhir/Slot/1';
  const lastModified = '2026-11-24T13:15:00+01:00';
  const at = { fullUrl, url: 'Slot/1', lastModified };
  const bytes = historyBundle({
    entries: [
      { ...at, content: null, method: 'DELETE', version: 2 },
      { ...at, content, method: 'PUT', version: 1 },
    ],
    links: [],
  });
  t.same(JSON.parse(bytes.toString()).entry, [
    {
      fullUrl,
      request: { method: 'DELETE', url: 'Slot/1' },
      response: { status: '204', etag: 'W/"2"', lastModified },
    },
    {
      fullUrl,
      resource: slot,
      request: { method: 'PUT', url: 'Slot/1' },
      response: { status: '200', etag: 'W/"1"', lastModified },
    },
  ]);
});
