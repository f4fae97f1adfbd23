import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Config, ConfigError } from '../config.ts';
import { dateRange, parseInstant } from '../fhir/instant.ts';
import { exportLedger } from '../ledger/export.ts';
import { type Arguments, argumentsIn } from './arguments.ts';
import { openLog } from './log.ts';
import { type Closers, closeAll, openStore } from './open-database.ts';

const usage =
  'Name the file to write: npm run ledger:export -- ledger.ndjson [--from 2026-01-01T00:00:00Z] [--to 2027-01-01T00:00:00Z].';

/** The time that an option gives; of a date the beginning of the day in Denmark. Throws `ConfigError`. */
export function instant({ options }: Arguments, name: string): number | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? dateRange(text).from : parseInstant(text);
  } catch {
    throw new ConfigError(
      `--${name} must be a date, such as 2026-01-01, or a time with its zone, such as 2026-01-01T00:00:00Z.`,
    );
  }
}

/** Lines on their way into a file that has its name only when it is whole. */
export async function into(
  file: string,
  work: (write: (line: string) => Promise<void>) => Promise<number>,
): Promise<number> {
  const draft = `${file}.part`;
  const stream = createWriteStream(draft);
  const ended = finished(stream);
  // Met below; until then it has an owner.
  ended.catch(() => undefined);
  const write = async (line: string): Promise<void> => {
    if (stream.errored) throw stream.errored;
    if (!stream.write(line)) await Promise.race([once(stream, 'drain'), ended]);
  };
  try {
    const count = await work(write);
    stream.end();
    await ended;
    await rename(draft, file);
    return count;
  } catch (error) {
    stream.destroy();
    await rm(draft, { force: true });
    throw error;
  }
}

const noTable = '42P01';

/** Writes the ledger of a period to a file; gives what there is to say of it. */
export async function ledgerExport(config: Config, given: readonly string[]): Promise<string> {
  const read = argumentsIn(given, ['from', 'to'], usage);
  const range = { from: instant(read, 'from'), to: instant(read, 'to') };
  const closers: Closers = [];
  try {
    const { db } = await openStore(config, openLog('error'), closers);
    const now = Date.now();
    const count = await into(read.file, (write) => exportLedger(db, range, { write, now }));
    return `${count} rows are in ${read.file}: whoever gets it checks it with npm run verify -- ${read.file}`;
  } catch (error) {
    if ((error as { code?: string }).code === noTable)
      throw new ConfigError('The database holds no ledger yet: start the service first.');
    throw error;
  } finally {
    await closeAll(closers);
  }
}
