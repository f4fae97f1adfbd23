import { float8Array, int4Array, textArray } from '../store/array.ts';
import type { Transaction } from '../store/database.ts';
import { arrayLiteral } from '../store/index-row.ts';
import { commitmentOf, type LedgerRow, nonces, rowText } from './row.ts';

const columns: readonly (readonly [keyof LedgerRow, 'text' | 'texts' | 'instant' | 'int'])[] = [
  ['id', 'text'],
  ['kind', 'text'],
  ['at', 'instant'],
  ['request', 'text'],
  ['agent', 'text'],
  ['capacity', 'text'],
  ['patient', 'text'],
  ['mandate', 'text'],
  ['interaction', 'text'],
  ['query', 'text'],
  ['targets', 'texts'],
  ['shown', 'int'],
  ['purpose', 'text'],
  ['policy', 'text'],
  ['client', 'text'],
  ['network', 'text'],
  ['outcome', 'text'],
  ['digest', 'text'],
];

const sent = { text: 'text', texts: 'text', instant: 'float8', int: 'int' } as const;
const made = {
  text: (name: string) => name,
  texts: (name: string) => `${name}::text[]`,
  instant: (name: string) => `to_timestamp(${name} / 1000.0)`,
  int: (name: string) => name,
} as const;

const names = columns.map(([name]) => name);

const insert = `insert into ledger (commitment, nonce, ${names.join(', ')})
  select decode(commitment, 'hex'), decode(nonce, 'hex'), ${columns.map(([name, kind]) => made[kind](name)).join(', ')}
  from unnest($1::text[], $2::text[], ${columns.map(([, kind], at) => `$${at + 3}::${sent[kind]}[]`).join(', ')})
    with ordinality as x(commitment, nonce, ${names.join(', ')}, place) order by place`;

const columnArray = (rows: readonly LedgerRow[], at: number): Buffer => {
  const [name, kind] = columns[at] ?? ['id', 'text'];
  if (kind === 'instant') return float8Array(rows.map((row) => row[name] as number));
  if (kind === 'int') return int4Array(rows.map((row) => row[name] as number));
  if (kind === 'texts') return textArray(rows.map((row) => arrayLiteral(row[name] as string[])));
  return textArray(rows.map((row) => row[name] as string | null));
};

/** Appends rows, in their order, as one statement. What they say is committed to with nonces of their own. */
export async function appendRows(
  tx: Pick<Transaction, 'query'>,
  rows: readonly LedgerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const nonce = nonces(rows.length);
  const commitment = rows.map((row, at) =>
    commitmentOf(nonce[at] ?? Buffer.alloc(0), rowText(row)).toString('hex'),
  );
  await tx.query(
    insert,
    [
      textArray(commitment),
      textArray(nonce.map((one) => one.toString('hex'))),
      ...columns.map((_, at) => columnArray(rows, at)),
    ],
    { name: 'ledger' },
  );
}
