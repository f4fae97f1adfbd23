import type { Config } from '../config.ts';
import { minLogLines } from '../ledger/minlog.ts';
import { loadMunicipality } from '../resources/municipality.ts';
import { argumentsIn } from './arguments.ts';
import { instant, into } from './ledger-export.ts';
import { openLog } from './log.ts';
import { type Closers, closeAll, openStore } from './open-database.ts';

const usage =
  'Name the file to write: npm run minlog:export -- looks.ndjson [--from 2026-01-01T00:00:00Z] [--to 2027-01-01T00:00:00Z].';

/** Writes who of staff and machines looked at whom in a period to a file, in the fields of MinLog2; gives what there is to say of it. */
export async function minLogExport(config: Config, given: readonly string[]): Promise<string> {
  const read = argumentsIn(given, ['from', 'to'], usage);
  const period = { from: instant(read, 'from') ?? 0, to: instant(read, 'to') ?? Date.now() };
  const organisation = loadMunicipality(config.municipality);
  const closers: Closers = [];
  try {
    const { db } = await openStore(config, openLog('error'), closers);
    const count = await into(read.file, async (write) => {
      let lines = 0;
      for await (const line of minLogLines({ db, organisation }, period)) {
        await write(line);
        lines += 1;
      }
      return lines;
    });
    return `${count} looks are in ${read.file}. It holds numbers of persons: keep it as such.`;
  } finally {
    await closeAll(closers);
  }
}
