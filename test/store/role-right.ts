import type { Database } from '../../src/store/database.ts';

/** The code of PostgreSQL's refusal, or `done`. */
export const refusedOf = async (db: Database, text: string): Promise<string> => {
  try {
    await db.query(text);
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

/** What everybody may do who runs the service. */
export const append = `insert into ledger (commitment, at) values ('\\x00', now())`;

/** What nobody may do who runs the service, whatever he has got hold of. */
export const forbidden = [
  `update ledger set agent = 'somebody'`,
  'delete from ledger',
  'truncate ledger',
  `insert into ledger (commitment, at, tx) values ('\\x00', now(), 1)`,
  `insert into ledger (seq, commitment, at) overriding system value values (1, '\\x00', now())`,
  'alter table ledger disable trigger all',
  'drop table ledger',
  'drop index ledger_at',
  'create table mine (id int)',
  'create index mine on ledger (outcome)',
  `create function mine() returns int language sql as 'select 1'`,
  'create schema mine',
  'create role mine',
  `insert into migration (id, checksum) values ('x', 'x')`,
  'update room_index set definition = name',
  `update installation set value = 'x'`,
  'delete from installation',
  'set session_replication_role = replica',
  'set role samspil',
  'alter role samspil_api superuser',
  `update checkpoint set jws = ''`,
  'delete from checkpoint',
  'delete from tile',
  `update retention set keep = interval '1 year'`,
  `update room_index set name = name`,
] as const;
