/** Tells MinLog2 who looked, by a cursor over the ledger: each look at least once, in order, and repeats under the same id. */
import type { Database } from '../store/database.ts';
import {
  isMinLogged,
  type LookRow,
  lookColumns,
  type MinLogOrganisation,
  type MinLogRecord,
  minLogRecord,
  numberSystems,
} from './minlog-record.ts';
import { isSettled } from './seal.ts';

/** Who is told. */
export interface MinLog {
  /** Resolves once all of them are kept there; throws when that is not known. */
  readonly deliver: (records: readonly MinLogRecord[]) => Promise<void>;
}

export interface MinLogPorts {
  readonly db: Pick<Database, 'query'>;
  readonly organisation: MinLogOrganisation;
  readonly minLog: MinLog;
  /** Told how many looks were at citizens who are not known here any more. */
  readonly onUnknown?: (count: number) => void;
}

const name = 'minlog';
const rowsAtOnce = 1_000;

/** What was before it was switched on is for the export of a period. */
const begin = `insert into ledger_reader (name, tx, seq)
  select $1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ledger_offset(), 0 on conflict do nothing`;

interface Key {
  readonly tx: number;
  readonly seq: number;
}

const readOn = `select l.tx, l.seq from ledger l, ledger_reader r where r.name = $1 and (l.tx, l.seq) > (r.tx, r.seq) and ${isSettled('l.tx')}
  order by l.tx, l.seq limit ${rowsAtOnce}`;

const looksUpTo = `select ${lookColumns} from ledger l, ledger_reader r
  where r.name = $2 and (l.tx, l.seq) > (r.tx, r.seq) and (l.tx, l.seq) <= ($3::bigint, $4::bigint) and ${isMinLogged}
  order by l.tx, l.seq`;

const move = `update ledger_reader set tx = $2, seq = $3 where name = $1 and (tx, seq) < ($2::bigint, $3::bigint)`;

async function tell(ports: MinLogPorts, rows: readonly LookRow[]): Promise<void> {
  const records = rows.flatMap((row) => minLogRecord(row, ports.organisation) ?? []);
  if (records.length > 0) await ports.minLog.deliver(records);
  if (records.length < rows.length) ports.onUnknown?.(rows.length - records.length);
}

/** One step: what is told, and then that it was. */
async function step(ports: MinLogPorts): Promise<number> {
  const { db } = ports;
  const { rows } = await db.query<Key>(readOn, [name]);
  const last = rows.at(-1);
  if (!last) return 0;
  const { rows: looks } = await db.query<LookRow>(looksUpTo, [
    numberSystems,
    name,
    last.tx,
    last.seq,
  ]);
  await tell(ports, looks);
  await db.query(move, [name, last.tx, last.seq]);
  return rows.length;
}

/** Tells what is new. Safe to run twice, to be killed and to run beside itself: what was told without a note is told again. */
export async function tellMinLog(ports: MinLogPorts): Promise<void> {
  await ports.db.query(begin, [name]);
  while ((await step(ports)) === rowsAtOnce);
}

const exportAtOnce = 500;

/** The looks of a period in their order, as lines of JSON. Instants are epoch milliseconds; the end is not in it. */
export async function* minLogLines(
  { db, organisation }: Pick<MinLogPorts, 'db' | 'organisation'>,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<string> {
  const text = `select ${lookColumns} from ledger l
    where ${isMinLogged} and l.at >= to_timestamp($2 / 1000.0) and l.at < to_timestamp($3 / 1000.0)
      and (l.at, l.id) > (to_timestamp($4 / 1000.0), $5)
    order by l.at, l.id limit ${exportAtOnce}`;
  let [at, id] = [from, ''];
  for (;;) {
    const { rows } = await db.query<LookRow>(text, [numberSystems, from, to, at, id]);
    for (const row of rows) {
      const record = minLogRecord(row, organisation);
      if (record) yield `${JSON.stringify(record)}\n`;
    }
    const last = rows.at(-1);
    if (!last || rows.length < exportAtOnce) return;
    [at, id] = [last.at, last.id];
  }
}
