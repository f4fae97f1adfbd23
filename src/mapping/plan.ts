import type { Context } from './codec.ts';
import type { Loose } from './field.ts';
import { unkept } from './fit.ts';
import type { Row } from './row.ts';
import { encodeRows } from './shape.ts';
import { knownMembers, refusal, type Text, Unmappable, within } from './unmappable.ts';

/** What a mapping is compiled from. */
export interface Plan {
  readonly record: string;
  readonly type: string;
  readonly rows: readonly Row<string>[];
  readonly ours: Readonly<Record<string, Text>>;
  readonly externalId: string | undefined;
  readonly ourExtensions: Readonly<Record<string, Text>>;
}

// Without counted groups, which triple the time.
const hex = (count: number) => '[0-9a-f]'.repeat(count);
const uuid = new RegExp(`^${[8, 4, 4, 4, 12].map(hex).join('-')}$`);

/** The resource's id: ours if the record was born here, else derived. */
export function fhirIdOf({ record, externalId }: Plan, value: Loose, context: Context): string {
  const own = externalId === undefined ? undefined : value[externalId];
  return typeof own === 'string' && uuid.test(own) ? own : context.fhirId(record, `${value.id}`);
}

/** Throws at the first thing that does not fit. */
type Encode = (resource: Loose, base: Loose | undefined, context: Context) => Loose;

/** The way back, one closure. */
export function encoder(plan: Plan): Encode {
  const { rows, ours } = plan;
  const told = toldTo(plan);
  const elements = new Set([...rows.flatMap((row) => row.elements), ...Object.keys(ours)]);
  const compared = rows.filter((row) => !row.exact);
  return (given, base, context) => {
    const resource = told(given);
    const into: Loose = { ...base };
    knownMembers(resource, elements);
    encodeRows(rows, resource, into, context, base);
    identify(plan, resource.id, base, into, context);
    for (const row of compared) {
      if (row.keeps?.(resource, into, context) !== true) compare(row, into, resource, context);
    }
    return into;
  };
}

/** The resource without the extensions that are ours alone. */
export function toldTo({ ourExtensions }: Plan): (resource: Loose) => Loose {
  const isOurs = (item: unknown): boolean =>
    Object.hasOwn(ourExtensions, (item as { url?: string }).url ?? '');
  return (resource) => {
    const { extension } = resource;
    if (!Array.isArray(extension) || !extension.some(isOurs)) return resource;
    const { extension: _, ...rest } = resource;
    const left = extension.filter((item) => !isOurs(item));
    return left.length > 0 ? { ...rest, extension: left } : rest;
  };
}

export function identify(
  plan: Plan,
  id: unknown,
  base: Loose | undefined,
  record: Loose,
  context: Context,
): void {
  if (typeof id !== 'string') return;
  if (base !== undefined) {
    if (fhirIdOf(plan, base, context) !== id) throw new Unmappable(refusal.otherId, 'id');
    return;
  }
  const curaId = context.curaId(plan.record, id);
  if (curaId !== undefined) record.id = curaId;
  else if (plan.externalId !== undefined) record[plan.externalId] = id;
}

/** What Cura would give back must say all that the resource says. */
export function compare(row: Row<string>, record: Loose, resource: Loose, context: Context): void {
  if (!row.elements.some((element) => resource[element] !== undefined)) return;
  const kept: Loose = {};
  row.decode(record, kept, context);
  for (const element of row.elements) {
    const inner = unkept(kept[element], resource[element]);
    if (inner !== undefined) throw within(new Unmappable(refusal.notKept, inner), element);
  }
}
