/** The files of an export, as they are told of and handed out. */
import type { Transaction } from './database.ts';

type Asks = Pick<Transaction, 'query'>;

export interface BulkFile {
  readonly file: number;
  readonly kind: 'output' | 'deleted';
  readonly type: string;
  readonly lines: number;
  readonly bytes: number;
  readonly parts: number;
}

/** The files of an export in order, without their content. */
export async function filesOf(db: Asks, id: string): Promise<readonly BulkFile[]> {
  const { rows } = await db.query<BulkFile>(
    `select file, kind, type, sum(lines)::float8 as lines, sum(bytes)::float8 as bytes, count(*)::int as parts
     from bulk_chunk where export = $1 group by file, kind, type order by file`,
    [id],
  );
  return rows;
}

/** The content of a file part by part: the next is read when it is asked for. Throws when the file was taken away meanwhile. */
export async function* contentOf(
  db: Asks,
  id: string,
  { file, parts }: BulkFile,
): AsyncGenerator<string> {
  for (let part = 0; part < parts; part += 1) {
    const { rows } = await db.query<{ content: string }>(
      'select content from bulk_chunk where export = $1 and file = $2 and part = $3',
      [id, file, part],
      { name: 'bulk-part' },
    );
    if (!rows[0]) throw new Error('The file of an export was taken away.');
    yield rows[0].content;
  }
}
