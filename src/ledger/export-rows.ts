/** What an export is read from: rows in the order of the tree, and checkpoints. */
import type { Transaction } from '../store/database.ts';
import type { KeptCheckpoint } from './checkpoint-log.ts';
import { type LedgerRow, ledgerFields } from './row.ts';
import { tileWidth } from './tile.ts';

/** The period to be exported, epoch milliseconds: all its rows, and neighbours up to the nearest checkpoints. */
export interface ExportRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** There is nothing to export; the message is a sentence. */
export class LedgerExportError extends Error {
  override readonly name = 'LedgerExportError';
}

const rowsAtOnce = 2_000;

/** A row is sealed, and a checkpoint signed, so long after it was noted at the latest. */
const lagMs = 60_000;

/** The checkpoints that an export lies between; without a first one it begins with the ledger. */
export interface Ends {
  readonly start: KeptCheckpoint | undefined;
  readonly end: KeptCheckpoint;
}

const kept = 'select size, at, jws from checkpoint';

/** The checkpoints around a period. Throws `LedgerExportError`. */
export async function endsOf(tx: Transaction, { from, to }: ExportRange): Promise<Ends> {
  const one = async (text: string, values: readonly number[]) =>
    (await tx.query<KeptCheckpoint>(`${kept} ${text} limit 1`, values)).rows[0];
  const last = await one('order by size desc', []);
  const behind =
    to === undefined
      ? undefined
      : // Of several that a clock which had run ahead gave one time, the last: rows of the period stand between them.
        await one('where at >= to_timestamp($1 / 1000.0) order by at, size desc', [to + lagMs]);
  const end = behind ?? last;
  if (!end)
    throw new LedgerExportError(
      'No checkpoint of the ledger has been signed yet: start the service, and ask again in a minute.',
    );
  const start =
    from === undefined
      ? undefined
      : await one('where at <= to_timestamp($1 / 1000.0) and size <= $2 order by size desc', [
          from,
          end.size,
        ]);
  return { start, end };
}

/** A row with its place, and the Provenance that stands beside it. */
export interface Found extends LedgerRow {
  readonly tx: number;
  readonly seq: number;
  readonly commitment: Buffer;
  readonly nonce: Buffer | null;
  readonly provenance: string | null;
}

const rowsSql = (compare: string): string =>
  `select l.tx, l.seq, l.commitment, l.nonce, ${ledgerFields.map((field) => `l.${field}`).join(', ')}, p.content as provenance
   from ledger l left join provenance p on l.kind = 'write' and p.id = l.id and p.view & 1 <> 0
   where (l.tx, l.seq) ${compare} ($1, $2) order by l.tx, l.seq limit ${rowsAtOnce}`;

/** The rows from an index on, as long as there are any. A tile knows where its first row stands. */
export async function* rowsFrom(tx: Transaction, index: number): AsyncGenerator<Found> {
  const { rows: tiles } = await tx.query<{ tx: number; seq: number }>(
    'select tx, seq from tile where level = 0 and number = $1',
    [Math.floor(index / tileWidth)],
  );
  let [at, compare, skip] = [tiles[0] ?? { tx: 0, seq: 0 }, '>=', index % tileWidth];
  for (;;) {
    const { rows } = await tx.query<Found>(rowsSql(compare), [at.tx, at.seq]);
    yield* rows.slice(skip);
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    [at, compare, skip] = [last, '>', 0];
  }
}

/** Checkpoints behind a size up to another, in order, some at a time. */
export async function* checkpointsIn(
  tx: Transaction,
  after: number,
  last: number,
): AsyncGenerator<Pick<KeptCheckpoint, 'size' | 'jws'>> {
  for (let size = after; ; ) {
    const { rows } = await tx.query<KeptCheckpoint>(
      `${kept} where size > $1 and size <= $2 order by size limit ${rowsAtOnce}`,
      [size, last],
    );
    yield* rows;
    const newest = rows.at(-1);
    if (!newest) return;
    size = newest.size;
  }
}
