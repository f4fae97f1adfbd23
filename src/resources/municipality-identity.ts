/** What a municipality's brokers call what they say. */
import { fileURLToPath } from 'node:url';
import { type Broker, brokers } from '../access/brokers.ts';
import { MunicipalityError, municipalityRoot, readChecked } from './municipality-file.ts';

type Part = { readonly like?: string } & Readonly<Record<string, unknown>>;

const known: Readonly<Record<string, Broker>> = brokers;

const isPart = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is given goes before what stands; lists are taken whole. */
function merged(standing: unknown, given: unknown): unknown {
  if (!isPart(standing) || !isPart(given)) return given ?? standing;
  const keys = new Set([...Object.keys(standing), ...Object.keys(given)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(standing[key], given[key])]));
}

/** Claims of a party that a table must have to be of use. */
const needed = {
  person: ['cpr', 'name', 'level', 'levels', 'privileges'],
  employee: ['id', 'name', 'cvr', 'level', 'levels', 'privileges', 'units'],
  machine: ['kind', 'cvr'],
} as const;

/** What a broker's table lacks, as paths; a part that is not there at all lacks nothing. */
export function lackingIn(broker: unknown): string[] {
  const table = isPart(broker) ? broker : {};
  const parts = Object.entries(needed).flatMap(([part, names]) => {
    const found = table[part];
    return isPart(found)
      ? names.filter((name) => found[name] === undefined).map((name) => `${part}.${name}`)
      : [];
  });
  const marks = isPart(table.marks) ? table.marks : {};
  const lists = ['person', 'company', 'employee', 'machine'];
  return [
    ...['tokenTypes', 'client'].filter((name) => table[name] === undefined),
    ...lists.filter((name) => marks[name] === undefined).map((name) => `marks.${name}`),
    ...parts,
  ];
}

/** The tables as they come out, whole or not. Throws `MunicipalityError`. */
export function readBrokers(code: string, root: URL = municipalityRoot): Record<string, unknown> {
  const file = readChecked(code, 'identity', root) as { brokers: Record<string, Part> } | undefined;
  const given = Object.entries(file?.brokers ?? {}).map(([name, { like = name, ...part }]) => [
    name,
    merged(known[like] ?? {}, part),
  ]);
  return { ...known, ...Object.fromEntries(given) };
}

/** The brokers by name: ours, with what the municipality says of them, and its own. Throws `MunicipalityError`. */
export function loadBrokers(
  code: string,
  root: URL = municipalityRoot,
): Readonly<Record<string, Broker>> {
  const found = readBrokers(code, root);
  for (const [name, broker] of Object.entries(found)) {
    const [lack] = lackingIn(broker);
    if (lack === undefined) continue;
    const file = fileURLToPath(new URL(`${code}/identity.json`, root));
    throw new MunicipalityError(
      `The file ${file} is wrong at /brokers/${name}: ${lack} is missing. Name it, or say by "like" which broker it is as.`,
    );
  }
  return found as Record<string, Broker>;
}
