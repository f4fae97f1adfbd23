/** What the ledger keeps of an export: that it was made, and for each citizen that it holds, that it does. */
import { uuidv7 } from '../fhir/id.ts';
import { appendRows } from '../ledger/append.ts';
import type { LedgerRow } from '../ledger/row.ts';
import type { Ports } from '../resources/define.ts';
import { ExportLost, findExport } from '../store/bulk.ts';
import type { Transaction } from '../store/database.ts';

/** A citizen whose data is in an export, and how many resources. */
export interface Exported {
  readonly patient: string;
  readonly shown: number;
}

const rowsAtOnce = 1_000;

/** In the transaction that ends the export. */
export async function noteExport(
  tx: Transaction,
  ports: Pick<Ports, 'now' | 'publicUrl'>,
  id: string,
  citizens: readonly Exported[],
): Promise<void> {
  const made = await findExport(tx, id);
  if (!made) throw new ExportLost();
  const at = ports.now();
  const rowOf = (patient: string | null, shown: number): LedgerRow => ({
    ...{ id: uuidv7(at), kind: 'access', at, request: made.request, agent: made.caller },
    ...{ capacity: 'system' },
    ...{ patient, mandate: null, interaction: '$export', targets: [], shown },
    query: made.address.replace(`${ports.publicUrl}/fhir/`, ''),
    ...{ purpose: 'HOPERAT', policy: null, client: null, network: null },
    ...{ outcome: '0', digest: null },
  });
  const all = citizens.reduce((sum, { shown }) => sum + shown, 0);
  await appendRows(tx, [rowOf(null, all)]);
  for (let from = 0; from < citizens.length; from += rowsAtOnce)
    await appendRows(
      tx,
      citizens.slice(from, from + rowsAtOnce).map(({ patient, shown }) => rowOf(patient, shown)),
    );
}
