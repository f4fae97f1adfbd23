import t, { type Test } from 'tap';
import { type Grant, unlimited } from '../../src/access/grant.ts';
import { scopeOf } from '../../src/access/scope.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { prepareStore } from '../../src/main/foundation.ts';
import { registry } from '../../src/registry.ts';
import type { Room } from '../../src/resources/define.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { search } from '../../src/store/search.ts';
import { isRange, ownParams, tableOf } from '../../src/store/shape.ts';
import { type StoredRoom, storeRoom } from '../../src/store/stored-room.ts';
import { testDatabase } from '../database.ts';
import { explain, type Plan, scansOf, wholeOf } from './plan.ts';

const rowsEach = 10_000;
const citizens = 1_000;

const stored = new Map(registry.map((room) => [room.type, storeRoom(room, Buffer.alloc(32))]));
const roomOf = (type: string): StoredRoom => {
  const found = stored.get(type);
  if (!found) throw new Error(`There is no room ${type}.`);
  return found;
};

const textTypes: readonly string[] = ['token', 'reference', 'string', 'uri'];

/** What row `i` says of a parameter: its own citizen, or one of many values. */
const literalOf = (name: string, { type, target }: Room['search'][string]): string => {
  if (name === 'patient') return `'Patient/' || i % ${citizens}`;
  return type === 'reference' ? `'${target?.[0]}/' || i` : `'v' || i`;
};

/** What row `i` has in each column, in the order of the room's. */
const columnsOf = (room: Room): { name: string; value: string }[] => {
  const texts = ownParams(room).filter(([, { type }]) => textTypes.includes(type));
  const day = `timestamptz '2026-01-01' + i * interval '10 minutes'`;
  const literals = texts.map(([name, definition]) => literalOf(name, definition));
  return roomOf(room.type).columns.map(({ name, kind }) => {
    if (kind === 'instant') {
      return { name, value: name.endsWith('_to') ? `${day} + interval '1 second'` : day };
    }
    const literal = kind === 'texts' && name !== 'derived' ? literals.shift() : undefined;
    return { name, value: literal === undefined ? 'null' : `array[${literal}]` };
  });
};

async function fill(db: Database, room: Room): Promise<void> {
  const table = tableOf(room);
  const columns = columnsOf(room);
  const patient = room.patient ? `(i % ${citizens})::text` : 'null';
  const day = `timestamptz '2026-01-01' + i * interval '10 minutes'`;
  await db.query(`insert into ${table}
    (id, view, version, last_updated, patient, sort, content${columns.map(({ name }) => `, ${name}`).join('')})
    select i::text, 7, 1, now(), ${patient}, ${day}, repeat('x', 100)${columns.map(({ value }) => `, ${value}`).join('')}
    from generate_series(1, ${rowsEach}) i`);
  const linked = ownParams(room).filter(
    ([name, { type }]) => isRange(room, name) && textTypes.includes(type),
  );
  for (const [param, definition] of linked)
    await db.query(`insert into ${table}_link (param, value, sort, id, view)
      select '${param}', ${literalOf(param, definition)}, ${day}, i::text, 7 from generate_series(1, ${rowsEach}) i`);
}

const citizen: Grant = {
  caller: {
    ...unlimited,
    kind: 'person',
    hash: Buffer.alloc(32),
    name: '',
    client: '',
    tickets: [],
  },
  at: 0,
  self: '7',
  mandates: [],
  units: [],
};
const staff: Grant = {
  caller: { ...unlimited, kind: 'staff', employee: 'm', units: [], name: '', client: '' },
  at: 0,
  mandates: [],
  units: ['HealthcareService/9', 'Organization/9'],
};

/** The values that a search is tried with: by id, under a citizen, and by each parameter that has a link index. */
const searchesOf = (room: Room): [string, string][] => [
  ['_id', '7'],
  ...Object.entries(room.search).flatMap(([name, param]): [string, string][] => {
    if (name === 'patient' && room.patient) return [[name, 'Patient/7']];
    if (!isRange(room, name) || !textTypes.includes(param.type)) return [];
    return [[name, param.type === 'reference' ? `${param.target?.[0]}/7` : 'v7']];
  }),
];

/** Runs a search and gives the plans of what it asked. */
async function plansOf(
  db: Database,
  room: Room,
  asked: [string, string],
  grant: Grant,
): Promise<Plan[]> {
  const { plans, explaining } = explain(db);
  const query = parseSearch([asked], room.search, { type: room.type, method: 'POST' });
  const about = asked[0] === 'patient' && grant === citizen ? { named: '7' } : 'any';
  await search(explaining, {
    room: roomOf(room.type),
    query: { ...query, count: 50 },
    scope: scopeOf(room, grant, about),
    reach: { room: roomOf, scope: () => undefined },
    total: true,
  });
  return plans;
}

/** Nothing of it is ever shown to this caller. */
const isShut = (room: Room, grant: Grant): boolean =>
  scopeOf(room, grant, 'any')('row', () => '$1') === 'false';

async function checkRoom(t: Test, db: Database, room: Room, grant: Grant): Promise<void> {
  const reads = !isShut(room, grant);
  for (const asked of searchesOf(room)) {
    const plans = await plansOf(db, room, asked, grant);
    const name = `${room.type}?${asked.join('=')}`;
    t.ok(plans.length > 0 && (scansOf(plans).length > 0 || !reads), `${name} is planned`);
    t.same(wholeOf(plans), [], `${name} as ${grant.caller.kind}`);
  }
}

// Filling fifteen tables takes its time where several tests run at once.
t.setTimeout(300_000);

t.test('no search by id, under a citizen or by a linked value reads a whole table', async (t) => {
  const { db, owner, connection } = await testDatabase(t);
  await prepareStore(db, registry, { owner });
  // What stands on the ledger has plans of its own: test/resources/audit-event.
  const rooms = registry.filter(({ from }) => from === undefined);
  for (const room of rooms) await fill(db, room);
  await owner.query('analyze');
  const fresh = openDatabase({ connection, applicationName: 'test' });
  t.teardown(() => fresh.close());
  for (const room of rooms)
    for (const grant of [citizen, staff])
      await t.test(`${room.type} as ${grant.caller.kind}`, (t) => checkRoom(t, fresh, room, grant));
});
