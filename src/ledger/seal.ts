/** Seals rows of the ledger: they become leaves of the tree, in order, each once, by one process at a time. */
import type { Database, Transaction } from '../store/database.ts';
import { type Hash, hashBytes, leafHash, rootOf } from './merkle.ts';
import { tileWidth } from './tile.ts';

/** The place of a row in the order of the ledger. */
export interface RowKey {
  readonly tx: number;
  readonly seq: number;
}

interface Head extends RowKey {
  readonly size: number;
  /** The transaction that the database would begin next. */
  readonly next: number;
}

interface Unsealed extends RowKey {
  readonly commitment: Buffer;
}

/** The newest row is of a transaction that is yet to come: a database that was restored, and has not been started since. */
export class LedgerOrderError extends Error {
  override readonly name = 'LedgerOrderError';
}

/** Sealed in one transaction, a matter of some 50 ms. */
export const rowsAtOnce = 4_096;

/** Whoever has the row of `tree` seals; another that comes meanwhile goes away again. */
const takeHead = `select size, tx, seq,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ledger_offset() as next
  from tree for update skip locked`;

/** A row may come to stand before another only as long as a transaction that began before is under way. */
export const isSettled = (tx: string): string =>
  `${tx} < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ledger_offset()`;

const unsealed = `select tx, seq, commitment from ledger
  where (tx, seq) > ($1, $2) and ${isSettled('tx')}
  order by tx, seq limit $3`;

/** A tile in the making. `key` is that of its first row, on level 0. */
interface Growing {
  readonly level: number;
  number: number;
  hashes: Hash[];
  key?: RowKey | undefined;
}

/** A tile as it is to be stored. */
interface Made {
  readonly level: number;
  readonly number: number;
  readonly hashes: Buffer;
  readonly key?: RowKey | undefined;
}

const made = ({ level, number, hashes, key }: Growing): Made => ({
  ...{ level, number, hashes: Buffer.concat(hashes), key },
});

/** The last, unfilled tile of each level in a tree of this size. */
const edgesOf = (size: number): { level: number; number: number; width: number }[] => {
  const edges: { level: number; number: number; width: number }[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / tileWidth))
    edges.push({ level, number: Math.floor(count / tileWidth), width: count % tileWidth });
  return edges;
};

/** Puts a hash on its level; a tile that is full goes up as one hash. */
function grow(edges: Growing[], level: number, hash: Hash, key?: RowKey): Made[] {
  const edge = edges[level] ?? { level, number: 0, hashes: [] };
  edges[level] = edge;
  if (edge.hashes.length === 0) edge.key = key;
  edge.hashes.push(hash);
  if (edge.hashes.length < tileWidth) return [];
  const full = made(edge);
  edges[level] = { level, number: edge.number + 1, hashes: [] };
  return [full, ...grow(edges, level + 1, rootOf(edge.hashes))];
}

const split = (hashes: Buffer): Hash[] =>
  Array.from({ length: hashes.length / hashBytes }, (_, at) =>
    hashes.subarray(at * hashBytes, (at + 1) * hashBytes),
  );

async function readEdges(tx: Pick<Transaction, 'query'>, size: number): Promise<Growing[]> {
  const edges = edgesOf(size);
  const { rows } = await tx.query<{ level: number; hashes: Buffer } & RowKey>(
    `select level, hashes, tx, seq from tile
     where (level, number) in (select * from unnest($1::smallint[], $2::bigint[]))`,
    [edges.map(({ level }) => level), edges.map(({ number }) => number)],
    { name: 'edges' },
  );
  const stored = new Map(rows.map((row) => [row.level, row]));
  return edges.map(({ level, number, width }) => {
    const row = stored.get(level);
    if ((row?.hashes.length ?? 0) !== width * hashBytes)
      throw new LedgerOrderError(`The tree has ${size} rows, and its tiles of level ${level} not.`);
    const key = row && level === 0 ? { tx: row.tx, seq: row.seq } : undefined;
    return { level, number, hashes: row ? split(row.hashes) : [], key };
  });
}

const putTiles = `insert into tile (level, number, hashes, tx, seq)
  select level, number, decode(hashes, 'hex'), tx, seq
  from unnest($1::smallint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
    as made(level, number, hashes, tx, seq)
  on conflict (level, number) do update set hashes = excluded.hashes`;

async function store(tx: Transaction, tiles: readonly Made[]): Promise<void> {
  await tx.query(
    putTiles,
    [
      tiles.map(({ level }) => level),
      tiles.map(({ number }) => number),
      tiles.map(({ hashes }) => hashes.toString('hex')),
      tiles.map(({ key }) => key?.tx ?? null),
      tiles.map(({ key }) => key?.seq ?? null),
    ],
    { name: 'put-tiles' },
  );
}

function assertOrder({ tx, next }: Head): void {
  if (tx < next) return;
  throw new LedgerOrderError(
    'The database was restored and counts its transactions anew: start Samspil again, and rows are sealed from there on.',
  );
}

async function sealSome(tx: Transaction, head: Head, limit: number): Promise<number> {
  const { rows } = await tx.query<Unsealed>(unsealed, [head.tx, head.seq, limit], {
    name: 'unsealed',
  });
  const last = rows.at(-1);
  if (!last) return 0;
  const edges = await readEdges(tx, head.size);
  const full = rows.flatMap((row) => grow(edges, 0, leafHash(row.commitment), row));
  const partial = edges.filter(({ hashes }) => hashes.length > 0).map(made);
  await store(tx, [...full, ...partial]);
  await tx.query('update tree set size = $1, tx = $2, seq = $3', [
    head.size + rows.length,
    last.tx,
    last.seq,
  ]);
  return rows.length;
}

/**
 * Seals the next rows, as one transaction, and gives their number: 0 when all are sealed that can be, or another process is at it.
 * Throws `LedgerOrderError`.
 */
export const sealRows = (
  db: Pick<Database, 'transaction'>,
  limit: number = rowsAtOnce,
): Promise<number> =>
  db.transaction(async (tx) => {
    const { rows } = await tx.query<Head>(takeHead);
    const [head] = rows;
    if (!head) return 0;
    assertOrder(head);
    return sealSome(tx, head, limit);
  });

/** Seals all that can be sealed now; gives the number of rows. */
export async function sealAll(db: Pick<Database, 'transaction'>): Promise<number> {
  const sealed = await sealRows(db);
  return sealed < rowsAtOnce ? sealed : sealed + (await sealAll(db));
}
