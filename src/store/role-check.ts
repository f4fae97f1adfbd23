import type { Transaction } from './database.ts';

/** What a connection could do to the ledger, whatever it is meant to do. */
interface Power {
  readonly superuser: boolean;
  /** The one who logged in is another, and comes back with `reset role`. */
  readonly borrowed: boolean;
  readonly changes: boolean;
  readonly shapes: boolean;
}

const asked = `select
  r.rolsuper as superuser, session_user <> current_user as borrowed,
  has_table_privilege('ledger', 'update') or has_table_privilege('ledger', 'delete')
    or has_table_privilege('ledger', 'truncate') as changes,
  has_schema_privilege(current_schema(), 'create') as shapes
  from pg_roles r where rolname = current_user`;

const sentences: Readonly<Record<keyof Power, string>> = {
  superuser: 'The service runs as a superuser of the database',
  changes: 'The service runs as a role that can change and delete rows of the ledger',
  shapes: 'The service runs as a role that can make and drop tables',
  borrowed:
    'The service lays the rights of its login down by SET ROLE, and whoever takes over its connection can take them up again',
};

const advice = 'only a login of its own, with DATABASE_OWNER_URL for the owner, prevents that.';

/** What the role that runs is not kept from, as a sentence; undefined when it can append to the ledger and no more. */
export async function weaknessOf(db: Pick<Transaction, 'query'>): Promise<string | undefined> {
  const power = (await db.query<Power>(asked)).rows[0];
  const names = Object.keys(sentences) as (keyof Power)[];
  const found = names.find((name) => power?.[name]);
  return found && `${sentences[found]}: ${advice}`;
}
