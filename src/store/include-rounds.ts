/** Includes that go on from what was included, each resource once, until nothing new comes. */
import type { Include } from '../fhir/search-control.ts';
import type { Reach } from './context.ts';
import type { Database } from './database.ts';
import { backwards, forwards, groupsOf, mostIncluded, type Reading } from './include.ts';
import { askNarrowly } from './narrow.ts';
import { binder, textList } from './predicate.ts';

/** A resource on the way, with the references that it passes on. */
export interface Passing {
  readonly type: string;
  readonly id: string;
  readonly content: string;
  readonly patient: string | null;
  readonly next: readonly string[] | null;
}

type Asks = Pick<Database, 'query' | 'pipelined'>;

/** How deep `:iterate` follows references. */
const mostRounds = 10;

const refOf = ({ type, id }: Passing): string => `${type}/${id}`;

/** PostgreSQL gives them as they lie: in that order answers, and their ETags, would tell of what lies between. */
const byAddress = (one: Passing, other: Passing): number => (refOf(one) < refOf(other) ? -1 : 1);

/** Splits references by the type that they name. */
function byType(refs: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const ref of new Set(refs)) {
    const type = ref.slice(0, ref.indexOf('/'));
    found.set(type, [...(found.get(type) ?? []), ref]);
  }
  return found;
}

type Write = (refs: string, reading: Reading) => string | undefined;

async function ask(
  db: Asks,
  refs: readonly string[],
  write: Write,
  reading: Omit<Reading, 'bind'>,
): Promise<Passing[]> {
  if (refs.length === 0) return [];
  const { bind, values } = binder();
  const text = write(`unnest(${textList(refs, bind)}) ref`, { ...reading, bind });
  return text === undefined ? [] : (await askNarrowly<Passing>(db, text, values)).rows;
}

/** What some resources lead to by some includes. `known` are not read again. */
async function round(
  db: Asks,
  from: readonly Passing[],
  includes: readonly Include[],
  reading: Omit<Reading, 'bind'>,
  known: ReadonlySet<string>,
): Promise<Passing[]> {
  const out = from.flatMap(({ next }) => next ?? []).filter((ref) => !known.has(ref));
  const found = await Promise.all([
    ...[...byType(out)].map(([type, refs]) =>
      ask(db, refs, (list, how) => forwards(type, list, how), reading),
    ),
    ...groupsOf(includes).map(({ source, target, names }) => {
      const refs = from.filter(({ type }) => type === (target ?? type)).map(refOf);
      return ask(db, refs, (list, how) => backwards(source, names, list, how), reading);
    }),
  ]);
  return found.flat();
}

/** What is included, each resource once. `cut` when there was more than is answered. */
export interface Included {
  readonly rows: readonly Passing[];
  readonly cut: boolean;
}

/** Whether a statement, of which each reads one type, came to its limit. */
function isFull(found: readonly Passing[]): boolean {
  const counts = new Map<string, number>();
  for (const { type } of found) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts.values()].some((count) => count > mostIncluded);
}

interface Start {
  readonly matches: readonly Passing[];
  /** What the first round found; undefined when it is still to be made. */
  readonly first: readonly Passing[] | undefined;
  readonly includes: readonly Include[];
  readonly reach: Reach;
}

/** Carries the includes of a page to their end. */
export async function includeAll(
  db: Asks,
  { matches, first, includes, reach }: Start,
): Promise<Included> {
  const next = includes.filter(({ iterate }) => iterate);
  const known = new Set(matches.map(refOf));
  const rows: Passing[] = [];
  let cut = false;
  const take = (found: readonly Passing[]): Passing[] => {
    const fresh = found.filter((one) => !known.has(refOf(one)) && known.add(refOf(one)));
    rows.push(...fresh);
    cut ||= isFull(found);
    return fresh;
  };
  let fresh = take(first ?? (await round(db, matches, includes, { reach, next }, known)));
  for (let at = 0; at < mostRounds && fresh.length > 0 && next.length > 0; at += 1) {
    if (rows.length > mostIncluded) break;
    fresh = take(await round(db, fresh, next, { reach, next }, known));
  }
  const isUnfinished = next.length > 0 && fresh.length > 0;
  return {
    rows: rows.slice(0, mostIncluded).sort(byAddress),
    cut: cut || isUnfinished || rows.length > mostIncluded,
  };
}
