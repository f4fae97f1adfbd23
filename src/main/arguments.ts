import { parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';

/** What stands behind a command: a file, and options by name. */
export interface Arguments {
  readonly file: string;
  readonly options: ReadonlyMap<string, string>;
}

/** Reads a file and options that take a value each. Throws `ConfigError` with the usage. */
export function argumentsIn(
  given: readonly string[],
  names: readonly string[],
  usage: string,
): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    });
    const [file, more] = positionals;
    if (file === undefined || more !== undefined) throw new ConfigError(usage);
    return { file, options: new Map(Object.entries(values) as [string, string][]) };
  } catch {
    throw new ConfigError(usage);
  }
}
