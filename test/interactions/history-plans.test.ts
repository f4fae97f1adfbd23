import t from 'tap';
import { type Grant, unlimited } from '../../src/access/grant.ts';
import { armOf, armsOf } from '../../src/interactions/history-arm.ts';
import { countVersions, versionsSql, type Window } from '../../src/interactions/history-row.ts';
import { prepareStore } from '../../src/main/foundation.ts';
import { appointment } from '../../src/resources/appointment/index.ts';
import { carePlan } from '../../src/resources/care-plan/index.ts';
import { practitioner } from '../../src/resources/practitioner/index.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { testDatabase } from '../database.ts';
import { explain, type Plan, scansOf, wholeOf } from '../store/plan.ts';
import { whole } from '../whole.ts';

const rowsEach = 8_000;
const at = `timestamptz '2026-01-01' + i * interval '1 minute'`;
const ofCitizen = `case when $1 then (i % 1000)::text end`;

/** Resources of which every one has two versions and every hundredth was deleted. */
async function fill(db: Database, table: string, hasCitizens: boolean): Promise<void> {
  await db.query(
    `insert into ${table} (id, view, version, last_updated, patient, sort, content)
     select i::text, 7, 2, ${at} + interval '1 year', ${ofCitizen}, ${at}, '{}'
     from generate_series(1, ${rowsEach}) i where i % 100 <> 0`,
    [hasCitizens],
  );
  await db.query(
    `insert into ${table}_history (id, version, view, last_updated, patient, content)
     select i::text, version, 7, ${at} + version * interval '1 day', ${ofCitizen},
       case when version = 1 then '{}' end
     from generate_series(1, ${rowsEach}) i, generate_series(1, case when i % 100 = 0 then 2 else 1 end) version`,
    [hasCitizens],
  );
}

const caller = { ...unlimited, name: '', client: '' };
const nothing = { at: 0, mandates: [], units: [] };
const mandate = {
  relatedPerson: 'r',
  consent: 'c',
  consentVersion: 1,
  kind: '',
  rights: ['see'],
  source: 'cura',
  denied: [],
} as const;
const grants: Readonly<Record<string, Grant>> = {
  citizen: {
    caller: { kind: 'person', hash: Buffer.alloc(32), tickets: [], ...caller },
    ...nothing,
    self: '7',
  },
  relative: {
    ...{
      caller: { kind: 'person', hash: Buffer.alloc(32), tickets: [], ...caller },
      ...nothing,
      self: '7',
    },
    mandates: [{ ...mandate, patient: '8' }],
  },
  staff: {
    ...{ caller: { kind: 'staff', employee: 'm', units: [], ...caller }, ...nothing },
    units: ['HealthcareService/9'],
  },
  system: { caller: { kind: 'system', id: 's', ...caller }, ...nothing },
};

/** A walk along an index ends with the page; whole tables are read by what is no such walk. */
const unbounded = (plans: readonly Plan[]): string[] =>
  wholeOf(plans).filter((one) => !one.startsWith('Index Scan'));

const windows: readonly Window[] = [
  {},
  { since: Date.UTC(2026, 0, 3) },
  { during: { from: Date.UTC(2026, 0, 3), to: Date.UTC(2026, 0, 4) } },
];

t.test('No history reads a whole table', whole, async (t) => {
  const { db, owner, connection } = await testDatabase(t);
  const rooms = [appointment, carePlan, practitioner];
  await prepareStore(db, rooms, { owner });
  for (const { slug, patient } of rooms)
    await fill(db, slug.replaceAll('-', '_'), patient !== undefined);
  await owner.query('analyze');
  const fresh = openDatabase({ connection, applicationName: 'test' });
  t.teardown(() => fresh.close());
  const start = { at: '2026-01-02', id: '9', version: 1 };
  for (const [who, grant] of Object.entries(grants))
    for (const room of rooms)
      for (const window of windows)
        for (const walk of [
          { direction: 'next' as const, limit: 51 },
          { start, direction: 'previous' as const, limit: 51 },
        ]) {
          const { plans, explaining } = explain(fresh);
          const table = room.slug.replaceAll('-', '_');
          const { text, values } = versionsSql(table, armsOf(room, grant, 'any'), window, walk);
          await explaining.query(text, values);
          const what = `${who}: ${room.type} ${walk.direction} ${Object.keys(window)}`;
          t.ok(scansOf(plans).length > 0, what);
          t.same(unbounded(plans), [], what);
        }
  await t.test('of one resource its own range is walked, also to count', async (t) => {
    const arm = armOf(appointment, grants.citizen as Grant, '7');
    if (!arm) throw new Error('the citizen sees nothing');
    const { plans, explaining } = explain(fresh);
    t.equal(await countVersions(explaining, 'appointment', arm, { id: '7' }), 2);
    t.same(unbounded(plans), []);
  });
});
