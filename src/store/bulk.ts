/** Exports under way and done, with their files. Every process that serves can hand them out, and a backup holds them. */
import type { Database, Transaction } from './database.ts';
import type { MigrationStep } from './migrate.ts';

export const bulkTables: MigrationStep = {
  id: '005-bulk',
  sql: `
create table bulk_export (
  id text collate "C" primary key, client text not null, caller text not null, request text not null,
  address text not null, question text not null, asked jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  attempt integer not null default 0, lines bigint not null default 0,
  made_at timestamptz not null, transaction_at timestamptz, expires_at timestamptz not null);
create unique index bulk_export_waiting on bulk_export (client, question) where state = 'waiting';
create index bulk_export_expires on bulk_export (expires_at);
create table bulk_chunk (
  export text collate "C" not null references bulk_export on delete cascade,
  file integer not null, part integer not null, kind text not null, type text not null,
  lines integer not null, bytes integer not null, content text not null,
  primary key (export, file, part));
`,
};

/** How long an export that was not fetched is kept, and one that does not end is tried, milliseconds. */
const bulkLifeMs = 24 * 3_600_000;

type Asks = Pick<Transaction, 'query'>;

/** An export as it is asked for. `asked` is what the worker reads; it holds ids and conditions, and no number of a person. */
interface NewExport {
  readonly id: string;
  /** Who may see, fetch and cancel it. */
  readonly client: string;
  /** As access records name who asks, */
  readonly caller: string;
  /** and the request. */
  readonly request: string;
  /** The address that was asked, for the manifest. */
  readonly address: string;
  /** The same for exports that ask the same. */
  readonly question: string;
  readonly asked: object;
  readonly madeAt: number;
}

export interface BulkExport extends Omit<NewExport, 'question'> {
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Resources written so far. */
  readonly lines: number;
  /** What was committed by then is in it. Epoch milliseconds. */
  readonly transactionAt: number | null;
  readonly expiresAt: number;
}

const lockClass = 7_020;
const mostOpen = 3;

/**
 * Keeps an export to be made, and gives its id; that of an equal one where one has not begun. Undefined when the client has too many
 * under way.
 */
export async function openExport(
  tx: Transaction,
  made: NewExport,
): Promise<{ readonly id: string; readonly isNew: boolean } | undefined> {
  await tx.query(`select pg_advisory_xact_lock(${lockClass}, hashtext($1))`, [made.client]);
  const { rows } = await tx.query<{ id: string; equal: boolean }>(
    `select id, state = 'waiting' and question = $2 as equal from bulk_export
     where client = $1 and state in ('waiting', 'running') for update`,
    [made.client, made.question],
  );
  const equal = rows.find((row) => row.equal);
  if (equal) return { id: equal.id, isNew: false };
  if (rows.length >= mostOpen) return undefined;
  await tx.query(
    `insert into bulk_export (id, client, caller, request, address, question, asked, made_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000), to_timestamp($9::float8 / 1000))`,
    [
      ...[made.id, made.client, made.caller, made.request, made.address, made.question],
      ...[JSON.stringify(made.asked), made.madeAt, made.madeAt + bulkLifeMs],
    ],
  );
  return { id: made.id, isNew: true };
}

/** An export; undefined when there is none, or no longer. */
export async function findExport(db: Asks, id: string): Promise<BulkExport | undefined> {
  const { rows } = await db.query<BulkExport>(
    `select id, client, caller, request, address, asked, state, lines::float8 as lines, made_at as "madeAt",
       transaction_at as "transactionAt", expires_at as "expiresAt" from bulk_export where id = $1`,
    [id],
  );
  return rows[0];
}

/** Takes an export and its files away; one that is being made ends by itself. */
export async function dropExport(db: Asks, id: string): Promise<void> {
  await db.query('delete from bulk_export where id = $1', [id]);
}

/** The work that is done on an export: a later one takes it over from one that may have died. */
export interface Attempt {
  readonly id: string;
  readonly attempt: number;
}

/** Begins an export, or begins it again from nothing. Undefined when it is not there, or has ended. */
export function beginAttempt(
  db: Database,
  id: string,
  transactionAt: number,
): Promise<(Attempt & { readonly asked: object }) | undefined> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ attempt: number; asked: object }>(
      `update bulk_export set state = 'running', attempt = attempt + 1, lines = 0,
         transaction_at = to_timestamp($2::float8 / 1000)
       where id = $1 and state in ('waiting', 'running') returning attempt, asked`,
      [id, transactionAt],
    );
    if (!rows[0]) return undefined;
    await tx.query('delete from bulk_chunk where export = $1', [id]);
    return { id, ...rows[0] };
  });
}

/** Somebody else has taken the export over, or it was cancelled. */
export class ExportLost extends Error {
  override readonly name = 'ExportLost';
}

/** A part of a file. */
export interface Chunk {
  readonly file: number;
  readonly part: number;
  readonly kind: 'output' | 'deleted';
  readonly type: string;
  readonly lines: number;
  readonly content: string;
}

const still = `where id = $1 and attempt = $2 and state = 'running'`;

/** Keeps a part of a file. Throws `ExportLost`. */
export function keepChunk(db: Database, { id, attempt }: Attempt, chunk: Chunk): Promise<void> {
  const { file, part, kind, type, lines, content } = chunk;
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `update bulk_export set lines = lines + $3 ${still}`,
      [id, attempt, lines],
      { name: 'bulk-progress' },
    );
    if (rowCount === 0) throw new ExportLost();
    await tx.query(
      'insert into bulk_chunk values ($1, $2, $3, $4, $5, $6, octet_length($7::text), $7)',
      [id, file, part, kind, type, lines, content],
      { name: 'bulk-chunk' },
    );
  });
}

/** Ends an export: its files are there from now on. Throws `ExportLost`. */
export async function endExport(
  tx: Transaction,
  { id, attempt }: Attempt,
  now: number,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update bulk_export set state = 'done', expires_at = to_timestamp($3::float8 / 1000) ${still}`,
    [id, attempt, now + bulkLifeMs],
  );
  if (rowCount === 0) throw new ExportLost();
}

/** Gives an export up. */
export async function failExport(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `update bulk_export set state = 'failed' where id = $1 and state in ('waiting', 'running')`,
      [id],
    );
    if (rowCount > 0) await tx.query('delete from bulk_chunk where export = $1', [id]);
  });
}

/** Takes away what has had its time, whatever became of it. */
export async function sweepExports(db: Asks, now: number): Promise<void> {
  await db.query('delete from bulk_export where expires_at <= to_timestamp($1::float8 / 1000)', [
    now,
  ]);
}
