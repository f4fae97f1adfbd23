/** A JSON Schema (draft 2020-12) as data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A JSON Schema of values of type `V`. `of` exists for the compiler only, and makes `V` match exactly. */
export interface Schema<V> {
  readonly json: JsonSchema;
  readonly of?: (value: V) => V;
}

interface Optional<V> {
  readonly optional: Schema<V>;
}

/** One schema for each field of `R`; the fields that `R` may lack are marked, and no others. */
export type Fields<R> = {
  readonly [K in keyof R]-?: Record<never, never> extends Pick<R, K>
    ? Optional<Exclude<R[K], undefined>>
    : Schema<R[K]>;
};

/** Marks a field that a record may lack. */
export function optional<V>(schema: Schema<V>): Optional<V> {
  return { optional: schema };
}

/** A string of 1 to `maxLength` characters that matches `pattern`. */
function string(maxLength: number, pattern?: string, description?: string): Schema<string> {
  const json = { type: 'string', minLength: 1, maxLength };
  return { json: { ...json, ...(pattern && { pattern }), ...(description && { description }) } };
}

const dateGrammar = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const clockGrammar = '(?:[01]\\d|2[0-3]):[0-5]\\d';

export const text = string(10_000);
export const name = string(300);
export const id = string(64, '^[A-Za-z0-9._-]+$');
export const cpr = string(10, '^(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{6}$', 'No hyphen');
export const ecpr = string(10, '^(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{3}[A-Z]{2}\\d$');
export const postnr = string(4, '^\\d{4}$');
export const sor = string(18, '^\\d{11,18}$');
export const date = string(10, `^${dateGrammar}$`, 'Copenhagen');
export const wallTime = string(5, `^(?:${clockGrammar}|24:00)$`, 'Copenhagen wall time');
export const instant = string(
  40,
  `^${dateGrammar}T${clockGrammar}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)$`,
  'With offset',
);
/** An https address. */
export const link = string(2_000, '^https://');
export const flag: Schema<boolean> = { json: { type: 'boolean' } };
export const version: Schema<number> = { json: { type: 'integer', minimum: 1 } };

/** Degrees from the equator or from Greenwich, at most so many. */
export const degrees = (most: number): Schema<number> => ({
  json: { type: 'number', minimum: -most, maximum: most },
});

/** A whole number from 0 to `maximum`. */
export function count(maximum: number): Schema<number> {
  return { json: { type: 'integer', minimum: 0, maximum } };
}

/** One of the given codes; the compiler sees to it that none is missing. */
export function codes<const V extends readonly string[]>(...values: V): Schema<V[number]> {
  return { json: { type: 'string', enum: values } };
}

export function listOf<V>(item: Schema<V>, maxItems = 10_000): Schema<readonly V[]> {
  return { json: { type: 'array', items: item.json, maxItems } };
}

/** An object with the fields of `R`. Further fields are allowed: they survive a write. */
export function object<R>(fields: Fields<R>, title?: string): Schema<R> {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  const entries: [string, Schema<unknown> | Optional<unknown>][] = Object.entries(fields);
  for (const [key, field] of entries) {
    properties[key] = 'optional' in field ? field.optional.json : field.json;
    if (!('optional' in field)) required.push(key);
  }
  return { json: { type: 'object', ...(title && { title }), properties, required } };
}
