import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { columnTypes } from './column-types.ts';
import { databaseError, isRetryable } from './database-error.ts';
import { makeNotifier, type Notifier } from './notifier.ts';
import { openPipeline } from './pipeline.ts';

export { DatabaseUnavailable } from './database-error.ts';

/** `name` makes a prepared statement of it, kept by the connection; a name belongs to one text for good. */
export interface QueryOptions {
  readonly name?: string;
}

/** `rowCount` is the number of rows read or changed. */
export interface Rows<Row> {
  readonly rows: Row[];
  readonly rowCount: number;
}

type Query = <Row = Record<string, unknown>>(
  text: string,
  values?: readonly unknown[],
  options?: QueryOptions,
) => Promise<Rows<Row>>;

/** The one transaction type: what is written through it stands or falls together. */
export interface Transaction {
  readonly query: Query;
  /** After the commit, and only then, tells who listens on this channel of PostgreSQL. A crash may swallow it: poll too. */
  readonly notify: (channel: string) => void;
  /** Runs `work` just before the commit, after all else: for what should be locked as shortly as can be. */
  readonly last: (work: () => Promise<void>) => void;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Who waits longer for one lock gives up, with all that the transaction did. */
  readonly lockTimeoutMs?: number;
}

/** Every method throws `DatabaseUnavailable` when the database is gone. */
export interface Database {
  /** One statement on a connection of its own. */
  readonly query: Query;
  /**
   * A short read on a connection shared with others: more of them a second, but a slow one holds up the rest. Planned once, whatever
   * the values: for statements that walk an index of one citizen or id.
   */
  readonly pipelined: Query;
  /** Runs `work` again after a deadlock or serialization failure, so it must do nothing else than ask this transaction. */
  readonly transaction: <T>(
    work: (tx: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ) => Promise<T>;
  /** Where it is, for those that need connections of their own. */
  readonly connection: pg.PoolConfig;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Either this, a `postgres://` URL, or `connection`. */
  readonly url?: string;
  readonly connection?: pg.PoolConfig;
  /** Of the pool; `pipelineConnections` come on top. */
  readonly maxConnections?: number;
  readonly pipelineConnections?: number;
  /** Shown by PostgreSQL beside each connection. */
  readonly applicationName: string;
  /** PostgreSQL settings of each session, such as `plan_cache_mode`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const maxAttempts = 6;
const connectTimeoutMs = 5_000;

const sessionOptions = (settings: Readonly<Record<string, string>>): string =>
  Object.entries({ TimeZone: 'UTC', ...settings })
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, '\\$&')}`)
    .join(' ');

/** Planning a short read anew costs more than running it; its plan is the same whomever it is about. */
const pipelineSettings = { plan_cache_mode: 'force_generic_plan' };

function clientConfig(
  options: DatabaseOptions,
  settings: Readonly<Record<string, string>> = {},
): pg.PoolConfig {
  const place = options.connection ?? { connectionString: options.url };
  return {
    ...place,
    application_name: options.applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    options: [place.options, sessionOptions({ ...options.settings, ...settings })]
      .filter(Boolean)
      .join(' '),
    types: columnTypes,
  };
}

interface Asked {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** A text of several statements (a migration) is answered by a list, which the types do not say. */
function lastOf<Row>(answer: pg.QueryResult | readonly pg.QueryResult[]): Rows<Row> {
  const last = Array.isArray(answer) ? answer.at(-1) : answer;
  return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? 0 };
}

const queryOn =
  (asked: Asked): Query =>
  async <Row>(text: string, values: readonly unknown[] = [], options: QueryOptions = {}) => {
    try {
      const answer = await asked.query({ text, values: [...values], ...options });
      return lastOf<Row>(answer);
    } catch (error) {
      throw databaseError(error);
    }
  };

/** A statement's error that `work` swallowed leaves the transaction dead, and COMMIT then quietly rolls back. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  if (command === 'ROLLBACK')
    throw new Error('A failed statement was ignored inside a transaction.');
}

/** The settings go with the `begin`: a statement of their own would be one more way there and back. */
const begin = ({ isolation = 'read committed', lockTimeoutMs }: TransactionOptions): string =>
  `begin isolation level ${isolation}${lockTimeoutMs === undefined ? '' : `; set local lock_timeout = ${lockTimeoutMs}`}`;

async function attempt<T>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<T>,
  { tell, ...options }: TransactionOptions & { readonly tell: Notifier },
): Promise<T> {
  const channels = new Set<string>();
  const closing: (() => Promise<void>)[] = [];
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query(begin(options));
    const notify = (channel: string) => void channels.add(channel);
    const last = (step: () => Promise<void>) => void closing.push(step);
    const result = await work({ query: queryOn(client), notify, last });
    for (const step of closing) await step();
    await commit(client);
    for (const channel of channels) tell(channel);
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const transactionOn =
  (pool: pg.Pool, tell: Notifier): Database['transaction'] =>
  async (work, options = {}) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(pool, work, { ...options, tell });
      } catch (error) {
        if (tries === maxAttempts || !isRetryable(error)) throw databaseError(error);
        await sleep(Math.random() * 2 ** tries * 5);
      }
    }
  };

/** Connects when first asked. */
export function openDatabase(options: DatabaseOptions): Database {
  const config = clientConfig(options);
  // What a transaction asks at one moment goes out together; no statement of it waits for the answer to another.
  const pool = new pg.Pool({ ...config, max: options.maxConnections ?? 10, pipeline: true });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same holds for a connection lost while a transaction has it, between two statements.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const pipeline = openPipeline(
    clientConfig(options, pipelineSettings),
    options.pipelineConnections ?? 2,
  );
  const tell = makeNotifier((channel) => pool.query(`select pg_notify($1, '')`, [channel]));
  return {
    query: queryOn(pool),
    pipelined: queryOn(pipeline),
    transaction: transactionOn(pool, tell),
    connection: options.connection ?? { connectionString: options.url },
    close: async () => {
      if (!pool.ending) await Promise.all([pool.end(), pipeline.close()]);
    },
  };
}
