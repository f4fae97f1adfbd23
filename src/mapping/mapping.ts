import type { Resource } from '@medplum/fhirtypes';
import type { Context } from './codec.ts';
import type { Loose } from './field.ts';
import { unkept } from './fit.ts';
import type { RowMakers } from './make-rows.ts';
import { inside } from './make-rows.ts';
import type { Row, RowDescription } from './row.ts';
import { decodeRows, encodeRows } from './shape.ts';
import { knownMembers, refusal, Unmappable, within } from './unmappable.ts';

export type { Context } from './codec.ts';
export { Unmappable } from './unmappable.ts';

/** Why no row maps a field: kept in Cura and carried through a write, kept from everyone here, or mapped by another mapping. */
export type Reason = `${'carried' | 'withheld' | 'elsewhere'}: ${string}`;

/** A Cura record as a FHIR resource, both ways. Pure. Both directions throw `Unmappable`. */
export interface Mapping<R, F extends Resource> {
  /** Cura's record type, such as `aftale`. */
  readonly record: string;
  readonly type: F['resourceType'];
  /** Without `meta.versionId` and `meta.lastUpdated`: the store sets them. */
  readonly toFhir: (record: R, context: Context) => F;
  /**
   * What no row maps comes from `base`; without it those fields (`version`, `aendret`) are absent: a draft.
   * An element that would not come back from Cura is refused, but for those that are `ours`.
   */
  readonly toRecord: (resource: F, base: R | undefined, context: Context) => R;
  readonly rows: readonly RowDescription[];
  readonly unmapped: Readonly<Record<string, Reason>>;
  /** Elements that the store adds and Cura never sees, with the reason. */
  readonly ours: Readonly<Record<string, string>>;
}

interface Options<R, F> {
  /** The field that holds our id for what was born here. */
  readonly externalId?: keyof R & string;
  readonly ours?: { readonly [E in keyof F & string]?: string };
  /** Extensions by their URL that the store adds, with the reason. */
  readonly ourExtensions?: Readonly<Record<string, string>>;
}

type Unmapped<R, K> = Readonly<Record<Exclude<keyof R & string, K | 'id'>, Reason>>;

interface Between<R, F extends Resource> extends RowMakers<R, F> {
  /** Every field stands in a row or, with its reason, in `unmapped`; `id` is the engine's. */
  readonly mapping: <const T extends readonly Row<string>[]>(
    rows: T,
    unmapped: Unmapped<R, T[number]['fields'][number]>,
    options?: Options<R, F>,
  ) => Mapping<R, F>;
}

/** `const { row, mapping } = between<Aftale, Appointment>('aftale', 'Appointment')`. */
export function between<R extends { readonly id: string }, F extends Resource>(
  record: string,
  type: F['resourceType'],
): Between<R, F> {
  return {
    ...inside<R, F>(),
    mapping: (rows, unmapped, options = {}) => {
      const ours = { ...storeOwned, ...options.ours };
      const { externalId, ourExtensions = {} } = options;
      const plan = { record, type, rows, ours, externalId, ourExtensions };
      const described = rows.flatMap((row) => row.described);
      const added = Object.entries(ourExtensions).map(([url, why]) => [`extension('${url}')`, why]);
      const all = { ...ours, ...Object.fromEntries(added) };
      return { record, type, ...compile(plan), rows: described, unmapped, ours: all };
    },
  };
}

const storeOwned = { resourceType: 'the type', id: 'the id', meta: 'versions and labels' };

interface Plan<R, F extends Resource> {
  readonly record: string;
  readonly type: F['resourceType'];
  readonly rows: readonly Row<string>[];
  readonly ours: Readonly<Record<string, string>>;
  readonly externalId: (keyof R & string) | undefined;
  readonly ourExtensions: Readonly<Record<string, string>>;
}

// Without counted groups, which triple the time.
const hex = (count: number) => '[0-9a-f]'.repeat(count);
const uuid = new RegExp(`^${[8, 4, 4, 4, 12].map(hex).join('-')}$`);

/** The resource's id: ours if the record was born here, else derived. */
function fhirIdOf<R, F extends Resource>(
  { record, externalId }: Plan<R, F>,
  value: Loose,
  context: Context,
): string {
  const own = externalId === undefined ? undefined : value[externalId];
  return typeof own === 'string' && uuid.test(own) ? own : context.fhirId(record, `${value.id}`);
}

function compile<R, F extends Resource>(
  plan: Plan<R, F>,
): Pick<Mapping<R, F>, 'toFhir' | 'toRecord'> {
  const { rows, type } = plan;
  const encode = encoder(plan);
  const decode = (record: Loose, context: Context): Loose => {
    const into: Loose = { resourceType: type, id: fhirIdOf(plan, record, context) };
    decodeRows(rows, record, into, context);
    return into;
  };
  return {
    toFhir: (value, context) => {
      try {
        return decode(value as Loose, context) as unknown as F;
      } catch (error) {
        throw within(error, type);
      }
    },
    toRecord: (resource, base, context) => {
      try {
        return encode(resource as unknown as Loose, base as Loose, context) as R;
      } catch (error) {
        throw within(error, type);
      }
    },
  };
}

type Encode = (resource: Loose, base: Loose | undefined, context: Context) => Loose;

function encoder<R, F extends Resource>(plan: Plan<R, F>): Encode {
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
function toldTo<R, F extends Resource>({ ourExtensions }: Plan<R, F>): (resource: Loose) => Loose {
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

function identify<R, F extends Resource>(
  plan: Plan<R, F>,
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
function compare(row: Row<string>, record: Loose, resource: Loose, context: Context): void {
  if (!row.elements.some((element) => resource[element] !== undefined)) return;
  const kept: Loose = {};
  row.decode(record, kept, context);
  for (const element of row.elements) {
    const inner = unkept(kept[element], resource[element]);
    if (inner !== undefined) throw within(new Unmappable(refusal.notKept, inner), element);
  }
}
