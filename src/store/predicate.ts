/** Gives a value a place in the statement: `$1`, `$2`, … Equal ones share one. */
export type Bind = (value: unknown) => string;

/** A condition on a row of a room's table, given the row's alias. */
export type Predicate = (row: string, bind: Bind) => string;

/** A statement being put together. */
export interface Binder {
  readonly bind: Bind;
  readonly values: unknown[];
}

export function binder(): Binder {
  const values: unknown[] = [];
  const bind: Bind = (value) => {
    // What looks like an array may be text here and an array there, which no one place can be.
    const isList = typeof value === 'string' && value.startsWith('{');
    const known = isList ? -1 : values.indexOf(value);
    return `$${known >= 0 ? known + 1 : values.push(value)}`;
  };
  return { bind, values };
}

/** A `text[]` of the statement. */
export const textList = (values: readonly string[], bind: Bind): string =>
  `${bind([...values])}::text[]`;

/** Any of some conditions; none of them holds when there are none. */
export const anyOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`;

/** Rows of which two conditions hold. */
export const both =
  (one: Predicate, other: Predicate): Predicate =>
  (row, bind) =>
    `(${one(row, bind)} and ${other(row, bind)})`;
