import { parseSearch } from '../../src/fhir/search-query.ts';
import { auditEvent } from '../../src/resources/audit-event/index.ts';
import { provenance } from '../../src/resources/provenance/index.ts';
import type { Reach } from '../../src/store/context.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { noteObserver } from '../../src/store/installation.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Predicate } from '../../src/store/predicate.ts';
import { schema } from '../../src/store/schema.ts';
import { search } from '../../src/store/search.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { ensureTables, makeIndexes } from '../../src/store/tables.ts';
import { type Crowd, fillLedger, idText, start } from './ledger-fill.ts';

/** What an auditor asks, in milliseconds. */
export interface Asked {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
  /** Matches on a page, on average. */
  readonly matches: number;
}

const shapes = [provenance, auditEvent];
const rounds = 400;
const pageSize = 50;

async function prepared(db: Database, crowd: Crowd): Promise<void> {
  await migrate(db, schema);
  await db.transaction((tx) => ensureTables(tx, shapes));
  await makeIndexes(db, shapes);
  const { rows } = await db.query('select from ledger limit 1');
  if (rows.length > 0) return;
  await noteObserver(db, 'Device/00000000-0000-5000-8000-00000000000a');
  await fillLedger(db, crowd);
}

/** A stretch of a few weeks somewhere in the years. */
function period(n: number): string {
  const at = (days: number): string => new Date(start + days * 86_400_000).toISOString();
  const first = (n * 37) % 1_700;
  return `date=ge${at(first)}&date=lt${at(first + 30)}`;
}

type Ids = Readonly<Record<'patient' | 'staff' | 'relative' | 'consent' | 'appointment', string>>;

async function drawn(db: Database, n: number, p: number): Promise<Ids> {
  const { rows } = await db.query<Ids>(
    `select ${idText('patient', '$1::int')} as patient, ${idText('staff', '$2::int')} as staff,
       ${idText('relative', '$1::int')} as relative, ${idText('consent', '$1::int')} as consent,
       ${idText('appointment', `$1::int || '-' || $3::int`)} as appointment`,
    [p, n % 2_000, n % 50],
  );
  return rows[0] as Ids;
}

const questions: Readonly<Record<string, (ids: Ids, n: number) => string>> = {
  'by target': ({ appointment }) => `entity=Appointment/${appointment}`,
  'by agent': ({ staff }) => `agent=Practitioner/${staff}&_sort=-date`,
  'by mandate': ({ consent }) => `entity=Consent/${consent}`,
  'by citizen': ({ patient }) => `patient=${patient}&_sort=-date`,
  'by period': (_, n) => `${period(n)}`,
  'by citizen and period': ({ patient }, n) => `patient=${patient}&${period(n)}`,
  'by agent and period': ({ staff }, n) => `agent=Practitioner/${staff}&${period(n)}`,
  'by relative and period': ({ relative }, n) => `agent=RelatedPerson/${relative}&${period(n)}`,
  'by target of whom much is seen': ({ appointment }) => `entity=Appointment/${appointment}`,
  'by mandate of whom much is seen': ({ consent }) => `entity=Consent/${consent}`,
  'refusals of a period': (_, n) => `outcome=4&${period(n)}`,
};

const all: Predicate = (row) => `${row}.view & 1 <> 0`;

async function ask(db: Database, query: string): Promise<number> {
  const key = Buffer.alloc(32);
  const stored = new Map(shapes.map((shape) => [shape.type, storeRoom(shape, key)]));
  const reach: Reach = { room: (type) => stored.get(type), scope: () => all };
  const room = stored.get(auditEvent.type);
  if (!room) throw new Error('The room of AuditEvent is not there.');
  const rooms = new Map(shapes.map((shape) => [shape.type, shape.search]));
  const parsed = parseSearch([...new URLSearchParams(query)], auditEvent.search, {
    ...({ type: auditEvent.type, method: 'GET', rooms } as const),
  });
  const found = await search(db, {
    ...{ room, reach, scope: all, total: false },
    query: { ...parsed, count: pageSize },
  });
  return found.matches.length;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;

async function measure(db: Database, crowd: Crowd, name: string): Promise<Asked> {
  const times: number[] = [];
  let matches = 0;
  for (let n = -20; n < rounds; n += 1) {
    const p = name.includes('much') ? 0 : ((n + 20) * 7919) % crowd.citizens;
    const query = questions[name]?.(await drawn(db, n + 20, p), n + 20) ?? '';
    const began = performance.now();
    const found = await ask(db, query);
    if (n < 0) continue;
    times.push(performance.now() - began);
    matches += found;
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { name, p50: at(sorted, 0.5), p99: at(sorted, 0.99), matches: matches / rounds };
}

/** An auditor's questions to a ledger of so many rows, through the search of the house; on a PostgreSQL of its own, kept in the folder. */
export async function benchLedgerQueries(dataDir: string, rows: number): Promise<Asked[]> {
  const crowd = { rows, citizens: Math.ceil(rows / 500) };
  const server = await startEmbeddedPostgres({ dataDir });
  const db = openDatabase({ connection: server.connection, applicationName: 'bench' });
  try {
    await prepared(db, crowd);
    const found: Asked[] = [];
    for (const name of Object.keys(questions)) found.push(await measure(db, crowd, name));
    return found;
  } finally {
    await db.close();
    await server.stop();
  }
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** Measures, and says each figure with its aim. */
export async function tellLedgerQueries(
  dataDir: string,
  rows: number,
  line: (what: string, figure: string, aim: string) => void,
): Promise<void> {
  for (const { name, p50, p99 } of await benchLedgerQueries(dataDir, rows))
    line(`auditor, ${name}`, `p50 ${ms(p50)}, p99 ${ms(p99)}`, 'p99 20 ms');
}
