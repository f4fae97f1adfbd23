import { createHash } from 'node:crypto';
import type { Database, Rows } from './database.ts';

const names = new Map<string, string>();
const mostNames = 500;

const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = `s${createHash('sha1').update(text).digest('base64url')}`;
  names.set(text, name);
  return name;
};

/**
 * Asks for the rows of one citizen or of some ids, with a statement put together for the request: PostgreSQL plans each text once,
 * as its plan is the same whomever it is about. Rare texts past a limit are planned each time.
 */
export function askNarrowly<Row>(
  db: Pick<Database, 'query' | 'pipelined'>,
  text: string,
  values: readonly unknown[],
): Promise<Rows<Row>> {
  const name = nameOf(text);
  return name === undefined
    ? db.query<Row>(text, values)
    : db.pipelined<Row>(text, values, { name });
}

/** Asks what an index leads to, on a connection of its own: many rows may lie there, but to plan takes longer than to walk them. */
export function askPlanned<Row>(
  db: Pick<Database, 'query'>,
  text: string,
  values: readonly unknown[],
): Promise<Rows<Row>> {
  const name = nameOf(text);
  return db.query<Row>(text, values, name === undefined ? {} : { name });
}
