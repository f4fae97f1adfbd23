/** The role that everything runs as. It reads and writes rows; what tables there are, and what the ledger says, it cannot change. */
import { createHash } from 'node:crypto';
import type { Database, Transaction } from './database.ts';
import { sqlText } from './sql-name.ts';

type Asks = Pick<Transaction, 'query'>;

/** Of the embedded database, whose roles are all ours. */
export const embeddedRole = 'samspil_api';

/** Of a database of others: two installations on one server must not be able to become each other's. */
export const roleOf = (database: string): string =>
  `${embeddedRole}_${createHash('sha256').update(database).digest('hex').slice(0, 12)}`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Makes the role if it is not there; with a password if it logs in by one. Several processes may at once. */
export async function makeRole(
  owner: Asks,
  role: string,
  login: { readonly password?: string } | false,
): Promise<void> {
  const may = login ? 'login' : 'nologin';
  await owner.query(`do $make$ begin create role ${quoted(role)} ${may};
    exception when duplicate_object or unique_violation then null; end $make$`);
  if (login && login.password !== undefined)
    await owner.query(`alter role ${quoted(role)} password ${sqlText(login.password)}`);
}

const refused = '42501';

/** Whether the one who asks can become the role, which is made if that is allowed. */
export async function canBecome(owner: Asks, role: string): Promise<boolean> {
  try {
    await makeRole(owner, role, false);
    // Since PostgreSQL 16 who made a role is its member, and still may not become it.
    await owner.query(`do $join$ begin
      perform pg_advisory_xact_lock(7001);
      if not pg_has_role(current_user, ${sqlText(role)},
        case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
        grant ${quoted(role)} to current_user;
      end if; end $join$`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === refused) return false;
    throw error;
  }
}

export const roleNow = async (db: Asks): Promise<string> =>
  (await db.query<{ role: string }>('select current_user as role')).rows[0]?.role ?? '';

const rows = 'select, insert, update, delete';

/** Tables that may not be used like any other. */
const special: Readonly<Record<string, string>> = {
  migration: 'select',
  room: 'select, insert, update',
  room_index: 'select',
  installation: 'select, insert',
  retention: 'select',
  purged: 'select, insert',
  // Where a row stands is for the database alone to say.
  ledger: 'select, insert (%)',
  tree: 'select, update',
  tile: 'select, insert, update',
  checkpoint: 'select, insert',
  witness_letter: 'select, insert, update',
};

const setByDatabase = ['seq', 'tx'];

/** The owner's functions that do for the role what it may not do itself. */
const functions = ['drop_room_indexes', 'make_room_indexes', 'purge_ledger'];

interface Relation {
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly string[];
}

async function relationsNow(tx: Asks): Promise<Relation[]> {
  const { rows: found } = await tx.query<Relation>(
    `select relname as name, relkind::text as kind,
       array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
     from pg_class c where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v', 'm') order by 1`,
  );
  return found;
}

/** Index rows are made anew from empty tables. */
const isIndex = (name: string): boolean => /_(link|number)$/.test(name);

/** Changing a view would be changing what is behind it, with the rights of its owner. */
function privileges({ name, kind, columns }: Relation): string {
  if (kind !== 'r') return 'select';
  const own = special[name];
  if (own === undefined) return isIndex(name) ? `${rows}, truncate` : rows;
  return own.replace('%', columns.filter((one) => !setByDatabase.includes(one)).join(', '));
}

function grantsOf(relations: readonly Relation[], to: string): string[] {
  const groups = new Map<string, string[]>();
  for (const one of relations) {
    const what = privileges(one);
    groups.set(what, [...(groups.get(what) ?? []), quoted(one.name)]);
  }
  return [...groups].map(([what, names]) => `grant ${what} on ${names.join(', ')} to ${to}`);
}

/** Statistics are told anew after a load; PostgreSQL 16 and older leave that to the owner. */
const maintaining = (tables: readonly string[], to: string): string =>
  `do $keep$ begin if current_setting('server_version_num')::int >= 170000 then
     execute ${sqlText(`grant maintain on ${tables.join(', ')} to ${to}`)}; end if; end $keep$`;

async function functionsNow(tx: Asks): Promise<string[]> {
  const { rows: found } = await tx.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc
     where pronamespace = current_schema()::regnamespace and proname = any($1::text[])`,
    [functions],
  );
  return found.map(({ name }) => name);
}

/** The queues' schema is theirs: they make a sequence for each queue when it is first used. */
const queueGrants = (to: string): string =>
  `do $queue$ begin if to_regnamespace('bullmq') is not null then
     grant usage, create on schema bullmq to ${to};
     grant ${rows}, truncate on all tables in schema bullmq to ${to};
     grant usage, select, update on all sequences in schema bullmq to ${to};
   end if; end $queue$`;

/** Gives the role its rights on all that is there, and no others. Asked by the owner, whenever tables were made. */
export function layGrants(owner: Database, role: string): Promise<void> {
  const to = quoted(role);
  return owner.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7001)');
    const [{ name: schema = 'public' } = {}] = (
      await tx.query<{ name: string }>('select current_schema() as name')
    ).rows;
    const relations = await relationsNow(tx);
    const tables = relations.filter(({ kind }) => kind === 'r').map(({ name }) => quoted(name));
    const all = await functionsNow(tx);
    await tx.query(
      [
        `revoke create on schema ${quoted(schema)} from public, ${to}`,
        `grant usage on schema ${quoted(schema)} to ${to}`,
        `revoke all on all tables in schema ${quoted(schema)} from ${to}`,
        ...grantsOf(relations, to),
        ...(tables.length > 0 ? [maintaining(tables, to)] : []),
        ...all.flatMap((name) => [
          `revoke all on function ${name} from public`,
          `grant execute on function ${name} to ${to}`,
        ]),
        queueGrants(to),
      ].join(';\n'),
    );
  });
}
