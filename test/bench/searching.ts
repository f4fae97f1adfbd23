import { quantile } from './measure.ts';
import type { World } from './world.ts';

/** Searches over the whole population, each with values drawn from what is stored. */
interface Kind {
  readonly name: string;
  /** One text a row, `value`: what the search is to ask for. */
  readonly values: string;
  readonly path: (value: string) => string;
}

const some = (table: string, value: string): string =>
  `select ${value} as value from ${table} r tablesample system_rows(400)`;

const day = `to_char(r.sort, 'YYYY-MM-DD')`;
const first = (column: string): string => `r.${column}[1]`;

const kinds: readonly Kind[] = [
  {
    name: 'token (identifier)',
    values: some('appointment', first('p_identifier')),
    path: (value) => `Appointment?identifier=${encodeURIComponent(value)}`,
  },
  {
    name: 'two tokens, by date',
    values: some('appointment', first('p_service_type')),
    path: (value) =>
      `Appointment?service-type=${encodeURIComponent(value)}&status=booked&_sort=date`,
  },
  {
    name: 'date (one day)',
    values: some('appointment', day),
    path: (value) => `Appointment?date=${value}`,
  },
  {
    name: 'date (a range from both ends)',
    values: some('appointment', day),
    path: (value) => `Appointment?date=ge${value}&date=le${value}T12:00`,
  },
  {
    name: 'reference',
    values: `select 'Practitioner/' || id as value from practitioner`,
    path: (value) => `Appointment?practitioner=${value}`,
  },
  {
    name: 'chain to a person',
    values: `select r.p_family[1] as value from patient r tablesample system_rows(200)`,
    path: (value) => `Appointment?patient.family=${encodeURIComponent(value)}`,
  },
  {
    name: 'chain to staff',
    values: `select r.p_family[1] as value from practitioner r`,
    path: (value) => `Appointment?practitioner.family=${encodeURIComponent(value)}&status=booked`,
  },
  {
    name: '_has by reference',
    values: `select 'Practitioner/' || id as value from practitioner`,
    path: (value) => `Patient?_has:Appointment:patient:practitioner=${value}`,
  },
  {
    name: '_has by date',
    values: some('appointment', day),
    path: (value) => `Patient?_has:Appointment:patient:date=${value}`,
  },
];

const times = 200;

async function valuesOf({ db }: World, { name, values }: Kind): Promise<string[]> {
  const { rows } = await db.query<{ value: string | null }>(values);
  const found = rows.flatMap(({ value }) => value ?? []);
  if (found.length === 0) throw new Error(`There is nothing to search for: ${name}.`);
  return found;
}

/** What one kind of search came to; milliseconds, at one caller. `matches` is the mean on a page. */
export interface Searched {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
  readonly matches: number;
}

async function timed(world: World, url: string, kind: Kind, token: string): Promise<Searched> {
  const values = await valuesOf(world, kind);
  const took: number[] = [];
  let matches = 0;
  for (let at = -20; at < times; at += 1) {
    const path = kind.path(values[(at + values.length * 20) % values.length] ?? '');
    const started = performance.now();
    const response = await fetch(`${url}/fhir/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    if (at < 0) continue;
    took.push(performance.now() - started);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    matches += text.split('"mode":"match"').length - 1;
  }
  took.sort((a, b) => a - b);
  if (matches === 0) throw new Error(`Nothing was found: ${kind.name}.`);
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  return { name: kind.name, p50, p99, matches: matches / times };
}

/** Every kind, over everybody, as a machine that sees all. */
export async function benchSearches(world: World, url: string): Promise<Searched[]> {
  await world.db.query('create extension if not exists tsm_system_rows');
  const [token = ''] = await world.outside.ask<string[]>('tokens', ['machine']);
  const found: Searched[] = [];
  for (const kind of kinds) found.push(await timed(world, url, kind, token));
  return found;
}
