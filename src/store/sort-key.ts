import type { SortKey as Sort } from '../fhir/search-control.ts';
import { answering } from './criterion.ts';
import type { Bind } from './predicate.ts';
import type { Shape } from './shape.ts';

/** A page to go on from: the sort values of the last match. */
export interface Position {
  readonly keys: readonly string[];
  readonly id: string;
}

/** What rows are ordered by, as text of a statement. */
export interface SortKey {
  readonly text: string;
  readonly type: 'timestamptz' | 'text';
  readonly descending: boolean;
}

const sortKey = (shape: Shape, name: string, descending: boolean): SortKey => {
  if (name === shape.order) return { text: 'r.sort', type: 'timestamptz', descending };
  if (name === '_lastUpdated') return { text: 'r.last_updated', type: 'timestamptz', descending };
  if (name === '_id') return { text: 'r.id', type: 'text', descending };
  const column = `r.${answering(shape, name)}`;
  return shape.search[name]?.type === 'date'
    ? { text: `coalesce(${column}_from, 'infinity')`, type: 'timestamptz', descending }
    : { text: `coalesce(${column}[1], '')`, type: 'text', descending };
};

/** The order asked for, or the room's own; the id decides between equals. */
export const sortKeys = (shape: Shape, sort: readonly Sort[]): SortKey[] => {
  const asked = sort.map(({ name, descending }) => sortKey(shape, name, descending));
  const keys =
    asked.length > 0
      ? asked
      : [{ text: 'r.sort', type: 'timestamptz', descending: false } as const];
  return [...keys, { text: 'r.id', type: 'text', descending: keys.at(-1)?.descending ?? false }];
};

/** Rows behind a position, whatever mix of directions. */
export const behind = (keys: readonly SortKey[], after: Position, bind: Bind): string => {
  const values = [...after.keys, after.id].map(
    (value, at) => `${bind(value)}::text::${keys[at]?.type ?? 'text'}`,
  );
  const step = (at: number): string => {
    const equal = keys.slice(0, at).map((key, before) => `${key.text} = ${values[before]}`);
    return [...equal, `${keys[at]?.text} ${keys[at]?.descending ? '<' : '>'} ${values[at]}`].join(
      ' and ',
    );
  };
  return `(${keys.map((_, at) => step(at)).join(' or ')})`;
};
