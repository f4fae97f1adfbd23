import type { Criterion } from '../fhir/search-criterion.ts';
import { chooseStart } from './choose.ts';
import { isWalked } from './compare-reference.ts';
import { type Context, noChoices, type Reach } from './context.ts';
import type { Database } from './database.ts';
import { includeAll } from './include-rounds.ts';
import { askNarrowly, askPlanned } from './narrow.ts';
import { type Page, pageStatement, type Statement, type StoreQuery } from './page.ts';
import type { Predicate } from './predicate.ts';
import { isCompartment, type Shape } from './shape.ts';
import type { Position } from './sort-key.ts';
import type { StoredRoom } from './stored-room.ts';

export type { StoreQuery } from './page.ts';

/** One row of an answer. `keys` are the sort values of a match, for the cursor. */
export interface Found {
  readonly mode: 'match' | 'include';
  readonly type: string;
  readonly id: string;
  readonly content: string;
  readonly patient: string | null;
  readonly keys: readonly string[];
}

export interface SearchResult {
  /** In the order that was asked for, also when the page was read backwards. */
  readonly matches: readonly Found[];
  readonly includes: readonly Found[];
  /** There are more matches in the direction that was read. */
  readonly more: boolean;
  readonly total?: number;
  /** More is included than was read. */
  readonly cut?: true;
  /** The state of the compartment asked for, at the moment of the matches. */
  readonly version?: string;
}

export interface SearchCall {
  readonly room: StoredRoom;
  readonly query: StoreQuery;
  readonly scope: Predicate;
  readonly reach: Reach;
  /** The page behind a match, */
  readonly after?: Position;
  /** or the one before it. */
  readonly before?: Position;
  readonly total: boolean;
  /** The scope lets no more than one citizen's rows through: then those are walked, whatever is asked of them. */
  readonly narrow?: boolean;
  /** Epoch milliseconds, for `ap`. */
  readonly now?: number;
  /** The citizen whose compartment's version is read in the same moment. */
  readonly versionOf?: string;
}

type Asks = Pick<Database, 'query' | 'pipelined'>;

const isNarrowing = (shape: Shape, criterion: Criterion): boolean =>
  criterion.kind === 'reference'
    ? isCompartment(shape, criterion.name) || isWalked(shape, criterion.name)
    : criterion.kind === 'token' && criterion.name === '_id' && !criterion.not;

/** Whether a search goes no further than one citizen's rows, or some ids. */
const isNarrow = ({ room, query, narrow }: SearchCall): boolean =>
  narrow === true || query.criteria.some((criterion) => isNarrowing(room.shape, criterion));

interface Row extends Omit<Found, 'mode'> {
  readonly mode: 'match' | 'include' | 'total' | 'version';
  readonly next: readonly string[] | null;
  readonly at: number | null;
}

/** Whether the matches are wanted as a room's rows, and its links, stand. */
const isInOrder = ({ room, query: { sort } }: SearchCall): boolean =>
  sort.length === 0 || (sort.length === 1 && sort[0]?.name === room.shape.order);

/** Whether the rows are walked as they are asked for, with nothing to choose. */
const isPlain = ({ room, query: { criteria } }: SearchCall, narrow: boolean): boolean =>
  narrow ||
  (room.shape.from !== undefined &&
    !criteria.some(({ kind }) => kind === 'chain' || kind === 'has'));

async function pageOf(db: Asks, call: SearchCall): Promise<Page> {
  const { room, reach, query, scope, after, before, total, versionOf } = call;
  const now = call.now ?? Date.now();
  const context: Context = { room, reach, now, choices: noChoices(), depth: 0 };
  const narrow = isNarrow(call);
  const start = isPlain(call, narrow)
    ? {}
    : await chooseStart(db, context, query.criteria, isInOrder(call));
  return { context, query, scope, start, after, before, total, narrow, versionOf };
}

/** A narrow search is planned once for all; what walks the population is planned for its values. */
function ask(db: Asks, { narrow, context }: Page, { text, values }: Statement) {
  if (narrow) return askNarrowly<Row>(db, text, values);
  return context.room.shape.from ? askPlanned<Row>(db, text, values) : db.query<Row>(text, values);
}

/** The matches of the page in the order asked for, of one more that was read to see whether there are more. */
function inOrder(rows: readonly Row[], { before, query }: Page): Row[] {
  const found = rows.filter(({ mode }) => mode === 'match');
  const read = found.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)).slice(0, query.count);
  return before ? read.reverse() : read;
}

const asInclude = <T extends object>(row: T): T & Pick<Found, 'mode' | 'keys'> => ({
  ...row,
  mode: 'include',
  keys: [],
});

/**
 * Runs a search: matches in order, then what they include, each as far as the caller may see. One statement, after what must be
 * known to begin it well; `:iterate` asks again for each round.
 */
export async function search(db: Asks, call: SearchCall): Promise<SearchResult> {
  const page = await pageOf(db, call);
  const statement = pageStatement(page);
  const { rows } = await ask(db, page, statement);
  const matches = inOrder(rows, page);
  const first = rows.filter(({ mode }) => mode === 'include');
  const { includes } = page.query;
  const found =
    includes.length === 0
      ? { rows: [], cut: false }
      : await includeAll(db, {
          ...{ matches, first: statement.isWhole ? first : undefined },
          ...{ includes, reach: call.reach },
        });
  const total = rows.find(({ mode }) => mode === 'total');
  const version = rows.find(({ mode }) => mode === 'version');
  return {
    matches: matches as readonly (Row & Found)[],
    includes: found.rows.map(asInclude),
    more: rows.filter(({ mode }) => mode === 'match').length > call.query.count,
    ...(total && { total: Number(total.id) }),
    ...(version && { version: version.id }),
    ...(found.cut && { cut: true }),
  };
}
