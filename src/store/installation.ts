import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv5 } from '../fhir/id.ts';
import type { Database, Transaction } from './database.ts';

/** The secrets of one installation, all from one key. */
export interface Installation {
  /** 32 bytes for one purpose. */
  readonly secret: (purpose: string) => Buffer;
  /** UUID under which ids of others become ours. */
  readonly namespace: string;
}

/** The key in the data folder is not the one that this database was made with; the message says what to do. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
}

const keyBytes = 32;

async function readKey(dataDir: string, given: string | undefined): Promise<Buffer> {
  if (given !== undefined) return Buffer.from(given, 'base64');
  const file = join(dataDir, 'installation.key');
  try {
    return Buffer.from(await readFile(file, 'utf8'), 'base64');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return makeKey(dataDir, file);
  }
}

/** Linked into place whole: a kill in the middle leaves no half of a key, and of two processes the first one's stands. */
async function makeKey(dataDir: string, file: string): Promise<Buffer> {
  const draft = `${file}.${process.pid}`;
  await mkdir(dataDir, { recursive: true });
  await writeFile(draft, randomBytes(keyBytes).toString('base64'), { mode: 0o600 });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return Buffer.from(await readFile(file, 'utf8'), 'base64');
}

const derive =
  (key: Buffer) =>
  (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, keyBytes));

async function assertSame(db: Database, fingerprint: string): Promise<void> {
  await db.query(`insert into installation values ('key', $1) on conflict do nothing`, [
    fingerprint,
  ]);
  const { rows } = await db.query<{ value: string }>(
    `select value from installation where name = 'key'`,
  );
  if (rows[0]?.value !== fingerprint)
    throw new InstallationError(
      'The installation key is not the one this database was made with: restore installation.key in the data folder, or set INSTALLATION_KEY.',
    );
}

/**
 * Opens the installation's key: `given` (base64, 32 bytes), else a file in the data folder, made at the first start. It lies beside the
 * database and not in it, so that hashed numbers in a copy of the database cannot be tried out.
 */
export async function openInstallation(
  db: Database,
  dataDir: string,
  given?: string,
): Promise<Installation> {
  const key = await readKey(dataDir, given);
  if (key.length !== keyBytes)
    throw new InstallationError('The installation key must be 32 bytes in base64.');
  const secret = remembered(derive(key));
  await assertSame(db, createHash('sha256').update(secret('fingerprint')).digest('base64url'));
  return {
    secret,
    namespace: uuidv5('00000000-0000-5000-8000-000000000000', secret('namespace').toString('hex')),
  };
}

const remembered = (make: (purpose: string) => Buffer): ((purpose: string) => Buffer) => {
  const made = new Map<string, Buffer>();
  return (purpose) => {
    const known = made.get(purpose) ?? make(purpose);
    made.set(purpose, known);
    return known;
  };
};

/** Notes which Device of ours writes the ledger: AuditEvents name it as their source. */
export async function noteObserver(
  tx: Pick<Transaction, 'query'>,
  reference: string,
): Promise<void> {
  await tx.query(`insert into installation values ('observer', $1) on conflict do nothing`, [
    reference,
  ]);
}
