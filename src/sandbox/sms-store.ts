import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type SmsState = 'accepted' | 'delivered' | 'undeliverable';

/** An SMS as the sandbox gateway keeps it. `acceptedAt` in epoch milliseconds. */
export interface KeptSms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly receiptUrl: string | null;
  readonly status: SmsState;
  readonly acceptedAt: number;
}

export interface SmsStore {
  readonly get: (id: string) => KeptSms | undefined;
  readonly add: (sms: KeptSms) => void;
  readonly settle: (id: string, status: SmsState) => void;
  readonly receiptSent: (id: string) => void;
  /** Newest first. */
  readonly all: () => readonly KeptSms[];
  /** Those whose receipt is still to be sent. */
  readonly open: () => readonly KeptSms[];
  readonly close: () => void;
}

const columns =
  'id, recipient as "to", text, receipt_url as "receiptUrl", status, accepted_at as "acceptedAt"';

function openFile(dataDir: string | undefined, name: string): DatabaseSync {
  if (dataDir === undefined) return new DatabaseSync(':memory:');
  mkdirSync(dataDir, { recursive: true });
  return new DatabaseSync(join(dataDir, `${name}.sqlite`));
}

const table = `create table if not exists sms (
  id text primary key, recipient text not null, text text not null, receipt_url text,
  status text not null, accepted_at integer not null, receipt_sent integer not null default 0)`;

const select = (rest: string) => `select ${columns} from sms ${rest}`;

/** In a file of this name below `dataDir`, or in memory. */
export function openSmsStore(dataDir: string | undefined, name: string): SmsStore {
  const db = openFile(dataDir, name);
  db.exec(table);
  const listed = (rest: string) => db.prepare(select(rest)).all() as unknown as KeptSms[];
  const change = (text: string, ...values: (string | number | null)[]) =>
    void db.prepare(text).run(...values);
  return {
    get: (id) => db.prepare(select('where id = ?')).get(id) as KeptSms | undefined,
    add: ({ id, to, text, receiptUrl, status, acceptedAt }) =>
      change(
        'insert into sms values (?, ?, ?, ?, ?, ?, 0)',
        ...[id, to, text, receiptUrl, status, acceptedAt],
      ),
    settle: (id, status) => change('update sms set status = ? where id = ?', status, id),
    receiptSent: (id) => change('update sms set receipt_sent = 1 where id = ?', id),
    all: () => listed('order by accepted_at desc, rowid desc'),
    open: () => listed('where receipt_sent = 0 order by rowid'),
    close: () => db.close(),
  };
}
