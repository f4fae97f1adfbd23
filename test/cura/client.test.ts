import t from 'tap';
import { MalformedRecord } from '../../src/cura/check.ts';
import { booking, client, sandbox } from './sandbox.ts';

t.test('a list comes in id order, page after page, each record once', async (t) => {
  const cura = client(t, await sandbox(t));
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await cura.list('aftale', { max: 7, ...(after !== undefined && { after }) });
    ids.push(...page.poster.map(({ id }) => id));
    after = page.naeste;
  } while (after !== undefined);
  t.equal(ids.length, 240);
  t.same(ids, [...new Set(ids)].sort());
});

t.test('what Cura does not have is null', async (t) => {
  const cura = client(t, await sandbox(t, { size: { citizens: 0 } }));
  t.equal(await cura.get('borger', 'borger-00001'), null);
  t.equal(await cura.findByExternalReference('aftale', 'ukendt'), null);
  t.equal(await cura.outcome('ukendt'), null);
});

t.test('a written appointment is found by id, by external reference and by its key', async (t) => {
  const cura = client(t, await sandbox(t));
  const made = await cura.create('aftale', booking({ eksternReference: 'ref-1' }), 'key-1');
  t.match(made, { kind: 'done', record: { version: 1, eksternReference: 'ref-1' } });
  const record = made.kind === 'done' ? made.record : undefined;
  t.same(await cura.findByExternalReference('aftale', 'ref-1'), record);
  t.same(await cura.get('aftale', record?.id ?? ''), record);
  t.same(await cura.outcome('key-1'), made);
});

t.test('the feed tells who changed a record and by which key', async (t) => {
  const cura = client(t, await sandbox(t));
  const made = await cura.create('aftale', booking(), 'key-1');
  const page = await cura.changes(0, 10);
  t.match(page, {
    kind: 'rows',
    next: 1,
    latest: 1,
    rows: [{ loebenummer: 1, type: 'aftale', noegle: 'key-1', aendretAf: { art: 'paaroerende' } }],
  });
  const [row] = page.kind === 'rows' ? page.rows : [];
  t.same(row?.post, made.kind === 'done' ? made.record : undefined);
});

t.test('a deleted record comes through the feed as null, with who deleted it', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  staff.remove('aftale', 'aft-0000002', { art: 'medarbejder', navn: 'Rasmus Juul' });
  t.match(await cura.changes(0, 10), {
    rows: [{ id: 'aft-0000002', post: null, aendretAf: { navn: 'Rasmus Juul' } }],
  });
  t.equal(await cura.get('aftale', 'aft-0000002'), null);
});

t.test('a replacement of an old version is stale and says which version there is', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const citizen = await cura.get('borger', 'borger-00002');
  staff.change('borger', 'borger-00002', { telefon: '+4500999999' });
  if (citizen === null) return t.fail('no citizen');
  t.same(await cura.replace('borger', citizen, 'key-1'), { kind: 'stale', current: 2 });
});

t.test('an expired cursor is told, and max 0 still gives the newest number', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  staff.change('aftale', 'aft-0000002', { bemaerkning: 'Ny' });
  staff.faults.expireCursor = true;
  t.same(await cura.changes(1, 10), { kind: 'expired' });
  const newest = await cura.changes(0, 0);
  t.same(newest, { kind: 'rows', rows: [], next: 0, latest: 2 });
  t.same(await cura.changes(2, 10), { kind: 'rows', rows: [], next: 2, latest: 2 });
});

t.test('a repeated and reordered feed still leads on', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  for (let n = 0; n < 9; n += 1) staff.change('aftale', 'aft-0000002', { bemaerkning: `Nr. ${n}` });
  Object.assign(staff.faults, { repeatFeed: true, reorderFeed: true });
  const page = await cura.changes(4, 3);
  const numbers = page.kind === 'rows' ? page.rows.map(({ loebenummer }) => loebenummer) : [];
  t.same(numbers, [7, 6, 5, 4, 3, 2, 1]);
  t.match(page, { next: 7, latest: 9 });
});

t.test(
  'one malformed record stops nothing when somebody listens, and all when nobody does',
  async (t) => {
    const staff = await sandbox(t);
    staff.change('borger', 'borger-00002', { koen: 'hemmelig-vaerdi' as never });
    const told: MalformedRecord[] = [];
    const tolerant = client(t, staff, { onMalformed: (error) => told.push(error) });
    const page = await tolerant.list('borger', { max: 100 });
    t.equal(page.poster.length, 39);
    t.match(await tolerant.changes(0, 10), { rows: { length: 0 }, next: 1 });
    t.match(told, { length: 2, 0: { type: 'borger', id: 'borger-00002', path: '/koen' } });
    const strict = client(t, staff);
    await t.rejects(strict.list('borger', { max: 100 }), MalformedRecord);
    const error = await strict.get('borger', 'borger-00002').catch((caught) => caught);
    t.notMatch(String(error), /hemmelig-vaerdi/, 'no value in the message');
  },
);

t.test('a closed client refuses and leaves no connection open', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  await cura.list('enhed', { max: 1 });
  cura.close();
  await t.rejects(cura.list('enhed', { max: 1 }), { message: 'The Cura client is closed.' });
});
