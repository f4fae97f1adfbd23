import type { SortKey as Sort } from '../fhir/search-control.ts';
import { answering } from './compare-text.ts';
import { endlessMs } from './index-part.ts';
import type { Bind } from './predicate.ts';
import { paramOf, type Shape, storageOf } from './shape.ts';
import { sqlText } from './sql-name.ts';

/** A page to go on from: the sort values of its last match, or of its first when going back. */
export interface Position {
  readonly keys: readonly string[];
  readonly id: string;
}

/** What rows are ordered by, as text of a statement. Never null. */
export interface SortKey {
  readonly text: string;
  readonly type: 'timestamptz' | 'text' | 'float8' | 'boolean';
  readonly descending: boolean;
}

type Extreme = { readonly text: string; readonly type: SortKey['type']; readonly least: string };

/** Of several values the smallest counts when going up, the greatest when going down. */
const extremes: Record<
  ReturnType<typeof storage>,
  (column: string, name: string, pick: 'min' | 'max') => Extreme | undefined
> = {
  texts: (column, _, pick) => ({
    // Of the forms of a token its code; strings and addresses have no bar, or it is the version's.
    text: `(select ${pick}(v) from unnest(${column}) v where strpos(v, '|') = 0)`,
    type: 'text',
    least: "''",
  }),
  dates: (column, name, pick) => {
    const last = `(select to_timestamp(nullif(max((span->>0)::float8), -${endlessMs}) / 1000) from jsonb_array_elements(r.parts->${sqlText(name)}) span)`;
    const text = pick === 'min' ? `${column}_from` : `coalesce(${last}, ${column}_from)`;
    return { text, type: 'timestamptz', least: "'-infinity'" };
  },
  numbers: (_, name, pick) => ({
    text: `(select ${pick}(coalesce(part->>'cl', part->>'l')::float8) from jsonb_array_elements(r.parts->${sqlText(name)}) part)`,
    type: 'float8',
    least: "'-Infinity'",
  }),
  none: () => undefined,
};

function storage(shape: Shape, name: string): 'texts' | 'dates' | 'numbers' | 'none' {
  const type = paramOf(shape, name)?.type ?? 'special';
  const kept = storageOf[type];
  if (kept !== 'parts') return kept;
  return type === 'number' || type === 'quantity' ? 'numbers' : 'none';
}

/** Rows without a value come last, whichever way. */
const keysOf = (shape: Shape, name: string, descending: boolean): SortKey[] => {
  if (name === shape.order) return [{ text: 'r.sort', type: 'timestamptz', descending }];
  if (name === '_lastUpdated') return [{ text: 'r.last_updated', type: 'timestamptz', descending }];
  if (name === '_id') return [{ text: 'r.id', type: 'text', descending }];
  const column = `r.${answering(shape, name)}`;
  const read = extremes[storage(shape, name)];
  const found = read(column, name, descending ? 'max' : 'min');
  if (!found) return [];
  const { text, type, least } = found;
  return [
    { text: `(${text} is null)`, type: 'boolean', descending: false },
    { text: `coalesce(${text}, ${least})`, type, descending },
  ];
};

/** The order asked for, or the room's own; the id decides between equals. */
export const sortKeys = (shape: Shape, sort: readonly Sort[]): SortKey[] => {
  const asked = sort.flatMap(({ name, descending }) => keysOf(shape, name, descending));
  const keys =
    asked.length > 0
      ? asked
      : [{ text: 'r.sort', type: 'timestamptz', descending: false } as const];
  return [...keys, { text: 'r.id', type: 'text', descending: keys.at(-1)?.descending ?? false }];
};

/** The same order from its end. */
export const reversed = (keys: readonly SortKey[]): SortKey[] =>
  keys.map((key) => ({ ...key, descending: !key.descending }));

/** Rows behind a position, whatever mix of directions. */
export const behind = (keys: readonly SortKey[], after: Position, bind: Bind): string => {
  const values = [...after.keys, after.id].map(
    (value, at) => `${bind(value)}::text::${keys[at]?.type ?? 'text'}`,
  );
  const texts = keys.map(({ text }) => text);
  const sign = (key: SortKey | undefined): string => (key?.descending ? '<' : '>');
  // In one direction an index on the keys begins at the position.
  if (keys.every(({ descending }) => descending === keys[0]?.descending))
    return `(${texts.join(', ')}) ${sign(keys[0])} (${values.join(', ')})`;
  const step = (at: number): string => {
    const equal = texts.slice(0, at).map((text, before) => `${text} = ${values[before]}`);
    return [...equal, `${texts[at]} ${sign(keys[at])} ${values[at]}`].join(' and ');
  };
  return `(${keys.map((_, at) => step(at)).join(' or ')})`;
};
