import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { purge } from '../../src/workers/purge.ts';
import { noon } from '../house.ts';
import { type Scene, scene } from '../sync/scene.ts';

t.setTimeout(120_000);

const dayMs = 86_400_000;

/** Tables with rows about a citizen. */
async function tracesOf({ owner }: Scene, citizen: string): Promise<string[]> {
  const { rows: columns } = await owner.query<{ name: string; patient: boolean }>(
    `select c.relname as name, bool_or(a.attname = 'patient') as patient from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname in ('patient', 'content', 'value') group by 1`,
  );
  const found: string[] = [];
  for (const { name, patient } of columns) {
    const test = patient ? 't.patient = $1' : 'strpos(t::text, $1) > 0';
    const { rowCount } = await owner.query(`select from ${name} t where ${test} limit 1`, [
      citizen,
    ]);
    if (rowCount > 0) found.push(name);
  }
  return found.sort();
}

const ofTheLedger = ['ledger', 'provenance', 'provenance_history', 'provenance_link', 'purged'];
const beyond = (found: readonly string[]): string[] =>
  found.filter((name) => !ofTheLedger.includes(name));

t.test('what is known of a citizen goes ninety days after the citizen has', async (t) => {
  const house = await scene(t);
  const { karen, poul } = house;
  const { db } = house.sync;
  await house.book('citizen', await house.slot());
  await house.book('neighbour', await house.slot());
  await db.query(
    `insert into bulk_export (id, client, caller, request, address, question, asked, made_at, expires_at)
     select id, 'c', 'c', 'r', '', id, '{}', now(), now() + interval '1 day' from unnest('{hers,his}'::text[]) id`,
  );
  for (const [id, citizen] of [
    ['hers', karen],
    ['his', poul],
  ])
    await db.query(`insert into bulk_chunk values ($1, 0, 0, 'output', 'Patient', 1, 1, $2)`, [
      ...[id, `{"id":"${citizen}"}`],
    ]);
  for (const citizen of [karen, poul])
    await db.query('insert into login_relative values ($1, $2, $3)', [
      ...[Buffer.alloc(32, 1), citizen, 'relative'],
    ]);
  const [before, neighbours] = [await tracesOf(house, karen), await tracesOf(house, poul)];
  for (const table of ['patient', 'patient_link', 'appointment', 'consent', 'related_person'])
    t.ok(before.includes(table), table);
  for (const table of ['intent', 'compartment', 'bulk_chunk', 'login_relative'])
    t.ok(before.includes(table), table);

  house.cura.change('borger', 'borger-00001', { doed: '2026-11-20' });
  await synchronise(house.sync);
  house.setNow(noon + 80 * dayMs);
  // Others have died before, in the sandbox.
  await purge(house.workers);
  t.ok((await tracesOf(house, karen)).includes('patient'), 'not before');
  house.setNow(noon + 90 * dayMs);
  t.match(await purge(house.workers), { citizens: 1 });
  t.same(beyond(await tracesOf(house, karen)), []);
  t.same(await tracesOf(house, poul), neighbours, 'nobody else is touched');
  const { rows } = await db.query(
    `select kind, interaction, query, agent like 'Device/%' as machine from ledger where patient = $1 and kind = 'purge'`,
    [karen],
  );
  t.same(rows, [{ kind: 'purge', interaction: 'purge', query: 'content', machine: true }]);
  t.match(await purge(house.workers), { citizens: 0 }, 'and once is enough');
  const { rowCount } = await db.query(
    `select from reservation r where not exists (select from appointment a where a.id = r.appointment)
       and not exists (select from class_session c where c.id = r.appointment)`,
  );
  t.equal(rowCount, 0, 'no time is kept for her');

  house.cura.change('aftale', await hers(house), { bemaerkning: 'Sagen er lukket' });
  await synchronise(house.sync);
  t.not(beyond(await tracesOf(house, karen)).length, 0, 'Cura tells of her once more');
  t.match(await purge(house.workers), { citizens: 1 });
  t.same(beyond(await tracesOf(house, karen)), []);
});

/** Any appointment of hers in Cura. */
async function hers(house: Scene): Promise<string> {
  const { poster } = await house.sync.cura.list('aftale', { max: 1_000 });
  const aftale = poster.find(({ borgerId }) => borgerId === 'borger-00001');
  if (!aftale) throw new Error('She has no appointment.');
  return aftale.id;
}
