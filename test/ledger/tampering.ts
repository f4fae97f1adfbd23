import { makeCheckpoint, openLedger } from '../../src/ledger/checkpoint-log.ts';
import { exportLedger } from '../../src/ledger/export.ts';
import type { ExportRange } from '../../src/ledger/export-rows.ts';
import { commitmentOf, type LedgerRow, ledgerFields, rowText } from '../../src/ledger/row.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import type { Database, Transaction } from '../../src/store/database.ts';
import { dayMs, type KeptLedger } from './kept.ts';
import { seed } from './rows.ts';

/** When the first row of a tampered ledger was written. */
export const monday = Date.UTC(2026, 10, 16, 9);

const undone = Symbol('undone');

/** The ledger's code over a transaction of the owner's, who can do anything. */
const within = (tx: Transaction): Database =>
  ({ query: tx.query, pipelined: tx.query, transaction: (work) => work(tx) }) as Database;

/** An export of what somebody did to the ledger with all rights of the database; nothing of it stays. */
export async function tampered(
  { owner, ledger }: KeptLedger,
  act: (tx: Transaction) => Promise<unknown>,
  range: ExportRange = {},
): Promise<string[]> {
  const lines: string[] = [];
  const write = async (line: string): Promise<void> => void lines.push(line.trimEnd());
  await owner
    .transaction(async (tx) => {
      await tx.query('alter table tile disable trigger all');
      await act(tx);
      await exportLedger(within(tx), range, { write, now: ledger.now() });
      throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
  return lines;
}

/** The row with an index, as the ledger is ordered. */
export const at = (index: number): string =>
  `(tx, seq) = (select tx, seq from ledger order by tx, seq limit 1 offset ${index})`;

/** What a row says and is committed to by. */
export const contents = ['commitment', 'nonce', ...ledgerFields];

/** Alters a row and commits to what it says now, as the product does. */
export async function forge(
  tx: Transaction,
  index: number,
  change: Partial<LedgerRow>,
): Promise<void> {
  const { rows } = await tx.query<LedgerRow>(`select * from ledger where ${at(index)}`);
  const [nonce, row] = [Buffer.alloc(16, 9), { ...rows[0], ...change } as LedgerRow];
  await tx.query(`update ledger set commitment = $1, nonce = $2, agent = $3 where ${at(index)}`, [
    ...[commitmentOf(nonce, rowText(row)), nonce, row.agent],
  ]);
}

/** Makes the whole tree anew over the rows as they are, signed with the true key. */
export async function remake(tx: Transaction): Promise<void> {
  await tx.query('delete from witness_letter; delete from checkpoint; delete from tile');
  await tx.query('update tree set size = 0, tx = 0, seq = 0');
  const db = within(tx);
  const now = () => monday + 4 * dayMs;
  const ledger = await openLedger({ db, now, origin: 'https://samspil.test', seed });
  await sealAll(db);
  await makeCheckpoint(ledger);
}
