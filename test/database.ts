import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import root, { type Test } from 'tap';
import { type Database, openDatabase } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { embeddedRole, makeRole } from '../src/store/role.ts';

/** What a test may lose when the machine fails it does not wait for. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '32MB',
};

type Teardown = Pick<Test, 'teardown'>;

/** A new directory that PostgreSQL's user can reach, gone after the test. */
export function temporaryDir(t: Teardown): string {
  const made = mkdtempSync(join(tmpdir(), 'samspil-test-'));
  chmodSync(made, 0o711);
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
  return join(tmpdir(), `samspil-template-${userInfo().uid}-${version}`);
};

/** An empty cluster, made once a machine: initdb takes most of a second. */
async function template(t: Teardown): Promise<string> {
  const made = join(templateDir(), 'cluster');
  if (existsSync(made)) return made;
  const draft = temporaryDir(t);
  const server = await startEmbeddedPostgres({ dataDir: draft, settings });
  await server.stop();
  await mkdir(templateDir(), { recursive: true });
  await rename(join(draft, 'cluster'), made).catch(() => undefined);
  return made;
}

/** An empty PostgreSQL of the test file's own, down and gone at its end. */
export async function testPostgres(
  t: Teardown,
): Promise<{ connection: pg.PoolConfig; dataDir: string; stop: () => Promise<void> }> {
  const dataDir = temporaryDir(t);
  await copyTree(await template(t), join(dataDir, 'cluster'));
  const server = await startEmbeddedPostgres({ dataDir, settings });
  t.teardown(() => server.stop());
  return { ...server, dataDir };
}

let shared: ReturnType<typeof testPostgres> | undefined;
let databases = 0;

/** A database as the role has it that everything runs as, and as its owner has it, who makes tables and can break things. */
export interface TestDatabase {
  readonly db: Database;
  readonly connection: pg.PoolConfig;
  readonly owner: Database;
  readonly ownerConnection: pg.PoolConfig;
}

/** An empty database, on one PostgreSQL for the whole test file. */
export async function testDatabase(t: Teardown): Promise<TestDatabase> {
  shared ??= testPostgres(root);
  const server = await shared;
  databases += 1;
  const database = `test_${databases}`;
  await askOnce(server.connection, `create database ${database}`);
  const ownerConnection = { ...server.connection, database };
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
