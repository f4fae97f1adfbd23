import t from 'tap';
import { openShelf, param, room, type Shelf } from './shelf.ts';

const quantity = 'Observation.value.as(Quantity)';
const observation = room(
  'Observation',
  {
    code: param('token', 'Observation.code'),
    date: param('date', 'Observation.effective'),
    issued: param('date', 'Observation.issued'),
    note: param('string', 'Observation.note.text'),
    subject: param('reference', 'Observation.subject', { target: ['Patient'] }),
    'value-quantity': param('quantity', quantity),
    source: param('uri', 'Observation.instantiatesUri'),
  },
  { order: 'date' },
);

const count = 23;

/** Every third lacks a value; several are equal. */
const resources = Array.from({ length: count }, (_, at) => ({
  resourceType: 'Observation',
  id: `o${String(at).padStart(2, '0')}`,
  effectiveDateTime: `2026-01-${String((at % 7) + 1).padStart(2, '0')}`,
  code: { coding: [{ system: 'http://s', code: `c${at % 4}` }] },
  ...(at % 3 > 0 && {
    issued: `2026-02-${String((at % 5) + 1).padStart(2, '0')}T00:00:00Z`,
    note: [{ text: `ord ${9 - (at % 5)}` }, { text: `ærlig ${at % 5}` }],
    subject: { reference: `Patient/${at % 6}` },
    valueQuantity: { value: at % 5 },
  }),
}));

const sorts = [
  ...['', '_id', '-_id', '_lastUpdated', '-_lastUpdated', 'date', '-date', 'issued', '-issued'],
  ...['note', '-note', 'subject', '-subject', 'value-quantity', '-value-quantity', 'code', '-code'],
  ...['source', 'code,-value-quantity', '-issued,note', 'issued,-date,_id'],
];

type Walk = { pages: string[][]; more: boolean[] };

async function forwards({ ask }: Shelf, query: string, narrow: boolean): Promise<Walk> {
  const pages: string[][] = [];
  const more: boolean[] = [];
  for (let last: { keys: readonly string[]; id: string } | undefined; ; ) {
    const page = await ask(query, { count: 7, narrow, ...(last && { after: last }) });
    pages.push(page.matches.map(({ id }) => id));
    more.push(page.more);
    last = page.matches.at(-1);
    if (!page.more || !last) return { pages, more };
  }
}

async function backwards({ ask }: Shelf, query: string, from: string): Promise<string[]> {
  const { matches } = await ask(query);
  const start = matches.find(({ id }) => id === from);
  const ids: string[] = start ? [start.id] : [];
  for (let first = start; first; ) {
    const page = await ask(query, { count: 7, before: first });
    ids.unshift(...page.matches.map(({ id }) => id));
    first = page.more ? page.matches[0] : undefined;
  }
  return ids;
}

t.test('every order is walked to its end and back, each match once', async (t) => {
  const shelf = await openShelf(t, [observation]);
  await shelf.put(...resources);
  for (const sort of sorts)
    for (const where of ['', 'code=c1']) {
      const query = `Observation?${where}${sort === '' ? '' : `&_sort=${sort}`}`;
      const whole = await shelf.find(query);
      const narrow = sort.length % 2 === 0;
      const { pages, more } = await forwards(shelf, query, narrow);
      t.same(pages.flat(), whole, query);
      t.equal(new Set(whole).size, whole.length, `${query}: once`);
      t.same(
        more,
        pages.map((_, at) => at < pages.length - 1),
        `${query}: says when there is more`,
      );
      t.same(await backwards(shelf, query, whole.at(-1) ?? ''), whole, `${query}: back`);
    }
});

t.test('a date, number or text orders by its value, what has none comes last', async (t) => {
  const { find, put } = await openShelf(t, [observation]);
  const one = (id: string, more: object) => ({ resourceType: 'Observation', id, ...more });
  const tones = (...texts: string[]) => ({ note: texts.map((text) => ({ text })) });
  await put(
    one('a', { ...tones('b', 'y'), valueQuantity: { value: 10 }, issued: '2026-02-01T00:00:00Z' }),
    one('b', { ...tones('c', 'd'), valueQuantity: { value: 9 }, issued: '2026-01-01T00:00:00Z' }),
    one('c', {}),
  );
  const cases: Readonly<Record<string, string>> = {
    ...{ note: 'abc', '-note': 'abc', 'value-quantity': 'bac', '-value-quantity': 'abc' },
    ...{ issued: 'bac', '-issued': 'abc', _id: 'abc', '-_id': 'cba' },
  };
  for (const [sort, ids] of Object.entries(cases))
    t.same((await find(`Observation?_sort=${sort}`)).join(''), ids, sort);
});

t.test('a page tells the total, and none of nothing', async (t) => {
  const { ask, put } = await openShelf(t, [observation]);
  await put(...resources);
  for (const narrow of [false, true]) {
    const page = await ask('Observation?code=c1', { count: 2, total: true, narrow });
    t.same([page.matches.length, page.more, page.total], [2, true, 6]);
    const counted = await ask('Observation?code=c1', { count: 0, total: true, narrow });
    t.same([counted.matches.length, counted.total], [0, 6]);
    const none = await ask('Observation?code=c9', { total: true, narrow });
    t.same([none.matches.length, none.more, none.total], [0, false, 0]);
  }
});
