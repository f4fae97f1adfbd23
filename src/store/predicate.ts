/** Gives a value a place in the statement: `$1`, `$2`, … Equal strings share one. */
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
    const known = values.indexOf(value);
    return `$${known >= 0 ? known + 1 : values.push(value)}`;
  };
  return { bind, values };
}
