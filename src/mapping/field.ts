/**
 * A field of a record as rows name it: `start` must have a value, `note?` may be absent, `(citizen)` is read here
 * and written by another row. The compiler asks for the mark that the record's type calls for.
 */
export type Field<R> = {
  [K in keyof R & string]-?: (Partial<Pick<R, K>> extends Pick<R, K> ? `${K}?` : K) | `(${K})`;
}[keyof R & string];

/** The bare name of a field; with `written`, never for one that is only read. */
export type Key<S> = S extends `(${infer K})` ? K : Written<S>;
export type Written<S> = S extends `(${string})` ? never : S extends `${infer K}?` ? K : S;

/** What a codec sees for one field, or for several together. */
export type Value<R, S> = S extends readonly string[]
  ? Pick<R, Key<S[number]> & keyof R>
  : NonNullable<R[Key<S> & keyof R]>;

/** What a codec writes: without the fields that are only read. */
export type WrittenValue<R, S> = S extends readonly string[]
  ? Pick<R, Written<S[number]> & keyof R>
  : Value<R, S>;

export type Loose = Record<string, unknown>;

/** Reads and writes the fields of one row as one value. */
export interface Port {
  readonly fields: readonly string[];
  /** False when all fields are optional: then absent stays absent. */
  readonly required: boolean;
  /** The codec sees what stands in the field, not the record around it. */
  readonly isInside: boolean;
  readonly read: (record: Loose) => unknown;
  readonly write: (into: Loose, value: unknown) => void;
}

const bare = (field: string) => field.replace(/\?$/, '');

export function put(into: Loose, key: string, value: unknown): void {
  if (value !== undefined) {
    if (into[key] !== value) into[key] = value;
  } else if (key in into) delete into[key];
}

/** One field gives its value; several give the record itself, of which the codec sees only them. */
export function port(spec: string | readonly string[]): Port {
  return typeof spec === 'string' ? single(spec) : several(spec);
}

function single(spec: string): Port {
  const key = bare(spec);
  return {
    fields: [key],
    required: key === spec,
    isInside: true,
    read: (record) => record[key],
    write: (into, value) => put(into, key, value),
  };
}

function several(specs: readonly string[]): Port {
  const written = specs.filter((spec) => !spec.startsWith('('));
  const fields = written.map(bare);
  const required = written.some((spec) => !spec.endsWith('?'));
  const present = (record: Loose) => fields.some((field) => record[field] !== undefined);
  return {
    fields,
    required,
    isInside: false,
    read: (record) => (required || present(record) ? record : undefined),
    write: (into, value) => {
      for (const field of fields) put(into, field, (value as Loose | undefined)?.[field]);
    },
  };
}
