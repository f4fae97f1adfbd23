/** The ledger as a file that can be checked by whoever gets it. */
import { decodeProtectedHeader } from 'jose';
import { formatUtc } from '../fhir/instant.ts';
import type { Database, Transaction } from '../store/database.ts';
import { readCheckpoint } from './checkpoint.ts';
import { type ExportLine, exportFormat, type RowLine } from './export-format.ts';
import {
  checkpointsIn,
  type Ends,
  type ExportRange,
  endsOf,
  type Found,
  rowsFrom,
} from './export-rows.ts';
import { consistencySpans } from './merkle-proof.ts';
import { rowText } from './row.ts';
import { openTiles, subtreesAt, type Tiles } from './tile.ts';

/** Takes a line; the next is made when it has been taken. */
type Write = (line: string) => Promise<void>;

const text = (hashes: readonly Buffer[]): string[] =>
  hashes.map((hash) => hash.toString('base64url'));

const iso = (at: number | undefined): string | null => (at === undefined ? null : formatUtc(at));

interface Exporting extends Ends {
  readonly tx: Transaction;
  readonly tiles: Tiles;
  readonly write: (line: ExportLine) => Promise<void>;
}

async function writeHeader(
  { tx, tiles, start, end, write }: Exporting,
  { from, to }: ExportRange,
  now: number,
): Promise<void> {
  const { origin } = await readCheckpoint(end.jws);
  const { rows } = await tx.query<{ years: number | null }>(
    'select extract(year from min(keep))::int as years from retention',
  );
  const { jwk } = decodeProtectedHeader(end.jws);
  await write({
    ...{ format: exportFormat, origin, key: jwk ?? {}, made: formatUtc(now) },
    ...{ from: iso(from), to: iso(to), start: start?.size ?? 0, end: end.size },
    ...{ until: formatUtc(end.at), left: text(await subtreesAt(tiles, start?.size ?? 0)) },
    keptYears: rows[0]?.years ?? null,
  });
}

/** Trees that the witness has seen and whose rows lie before the first that is exported, and then the one that it goes on from. */
async function writeEarlier({ tx, tiles, start, end, write }: Exporting): Promise<void> {
  if (!start) return;
  const { rows } = await tx.query<{ size: number }>(
    'select size from witness_letter where size > 0 and size < $1 order by size',
    [start.size],
  );
  for (const { size: first } of rows) {
    const path = await tiles.hashesOf(consistencySpans(first, end.size));
    await write({ consistency: { first, path: text(path) } });
  }
  await write({ checkpoint: start.jws });
}

const lineOf = (index: number, found: Found): RowLine => ({
  index,
  commitment: found.commitment.toString('base64url'),
  nonce: found.nonce?.toString('base64url') ?? null,
  row: found.nonce === null ? null : rowText(found),
  ...(found.provenance !== null && { provenance: found.provenance }),
});

/** Rows and checkpoints in their places. A store that somebody took rows from is exported as it is. */
async function writeRows({ tx, start, end, write }: Exporting): Promise<number> {
  const signed = checkpointsIn(tx, start?.size ?? 0, end.size);
  let next = await signed.next();
  let index = start?.size ?? 0;
  const pass = async (): Promise<void> => {
    for (; !next.done && next.value.size <= index; next = await signed.next())
      await write({ checkpoint: next.value.jws });
  };
  if (index < end.size)
    for await (const found of rowsFrom(tx, index)) {
      await write(lineOf(index, found));
      index += 1;
      await pass();
      if (index === end.size) break;
    }
  const count = index - (start?.size ?? 0);
  index = end.size;
  await pass();
  return count;
}

/**
 * Writes the export of a period, line by line, as one snapshot; gives the number of rows. Throws `LedgerExportError`, and `TileMissing`
 * where somebody took from the tree.
 */
export const exportLedger = (
  db: Pick<Database, 'transaction'>,
  range: ExportRange,
  { write, now }: { readonly write: Write; readonly now: number },
): Promise<number> =>
  db.transaction(
    async (tx) => {
      const exporting: Exporting = {
        ...{ tx, tiles: openTiles(tx), ...(await endsOf(tx, range)) },
        write: (line) => write(`${JSON.stringify(line)}\n`),
      };
      await writeHeader(exporting, range, now);
      await writeEarlier(exporting);
      return writeRows(exporting);
    },
    { isolation: 'repeatable read' },
  );
