import type { Resource } from '@medplum/fhirtypes';
import type { Context } from './codec.ts';
import type { Loose } from './field.ts';
import { inspect } from './inspect.ts';
import type { RowMakers } from './make-rows.ts';
import { inside } from './make-rows.ts';
import { encoder, fhirIdOf, type Plan } from './plan.ts';
import type { Row, RowDescription } from './row.ts';
import { decodeRows } from './shape.ts';
import type { Trace } from './trace.ts';
import { type Text, type Unmappable, within } from './unmappable.ts';

export type { Context } from './codec.ts';
export { Unmappable } from './unmappable.ts';

/** Why no row maps a field: kept in Cura and carried through a write, kept from everyone here, or mapped by another mapping. */
export interface Reason extends Text {
  readonly kind: 'carried' | 'withheld' | 'elsewhere';
}

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
  readonly ours: Readonly<Record<string, Text>>;
  /** Elements to which the store adds what other records or the municipality say, with the reason. */
  readonly completed: Readonly<Record<string, Text>>;
  /** What each row makes of a record, value by value; what does not fit stands there with its fault. */
  readonly trace: (record: R, context: Context) => readonly Trace[];
  /** Everything for which `toRecord` would refuse the resource, where that stops at the first. */
  readonly misfits: (resource: F, base: R | undefined, context: Context) => readonly Unmappable[];
}

interface Options<R, F> {
  /** The field that holds our id for what was born here. */
  readonly externalId?: keyof R & string;
  readonly ours?: { readonly [E in keyof F & string]?: Text };
  /** Extensions by their URL that the store adds, with the reason. */
  readonly ourExtensions?: Readonly<Record<string, Text>>;
  readonly completed?: Readonly<Record<string, Text>>;
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
      const { externalId, ourExtensions = {}, completed = {} } = options;
      const plan = { record, type, rows, ours, externalId, ourExtensions };
      const described = rows.flatMap((row) => row.described);
      const added = Object.entries(ourExtensions).map(([url, why]) => [`extension('${url}')`, why]);
      const all = { ...ours, ...Object.fromEntries(added) };
      return {
        record,
        type,
        ...compile(plan),
        ...inspect<R, F>(plan),
        rows: described,
        unmapped,
        ours: all,
        completed,
      };
    },
  };
}

const storeOwned = {
  resourceType: { da: 'typen', en: 'the type' },
  id: { da: 'id’et', en: 'the id' },
  meta: { da: 'versioner og mærker', en: 'versions and labels' },
};

function compile<R, F extends Resource>(plan: Plan): Pick<Mapping<R, F>, 'toFhir' | 'toRecord'> {
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
