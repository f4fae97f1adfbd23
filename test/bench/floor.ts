import { fastify } from 'fastify';
import pg from 'pg';
import { answerCommands, setupOf } from './child.ts';

/** The least that an answer takes: a bare Fastify route, one named statement on a `pg.Pool`, the bytes joined. */
const pool = new pg.Pool({ ...setupOf<pg.PoolConfig>(), max: 16 });
const app = fastify({ bodyLimit: 2 ** 24 });

const overview = `
with p as materialized (
  select r.id, r.content, r.sort, r.p_actor from appointment r
  where r.patient = $1 and r.view & 2 <> 0 and (r.p_date_to > $2 or r.p_date_from >= $2)
  order by r.sort, r.id limit 50),
a as materialized (select distinct unnest(p_actor) as ref from p)
select content, true as match, (select count(*) from appointment r where r.patient = $1 and r.view & 2 <> 0
  and (r.p_date_to > $2 or r.p_date_from >= $2)) as n from p
${[
  ['patient', 'Patient/'],
  ['healthcare_service', 'HealthcareService/'],
  ['practitioner', 'Practitioner/'],
  ['practitioner_role', 'PractitionerRole/'],
  ['location', 'Location/'],
]
  .map(
    ([table, prefix = '']) => `union all select r.content, false, null from a join ${table} r
      on a.ref like '${prefix}%' and r.id = substr(a.ref, ${prefix.length + 1}) and r.view & 2 <> 0`,
  )
  .join('\n')}`;

interface Row {
  readonly content: string;
  readonly match: boolean;
  readonly n: string | null;
}

const entry = ({ content, match }: Row): string =>
  `{"resource":${content},"search":{"mode":"${match ? 'match' : 'include'}"}}`;

app.get('/fhir/Appointment', async (request, reply) => {
  const { patient, date } = request.query as { patient: string; date: string };
  const values = [patient, date.slice('ge'.length)];
  const { rows } = await pool.query<Row>({ name: 'overview', text: overview, values });
  const total = rows.find(({ n }) => n !== null)?.n ?? 0;
  const body = `{"resourceType":"Bundle","type":"searchset","total":${total},"entry":[${rows.map(entry).join(',')}]}`;
  return reply.type('application/fhir+json').send(body);
});

app.get('/fhir/Appointment/:id', async (request, reply) => {
  const { id } = request.params as { id: string };
  const text = 'select content from appointment where id = $1 and view & 2 <> 0';
  const { rows } = await pool.query<Row>({ name: 'read', text, values: [id] });
  return reply.type('application/fhir+json').send(rows[0]?.content);
});

const compartment = [
  'patient',
  'related_person',
  'consent',
  'care_plan',
  'appointment',
  'communication',
  'provenance',
]
  .map((table) => `select content from ${table} where patient = $1 and view & 2 <> 0`)
  .join(' union all ');

app.get('/fhir/Patient/:id/$everything', async (request, reply) => {
  const { id } = request.params as { id: string };
  const { rows } = await pool.query<Row>({ name: 'everything', text: compartment, values: [id] });
  const entries = rows.map(({ content }) => `{"resource":${content}}`);
  const body = `{"resourceType":"Bundle","type":"searchset","entry":[${entries.join(',')}]}`;
  return reply.type('application/fhir+json').send(body);
});

/** What the first 50 free times of a service are, and how many there are. */
const freeTimes = `
with days as (select day, sum(cardinality(starts)) as n from free_time where service = $1 and day >= $2::date group by day),
page as (select t.start, t.stop, f.schedule, f.practitioner, f.place from free_time f, unnest(f.starts, f.ends) as t(start, stop)
  where f.service = $1 and f.day = (select min(day) from days) order by t.start, f.schedule limit 50)
select (select sum(n)::int from days) as total, * from page`;

interface Time {
  readonly total: number;
  readonly start: string;
  readonly stop: string;
  readonly schedule: string;
  readonly practitioner: string;
  readonly place: string;
}

const proposal = ({ start, stop, schedule, practitioner, place }: Time): string =>
  `{"resource":{"resourceType":"Appointment","id":"${schedule}-${start}","start":"${new Date(Number(start)).toISOString()}","end":"${new Date(Number(stop)).toISOString()}","participant":[{"actor":{"reference":"Practitioner/${practitioner}"}},{"actor":{"reference":"Location/${place}"}}]},"search":{"mode":"match"}}`;

app.get('/fhir/Appointment/$find', async (request, reply) => {
  const { service, start } = request.query as { service: string; start: string };
  const values = [service.slice('HealthcareService/'.length), start];
  const { rows } = await pool.query<Time>({ name: 'find', text: freeTimes, values });
  const body = `{"resourceType":"Bundle","type":"searchset","total":${rows[0]?.total},"entry":[${rows.map(proposal).join(',')}]}`;
  return reply.type('application/fhir+json').send(body);
});

/** Two commits on tables of a few columns: what a write that must be remembered before and after it costs at least. */
await pool.query('create unlogged table if not exists floor_write (id text)');
await pool.query('drop table floor_write');
await pool.query(
  'create table floor_write (id bigint generated always as identity, at timestamptz)',
);
app.post('/fhir/Appointment/$book', async (_, reply) => {
  const text = 'insert into floor_write (at) values (now())';
  await pool.query({ name: 'before', text });
  await pool.query({ name: 'after', text });
  return reply.type('application/fhir+json').send('{}');
});

/** One statement and its commit for a batch: what so many bytes cost that must be on the disk. */
await pool.query('drop table if exists floor_measure');
await pool.query(
  'create table floor_measure (id bigint generated always as identity, content text)',
);
app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, (_, body, done) =>
  done(null, JSON.parse(String(body))),
);
app.post('/fhir/Observation/$submit-measurements', async (request, reply) => {
  const { entry } = request.body as { entry: { resource: object }[] };
  const values = [entry.map(({ resource }) => JSON.stringify(resource))];
  const text = 'insert into floor_measure (content) select unnest($1::text[]) returning id';
  const { rows } = await pool.query<{ id: string }>({ name: 'measure', text, values });
  return reply.send(rows.map(({ id }) => ({ status: '201', id })));
});

const url = await app.listen({ port: 0, host: '127.0.0.1' });
answerCommands({ url: () => url }, async () => {
  await app.close();
  await pool.query('drop table floor_write');
  await pool.query('drop table floor_measure');
  await pool.end();
});
