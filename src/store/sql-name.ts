import { createHash } from 'node:crypto';

/** Words that PostgreSQL keeps to itself, of those that a resource type may be called. */
const kept: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  natural not notnull null offset on only or order outer overlaps placing primary references returning right select similar
  some symmetric table tablesample then to trailing true union unique user using variadic verbose when where window with`.split(
    /\s+/,
  ),
);

/** A few letters that stand for a text. */
export const hash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);

/** PostgreSQL cuts longer names, and two that were cut alike would be one. */
const longest = 63;

/** A name that leaves room for `more` characters behind it; one that is too long ends in a hash of the whole. */
export const shortened = (name: string, more = 0): string =>
  name.length + more <= longest ? name : `${name.slice(0, longest - more - 9)}_${hash(name)}`;

/** A name that needs no quotes: `code-value` is `code_value`, and what is lost in it comes back as a hash. */
export function sqlName(name: string): string {
  const plain = name.replaceAll('-', '_').replace(/^_/, 'x_');
  if (/^[a-z][a-z0-9_]*$/.test(plain)) return plain;
  return `${plain.toLowerCase().replace(/[^a-z0-9_]/g, '_')}_${hash(name)}`;
}

/** A table's name; `group` and its like stand in the way of SQL. */
export const tableName = (name: string, more: number): string => {
  const plain = shortened(sqlName(name), more);
  return kept.has(plain) ? `${plain}_resource` : plain;
};

/** A text of our own, such as the name of a parameter, as a literal: a statement with fewer values to carry. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
