/** The database cannot be reached or went away: nothing is known of a commit under way, and asking again later is safe. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(cause: unknown) {
    super('The database cannot be reached.', { cause });
  }
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);

/** Connection lost (class 08), too many connections, shutdown, crash, starting up. */
const serverCodes = /^(08...|53300|57P01|57P02|57P03)$/;

/** `pg` gives these no code. */
const driverWords =
  /Connection terminated|connection error and is not queryable|Client was closed|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after/;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isUnavailable = (error: unknown): boolean =>
  networkCodes.has(codeOf(error)) ||
  serverCodes.test(codeOf(error)) ||
  (error instanceof Error && driverWords.test(error.message));

/** What is thrown to callers in place of `error`: a lost database has one class, whatever the driver calls it. */
export const databaseError = (error: unknown): unknown =>
  isUnavailable(error) ? new DatabaseUnavailable(error) : error;

/** Serialization failure or deadlock: the same transaction may succeed when tried again. */
export const isRetryable = (error: unknown): boolean => /^(40001|40P01)$/.test(codeOf(error));
