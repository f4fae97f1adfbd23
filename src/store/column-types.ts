import pg from 'pg';

const { builtins, getTypeParser } = pg.types;

const epochMs = (text: string): number => {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`);
};

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('An int8 is too large for a number.');
  return value;
};

const asText = (text: string): string => text;

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, epochMs],
  [builtins.INT8, wholeNumber],
  [builtins.DATE, asText],
  [builtins.TIMESTAMP, asText],
]);

/**
 * How columns arrive: timestamptz as epoch milliseconds (the session's zone must be UTC), int8 as a number, dates as text,
 * all else as `pg` has it.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};
