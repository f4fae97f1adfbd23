/** Where the rows of some values are looked up. */
import { referringTo } from './compare-reference.ts';
import type { Candidate, Context } from './context.ts';
import { linkValue, longestInfix } from './index-text.ts';
import { anyOf, type Bind, textList } from './predicate.ts';
import { sqlText } from './sql-name.ts';

/** Rows of the link index: those with one of some values, or whose value begins or is like one. */
interface LinkRows {
  readonly param: string;
  readonly values?: readonly string[];
  readonly starts?: readonly string[];
  readonly infixes?: readonly string[];
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** After every text that begins so: the greatest character there is ends it. */
const beginning = (start: string, bind: Bind): string => {
  const prefix = linkValue(start);
  return `(value >= ${bind(prefix)} and value < ${bind(`${prefix}\u{10FFFF}`)})`;
};

/** Rows of a room with tables. */
export function fromLinks(context: Context, rows: LinkRows): Candidate {
  const { table } = context.room;
  const values = [...new Set((rows.values ?? []).map(linkValue))];
  const ids = (bind: Bind): string => {
    const tests = [
      ...(values.length > 0 ? [`value = any(${textList(values, bind)})`] : []),
      ...(rows.starts ?? []).map((start) => beginning(start, bind)),
      ...(rows.infixes ?? []).map(
        (infix) => `value like ${bind(`%${escapeLike(infix.slice(0, longestInfix))}%`)}`,
      ),
    ];
    return `select id from ${table}_link where param = ${sqlText(rows.param)} and ${anyOf(tests)}`;
  };
  const [value] = values;
  const isOne = values.length === 1 && !rows.starts && !rows.infixes;
  return isOne && value !== undefined ? { ids, link: { param: rows.param, value } } : { ids };
}

/** Rows of a room without tables that refer to some of these; its own condition walks their index. */
export const fromReferring = (
  { room }: Context,
  name: string,
  refs: string,
): string | undefined => {
  const holds = referringTo(room.shape, name, 'sought', refs);
  return holds && `select id from ${room.table} sought where ${holds}`;
};
