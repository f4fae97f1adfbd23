import type { CuraRecords, CuraType } from '../../../src/cura/records.ts';
import { type GenerateOptions, generate } from '../../../src/sandbox/people/generate.ts';
import { saturday } from '../../cura/sandbox.ts';

type Town = { [T in CuraType]: CuraRecords[T][] };

/** All records of a generated town, by type. */
export function town(options: Partial<GenerateOptions> = {}): Town {
  const made: Partial<Record<CuraType, unknown[]>> = {};
  for (const { type, records } of generate({ seed: 1, now: saturday, ...options })) {
    made[type] = [...(made[type] ?? []), ...records];
  }
  return made as Town;
}
