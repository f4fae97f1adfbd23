import { createHash } from 'node:crypto';
import type { Database, Transaction } from './database.ts';

/** One change of the database; once applied somewhere its text never changes. */
export interface MigrationStep {
  readonly id: string;
  readonly sql: string;
}

/** A step that was applied has since got another text. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
}

/** Spells `SAMS`; held to the end of the transaction, so that several processes may start at once. */
const lockKey = 0x53_41_4d_53;

const checksum = (sql: string) => createHash('sha256').update(sql).digest('hex');

async function applied(tx: Transaction): Promise<ReadonlyMap<string, string>> {
  await tx.query('select pg_advisory_xact_lock($1)', [lockKey]);
  await tx.query(
    `create table if not exists migration
       (id text primary key, checksum text not null, applied timestamptz not null default now())`,
  );
  const { rows } = await tx.query<{ id: string; checksum: string }>(
    'select id, checksum from migration',
  );
  return new Map(rows.map((row) => [row.id, row.checksum]));
}

async function apply(tx: Transaction, { id, sql }: MigrationStep): Promise<void> {
  await tx.query(sql);
  await tx.query('insert into migration (id, checksum) values ($1, $2)', [id, checksum(sql)]);
}

/** Applies the steps that are new, in order and all or none; gives their ids. Throws `MigrationChanged`. */
export function migrate(db: Database, steps: readonly MigrationStep[]): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    const known = await applied(tx);
    const changed = steps.find(({ id, sql }) => known.has(id) && known.get(id) !== checksum(sql));
    if (changed)
      throw new MigrationChanged(
        `Migration ${changed.id} was applied with another text: this database is of another version. Start that version, or empty a sandbox with npm run reset.`,
      );
    const fresh = steps.filter(({ id }) => !known.has(id));
    for (const step of fresh) await apply(tx, step);
    return fresh.map(({ id }) => id);
  });
}
