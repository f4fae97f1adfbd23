import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import root from 'tap';
import { type Database, openDatabase } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { embeddedRole, makeRole } from '../src/store/role.ts';
import { newDir, removeAside, scratch } from './scratch.ts';

/** What a test may lose when the machine fails it does not wait for. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '32MB',
};

/** Who closes at its end what was opened for it: a test, or a part of one. */
export type Teardown = { readonly teardown: (close: () => unknown) => void };

/** That PostgreSQL's user can reach. */
function openDir(): string {
  const made = newDir();
  chmodSync(made, 0o711);
  return made;
}

/** A new directory that PostgreSQL's user can reach, gone after the test. */
export function temporaryDir(t: Teardown): string {
  const made = openDir();
  t.teardown(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** `cp -a` keeps the owner, which PostgreSQL insists on. */
async function copyTree(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') await cp(from, to, { recursive: true });
  else await promisify(execFile)('cp', ['-a', from, to]);
}

const launcher = ['', '-server', '-binaries', '-place']
  .map((part) => new URL(`../src/store/embedded-postgres${part}.ts`, import.meta.url))
  .map((url) => readFileSync(url, 'utf8'));

const templateDir = (): string => {
  const version = createHash('sha256').update(launcher.join()).digest('hex').slice(0, 12);
  return join(scratch, `samspil-template-${userInfo().uid}-${version}`);
};

/** An empty cluster, made once a machine: initdb takes most of a second. */
export async function emptyCluster(t: Teardown): Promise<string> {
  const made = join(templateDir(), 'cluster');
  if (existsSync(made)) return made;
  const draft = temporaryDir(t);
  const server = await startEmbeddedPostgres({ dataDir: draft, settings });
  await server.stop();
  await mkdir(templateDir(), { recursive: true });
  await rename(join(draft, 'cluster'), made).catch(() => undefined);
  return made;
}

export interface Server {
  readonly connection: pg.PoolConfig;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

/** A PostgreSQL on a copy of a cluster that nobody runs; the copy is gone after the test, the server is to be stopped. */
export async function startCopy(
  t: Teardown,
  cluster: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const dataDir = openDir();
  t.teardown(() => removeAside(dataDir));
  await copyTree(cluster, join(dataDir, 'cluster'));
  const server = await startEmbeddedPostgres({ dataDir, settings: { ...settings, ...more } });
  return { ...server, dataDir };
}

/** An empty PostgreSQL of the test file's own, down and gone at its end. */
export async function testPostgres(t: Teardown, cluster?: string): Promise<Server> {
  const server = await startCopy(t, cluster ?? (await emptyCluster(t)));
  t.teardown(() => server.stop());
  return server;
}

/** A database as the role has it that everything runs as, and as its owner has it, who makes tables and can break things. */
export interface TestDatabase {
  readonly db: Database;
  readonly connection: pg.PoolConfig;
  readonly owner: Database;
  readonly ownerConnection: pg.PoolConfig;
}

/** A database to copy, in a cluster to copy. */
export interface Pattern {
  readonly cluster: string;
  readonly database: string;
}

const servers = new Map<string, Promise<Server>>();
let databases = 0;

/** One for the whole test file; what could not be started is tried anew the next time. */
function serverOn(cluster: string | undefined): Promise<Server> {
  const key = cluster ?? '';
  const server = servers.get(key) ?? testPostgres(root, cluster);
  servers.set(key, server);
  server.catch(() => servers.delete(key));
  return server;
}

/** A new database, empty or a copy, on one PostgreSQL for the whole test file. */
export async function testDatabase(t: Teardown, pattern?: Pattern): Promise<TestDatabase> {
  const server = await serverOn(pattern?.cluster);
  databases += 1;
  const name = `test_${databases}`;
  // The server may serve many test files, and each copy of a house is tens of megabytes.
  t.teardown(() => askOnce(server.connection, `drop database if exists ${name} with (force)`));
  return makeDatabase(t, server.connection, name, pattern?.database);
}

/** Copying files is quicker than writing each block to the log as well. */
const copyOf = (database: string): string => `template ${database} strategy file_copy`;

/** Makes a database and opens it both ways. */
export async function makeDatabase(
  t: Teardown,
  server: pg.PoolConfig,
  database: string,
  template?: string,
): Promise<TestDatabase> {
  await askOnce(server, `create database ${database} ${template ? copyOf(template) : ''}`);
  const ownerConnection = { ...server, database };
  const connection = { ...ownerConnection, user: embeddedRole };
  const owner = openDatabase({
    ...{ connection: ownerConnection, applicationName: 'test-owner' },
    ...{ maxConnections: 3, pipelineConnections: 1 },
  });
  await makeRole(owner, embeddedRole, {});
  const db = openDatabase({ connection, applicationName: 'test', maxConnections: 10 });
  t.teardown(() => Promise.all([db.close(), owner.close()]));
  return { db, connection, owner, ownerConnection };
}

/** The rows of one statement, over a connection that is closed again. */
export async function askOnce(connection: pg.PoolConfig, text: string): Promise<unknown[]> {
  const db = openDatabase({ connection, applicationName: 'test' });
  try {
    return (await db.query(text)).rows;
  } finally {
    await db.close();
  }
}
