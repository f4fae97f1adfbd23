/** Proofs for outsiders: that a row is in the tree that a checkpoint names, and that one tree goes on from another. */
import { type KeptCheckpoint, type Ledger, latestCheckpoint } from './checkpoint-log.ts';
import type { Hash } from './merkle.ts';
import { consistencySpans, inclusionSpans } from './merkle-proof.ts';
import { type LedgerRow, ledgerFields, rowText } from './row.ts';
import type { RowKey } from './seal.ts';
import { tileWidth } from './tile.ts';

/** That a row is in the tree. `row` and `nonce` are null once they were purged. */
export interface InclusionProof {
  readonly row: string | null;
  readonly nonce: Buffer | null;
  readonly commitment: Buffer;
  readonly index: number;
  readonly treeSize: number;
  readonly path: readonly Hash[];
  /** JWS of the tree of `treeSize`. */
  readonly checkpoint: string;
}

/** A row as it is stored; once it was purged, all that it said is null. */
interface Found extends LedgerRow, RowKey {
  readonly commitment: Buffer;
  readonly nonce: Buffer | null;
  /** Of the tile that the row is in or, when it is not sealed, the last one. */
  readonly number: number | null;
  /** Rows of the ledger before it, from the first of that tile on. */
  readonly before: number;
}

const columns = ledgerFields.map((field) => `r.${field}`).join(', ');

/** Rows of a tile are as many as its hashes: one that stands further off is not sealed, and counting ends there. */
const findSql = `select r.tx, r.seq, r.commitment, r.nonce, ${columns}, t.number,
    (select count(*) from (
      select from ledger b where (b.tx, b.seq) >= (t.tx, t.seq) and (b.tx, b.seq) < (r.tx, r.seq)
      limit ${tileWidth}) as counted) as before
  from ledger r left join lateral (
    select number, tx, seq from tile where level = 0 and (tx, seq) <= (r.tx, r.seq)
    order by tx desc, seq desc limit 1) as t on true
  where r.id = $1 limit 1`;

async function proofAt(
  { tiles }: Ledger,
  { size, jws }: KeptCheckpoint,
  found: Found,
  index: number,
): Promise<InclusionProof> {
  const { commitment, nonce } = found;
  const path = await tiles.hashesOf(inclusionSpans(index, size));
  const row = nonce === null ? null : rowText(found);
  return { row, nonce, commitment, index, treeSize: size, path, checkpoint: jws };
}

/** The proof for the row with the id of a Provenance or AuditEvent. `unsealed`: no checkpoint has come to it yet. Undefined: there is no such row. */
export async function proveInclusion(
  ledger: Ledger,
  id: string,
): Promise<InclusionProof | 'unsealed' | undefined> {
  const [{ rows }, checkpoint] = await Promise.all([
    ledger.db.query<Found>(findSql, [id], { name: 'proof-row' }),
    latestCheckpoint(ledger.db),
  ]);
  const [found] = rows;
  if (!found) return undefined;
  if (!checkpoint || found.number === null || found.before === tileWidth) return 'unsealed';
  const index = found.number * tileWidth + found.before;
  return index < checkpoint.size ? proofAt(ledger, checkpoint, found, index) : 'unsealed';
}

/** The hashes that prove that the tree of `second` rows goes on from that of `first`. Both must be sealed. */
export const proveConsistency = (
  { tiles }: Pick<Ledger, 'tiles'>,
  first: number,
  second: number,
): Promise<Hash[]> => tiles.hashesOf(consistencySpans(first, second));
