import { createServer } from 'node:http';
import t from 'tap';
import { createCuraClient } from '../../src/cura/client.ts';
import { localWords, noLocalWords } from '../../src/cura/local-word.ts';
import { recordSchemas } from '../../src/cura/schemas.ts';
import { wordPlaces } from '../../src/cura/word-place.ts';
import { codeTables } from '../../src/resources/code-tables.ts';
import { withWords, wordFaults } from '../../src/resources/municipality-code.ts';

interface Shape {
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** The schema at a path such as `aflysning.aarsag` or `maalgrupper[]`. */
const schemaAt = (schema: Shape | undefined, path: string): Shape | undefined =>
  path
    .split('.')
    .reduce<Shape | undefined>((at, step) => at?.properties?.[step.replace('[]', '')], schema);

t.test('each place of words takes just the words of its table', (t) => {
  for (const [id, places] of Object.entries(wordPlaces)) {
    const words = Object.keys(codeTables.find((table) => table.id === id)?.rows ?? {}).sort();
    t.ok(words.length > 1, id);
    for (const [type, path] of places) {
      const found = schemaAt(recordSchemas[type].json as Shape, path);
      const taken = (path.endsWith('[]') ? found?.items : found)?.enum ?? [];
      t.same(taken.filter((word) => word !== null).toSorted(), words, `${type} ${path}`);
    }
  }
  t.end();
});

const tables = {
  'aftale-status': { bekraeftet: 'planlagt' },
  'aktivitet-maalgruppe': { seniorer: 'aeldre' },
};

t.test('words are changed in lists, feeds, single records and what became of a write', (t) => {
  const { inward, outward } = localWords(tables);
  const aftale = (status: string) => ({ id: 'a', status, aflysning: null });
  t.same(inward({ poster: [aftale('bekraeftet'), aftale('aflyst')] }, 'aftale'), {
    poster: [aftale('planlagt'), aftale('aflyst')],
  });
  const feed = (status: string) => ({
    raekker: [
      { type: 'aftale', post: aftale(status) },
      { type: 'aftale', post: null },
      { type: 'besoeg', post: { status: 'bekraeftet' } },
    ],
  });
  t.same(inward(feed('bekraeftet')), feed('planlagt'));
  t.same(inward({ type: 'aftale', svar: aftale('bekraeftet') }), {
    type: 'aftale',
    svar: aftale('planlagt'),
  });
  t.same(inward({ maalgrupper: ['seniorer', 'unge'] }, 'aktivitet'), {
    maalgrupper: ['aeldre', 'unge'],
  });
  const sent = aftale('planlagt');
  t.same(outward('aftale', sent), aftale('bekraeftet'));
  t.same(sent, aftale('planlagt'), 'what is sent is a copy');
  const visit = { status: 'planlagt' };
  t.equal(outward('besoeg', visit), visit);
  for (const odd of [null, 'x', 7, [], { poster: 'x' }, { raekker: [null, 3] }])
    t.same(inward(odd), odd);
  t.equal(localWords({}), noLocalWords);
  t.end();
});

t.test('the client speaks the words of this Cura, both ways', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push(body);
      const isToken = request.url?.includes('token');
      const record = {
        id: 'm1',
        version: 1,
        aendret: '2026-11-24T10:00:00+01:00',
        fornavn: 'Bo',
        efternavn: 'Dal',
        titel: 'Assistent',
      };
      const answer = isToken
        ? { access_token: 'x', token_type: 'Bearer', expires_in: 60 }
        : { ...record, funktion: 'helper', enhedId: 'e1', aktiv: true };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.teardown(() => server.close());
  const place = server.address();
  const port = typeof place === 'object' && place ? place.port : 0;
  const options = { baseUrl: `http://127.0.0.1:${port}/`, clientId: 'a', clientSecret: 'b' };
  const words = localWords({ funktion: { helper: 'sosu' } });
  const client = createCuraClient({ ...options, words });
  t.teardown(() => client.close());
  t.match(await client.get('medarbejder', 'm1'), { funktion: 'sosu' });
  await client.create('medarbejder', { fornavn: 'Bo', funktion: 'sosu' } as never, 'k');
  t.match(asked.at(-1), /"funktion":"helper"/);
  const plain = createCuraClient(options);
  t.teardown(() => plain.close());
  await t.rejects(plain.get('medarbejder', 'm1'), { name: 'MalformedRecord' });
});

t.test(
  'a word must be one-to-one where records are written, and never one of the contract',
  (t) => {
    t.same(wordFaults({ 'aftale-status': { a: 'planlagt', b: 'planlagt', aflyst: 'planlagt' } }), [
      { table: 'aftale-status', word: 'b', other: 'a', kind: 'twice' },
      { table: 'aftale-status', word: 'aflyst', other: 'planlagt', kind: 'taken' },
      { table: 'aftale-status', word: 'aflyst', other: 'a', kind: 'twice' },
    ]);
    t.same(wordFaults({ funktion: { a: 'sosu', b: 'sosu' } }), [], 'staff is only read');
    const told = withWords(codeTables, tables).find(({ id }) => id === 'aftale-status');
    t.equal(told?.rows.bekraeftet, 'booked', 'the concept map knows it');
    t.end();
  },
);
