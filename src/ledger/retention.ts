/** How long the ledger keeps what it says, and what goes when it has been kept so long. */
import { uuidv7 } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import type { Database, Transaction } from '../store/database.ts';
import { removeAll } from '../store/put.ts';
import { type Kept, purgeAtOnce } from '../store/retention-table.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import { appendRows } from './append.ts';
import type { LedgerKind, LedgerRow } from './row.ts';

/** What a municipality decides of it. */
interface Years {
  readonly accessYears: number;
  readonly provenanceYears: number;
}

const yearsOf = ({
  accessYears,
  provenanceYears,
}: Years): Readonly<Record<LedgerKind, number>> => ({
  access: accessYears,
  refusal: accessYears,
  unauthenticated: accessYears,
  write: provenanceYears,
  purge: provenanceYears,
});

/** How long rows of each kind are kept. */
export const keptOf = (years: Years): Kept[] =>
  Object.entries(yearsOf(years)).map(([kind, of]) => ({ kind, years: of }));

/** What a purge needs. `samspil` is the id of our own Device. */
export interface PurgePorts {
  readonly db: Database;
  readonly now: () => number;
  readonly provenance: StoredRoom;
  readonly samspil: string;
}

/** What has gone, as a row of the ledger: `shown` is how much, `query` what and, of rows, up to when. */
export const purgeRow = (
  { samspil, now }: Pick<PurgePorts, 'samspil' | 'now'>,
  gone: { readonly what: string; readonly count: number; readonly patient?: string },
): LedgerRow => ({
  ...{ id: uuidv7(now()), kind: 'purge', at: now(), request: null, agent: `Device/${samspil}` },
  ...{ capacity: 'system', patient: gone.patient ?? null, mandate: null, interaction: 'purge' },
  ...{ query: gone.what, targets: [], shown: gone.count, purpose: null, policy: null },
  ...{ client: null, network: null, outcome: '0', digest: null },
});

/** A Provenance goes with its row, and all its versions. */
async function dropProvenance(
  tx: Transaction,
  { provenance, now }: PurgePorts,
  ids: readonly string[],
): Promise<void> {
  await removeAll(tx, provenance, ids, now());
  await tx.query(`delete from ${provenance.table}_history where id = any($1::text[])`, [ids]);
}

/** One step: some rows, what stood beside them, and the row that says so stand or fall together. */
const purgeSome = (ports: PurgePorts, kind: string): Promise<number> =>
  ports.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ gone: string; noted: number }>(
      'select gone, noted from purge_ledger($1)',
      [kind],
    );
    if (rows.length === 0) return 0;
    if (kind === 'write')
      await dropProvenance(
        tx,
        ports,
        rows.map(({ gone }) => gone),
      );
    const until = rows.reduce((last, { noted }) => Math.max(last, noted), 0);
    const what = `${kind} until ${formatUtc(until)}`;
    await appendRows(tx, [purgeRow(ports, { what, count: rows.length })]);
    return rows.length;
  });

/**
 * Takes content and nonce from the rows that have been kept long enough, step by step; the tree stays. Gives their number. Safe to run
 * twice, and to be cut short.
 */
export async function purgeLedger(ports: PurgePorts): Promise<number> {
  let count = 0;
  for (const { kind } of keptOf({ accessYears: 0, provenanceYears: 0 }))
    for (let some = purgeAtOnce; some === purgeAtOnce; count += some)
      some = await purgeSome(ports, kind);
  return count;
}
