import t, { type Test } from 'tap';
import type { Grant } from '../../src/access/grant.ts';
import { scopeOf } from '../../src/access/scope.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { prepareStore } from '../../src/main/compose.ts';
import { registry } from '../../src/registry.ts';
import type { Room } from '../../src/resources/define.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { search } from '../../src/store/search.ts';
import { columnOf, ownParams, tableOf } from '../../src/store/shape.ts';
import { type StoredRoom, storeRoom } from '../../src/store/stored-room.ts';
import { testDatabase } from '../database.ts';

const rowsEach = 20_000;
const citizens = 1_000;

const stored = new Map(registry.map((room) => [room.type, storeRoom(room, Buffer.alloc(32))]));
const roomOf = (type: string): StoredRoom => {
  const found = stored.get(type);
  if (!found) throw new Error(`There is no room ${type}.`);
  return found;
};

/** What row `i` says of a parameter: its own citizen, or one of many values. */
const literalOf = (name: string, { type, target }: Room['search'][string]): string => {
  if (name === 'patient') return `'Patient/' || i % ${citizens}`;
  return type === 'reference' ? `'${target?.[0]}/' || i` : `'v' || i`;
};

const columnsOf = (room: Room): { name: string; value: string }[] =>
  ownParams(room).flatMap(([param, definition]) => {
    const name = columnOf(param);
    const day = `timestamptz '2026-01-01' + i * interval '10 minutes'`;
    return definition.type === 'date'
      ? [
          { name: `${name}_from`, value: day },
          { name: `${name}_to`, value: `${day} + interval '1 second'` },
        ]
      : [{ name, value: `array[${literalOf(param, definition)}]` }];
  });

async function fill(db: Database, room: Room): Promise<void> {
  const table = tableOf(room);
  const columns = columnsOf(room);
  const patient = room.patient ? `(i % ${citizens})::text` : 'null';
  const day = `timestamptz '2026-01-01' + i * interval '10 minutes'`;
  await db.query(`insert into ${table}
    (id, view, version, last_updated, patient, sort, content${columns.map(({ name }) => `, ${name}`).join('')})
    select i::text, 7, 1, now(), ${patient}, ${day}, repeat('x', 100)${columns.map(({ value }) => `, ${value}`).join('')}
    from generate_series(1, ${rowsEach}) i`);
  for (const [param, definition] of ownParams(room).filter(([, { index }]) => index === 'range'))
    await db.query(`insert into ${table}_link (param, value, sort, id, view)
      select '${param}', ${literalOf(param, definition)}, ${day}, i::text, 7 from generate_series(1, ${rowsEach}) i`);
}

const citizen: Grant = {
  caller: { kind: 'person', hash: Buffer.alloc(32), name: '', client: '' },
  self: '7',
  mandates: [],
  units: [],
};
const staff: Grant = {
  caller: { kind: 'staff', employee: 'm', units: [], name: '', client: '' },
  mandates: [],
  units: ['HealthcareService/9', 'Organization/9'],
};

/** The values that a search is tried with: by id, under a citizen, and by each parameter that has a link index. */
const searchesOf = (room: Room): [string, string][] => [
  ['_id', '7'],
  ...Object.entries(room.search).flatMap(([name, param]): [string, string][] => {
    const own = room.search[param.within ?? name];
    if (name === 'patient' && room.patient) return [[name, 'Patient/7']];
    if (own?.index !== 'range') return [];
    return [[name, param.type === 'reference' ? `${param.target?.[0]}/7` : 'v7']];
  }),
];

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** A scan without a condition on its index goes through the whole of it. */
const isWhole = (node: Plan): boolean =>
  /^(Seq|Index|Index Only|Bitmap Index) Scan$/.test(node['Node Type']) &&
  node['Index Cond'] === undefined;

/** Runs a search and gives the plans of what it asked, made as the connection that it asked on makes them. */
async function plansOf(
  db: Database,
  room: Room,
  asked: [string, string],
  grant: Grant,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  const explaining =
    (ask: Database['query']): Database['query'] =>
    async (text, values, options) => {
      const name = options?.name;
      const { rows } = await ask<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (format json) ${text}`,
        values,
        name === undefined ? {} : { name: `explain ${name}` },
      );
      plans.push(...rows.map((row) => row['QUERY PLAN'][0].Plan));
      return { rows: [], rowCount: 0 };
    };
  const query = parseSearch([asked], room.search, { type: room.type, method: 'POST' });
  const about = asked[0] === 'patient' && grant === citizen ? { named: '7' } : 'any';
  await search(
    { query: explaining(db.query), pipelined: explaining(db.pipelined) },
    {
      room: roomOf(room.type),
      query: { ...query, count: 50 },
      scope: scopeOf(room.access, grant, about),
      reach: { room: roomOf, scope: () => undefined },
      total: true,
    },
  );
  return plans;
}

async function checkRoom(t: Test, db: Database, room: Room, grant: Grant): Promise<void> {
  for (const asked of searchesOf(room)) {
    const nodes = (await plansOf(db, room, asked, grant)).flatMap(nodesOf);
    const scans = nodes.filter((node) => node['Relation Name'] !== undefined);
    t.ok(scans.length > 0, `${room.type}?${asked.join('=')} is planned`);
    const whole = nodes
      .filter(isWhole)
      .map((node) => `${node['Node Type']} ${node['Relation Name']}`);
    t.same(whole, [], `${room.type}?${asked.join('=')} as ${grant.caller.kind}`);
  }
}

// Filling fifteen tables takes its time where several tests run at once.
t.setTimeout(300_000);

t.test('no search by id, under a citizen or by a linked value reads a whole table', async (t) => {
  const { db, connection } = await testDatabase(t);
  await prepareStore(db, registry);
  for (const room of registry) await fill(db, room);
  await db.query('analyze');
  const fresh = openDatabase({ connection, applicationName: 'test' });
  t.teardown(() => fresh.close());
  for (const room of registry)
    for (const grant of [citizen, staff])
      await t.test(`${room.type} as ${grant.caller.kind}`, (t) => checkRoom(t, fresh, room, grant));
});
