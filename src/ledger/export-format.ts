/** The lines of an export, one JSON object each: all that an outsider needs to check the ledger without us. */
import type { JWK } from 'jose';

/** What stands in `format`. Counted up when lines come to mean something else. */
export const exportFormat = 'samspil-ledger-1';

/** The first line. Hashes and bytes are base64url, times ISO 8601 in UTC. */
export interface HeaderLine {
  readonly format: typeof exportFormat;
  readonly origin: string;
  /** Public key of the checkpoints. */
  readonly key: JWK;
  readonly made: string;
  /** The period that was asked for; null where it is open. */
  readonly from: string | null;
  readonly to: string | null;
  /** Index of the first row, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** Time of the checkpoint that it ends with. */
  readonly until: string;
  /** Hashes of the perfect subtrees before the first row, largest first. */
  readonly left: readonly string[];
  /** Years that rows are kept before what they say is taken out, the shortest time of all kinds. */
  readonly keptYears: number | null;
}

/** That the tree at the end goes on from an earlier one, which the witness was shown. These stand before all rows and checkpoints. */
export interface ConsistencyLine {
  readonly consistency: { readonly first: number; readonly path: readonly string[] };
}

/** A row, in its place. `row` and `nonce` are null once it was purged; `provenance` is the stored text of the resource of a write, whose meta is not committed to. */
export interface RowLine {
  readonly index: number;
  readonly commitment: string;
  readonly nonce: string | null;
  readonly row: string | null;
  readonly provenance?: string;
}

/** A checkpoint, behind the last row that it covers. */
export interface CheckpointLine {
  readonly checkpoint: string;
}

export type ExportLine = HeaderLine | ConsistencyLine | RowLine | CheckpointLine;
