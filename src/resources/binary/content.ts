/** The bytes of files are kept apart from their resources, so that searches, exports and all that is done with resources carry none of them. */
import type { Binary, Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { subsetted } from '../view.ts';

type Asks = Pick<Transaction, 'query'>;

/** The resource as it is stored, which says that something of it is elsewhere. */
export function apart<T extends Binary>({ data: _, ...file }: T): Omit<T, 'data'> {
  const tag = [...(file.meta?.tag ?? []), subsetted];
  return { ...file, meta: { ...file.meta, tag } };
}

/** The resource with its bytes. */
export function together<T extends Resource>(file: T, bytes: Buffer | undefined): T {
  const { tag = [], ...meta } = file.meta ?? {};
  const left = tag.filter(({ code }) => code !== subsetted.code);
  const whole = { ...file, meta: { ...meta, ...(left.length > 0 && { tag: left }) } };
  return bytes && bytes.length > 0 ? { ...whole, data: bytes.toString('base64') } : whole;
}

interface Kept {
  readonly id: string;
  readonly patient: string;
  readonly bytes: Buffer;
}

/** One at a time: each may be megabytes. */
export async function keepContent(tx: Asks, { id, patient, bytes }: Kept): Promise<void> {
  await tx.query(
    `insert into binary_content (id, patient, content) values ($1, $2, $3)
     on conflict (id) do update set patient = excluded.patient, content = excluded.content`,
    [id, patient, bytes],
    { name: 'keep-content' },
  );
}

/** The bytes of a file; undefined when it has none. */
export async function contentOf(db: Asks, id: string): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ content: Buffer }>(
    'select content from binary_content where id = $1',
    [id],
    { name: 'content-of' },
  );
  return rows[0]?.content;
}

export async function dropContents(tx: Asks, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('delete from binary_content where id = any($1::text[])', [ids]);
}
