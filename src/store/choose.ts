/** How a search over the whole population is best begun: asked of the indexes themselves, as PostgreSQL guesses badly. */
import type { Criterion } from '../fhir/search-criterion.ts';
import { candidateOf } from './candidate.ts';
import { targets } from './chain.ts';
import { type Candidate, type Context, enter, type Of } from './context.ts';
import { criterionPredicate } from './criterion.ts';
import type { Database } from './database.ts';
import { type Bind, binder } from './predicate.ts';

type Asks = Pick<Database, 'query'>;
type Ids = (bind: Bind) => string;

/** Up to so many candidates are looked up one by one; of more, the first matches come soon when all rows are walked in order. */
const fewCandidates = 3_000;
/** So many resources are looked up before what refers to them. */
const fewTargets = 300;

/** How many rows each has, counted no further than `most` and one. */
async function counts(db: Asks, all: readonly Ids[], most: number): Promise<number[]> {
  if (all.length === 0) return [];
  const { bind, values } = binder();
  const columns = all.map(
    (ids, at) => `(select count(*) from (${ids(bind)} limit ${most + 1}) counted)::int as "${at}"`,
  );
  const { rows } = await db.query<Record<string, number>>(`select ${columns.join(', ')}`, values);
  return all.map((_, at) => rows[0]?.[at] ?? most + 1);
}

type Way = { readonly type: string; readonly criterion: Criterion };

const waysOf = (criterion: Criterion): readonly Way[] => {
  if (criterion.kind === 'chain') return criterion.through;
  return criterion.kind === 'has'
    ? [{ type: criterion.source, criterion: criterion.criterion }]
    : [];
};

/** Chooses how a criterion is looked up in the room that a reference leads to. `many` rows there are not worth looking up. */
async function chooseBehind(db: Asks, context: Context, way: Way): Promise<'few' | 'many' | 'any'> {
  const entered = enter(context, way.type);
  if (!entered) return 'few';
  const all = await candidatesOf(db, entered.context, [way.criterion]);
  if (all.length === 0) return 'any';
  const found = await fewest(db, all);
  if (found) context.choices.candidates.set(way.criterion, found);
  return found ? 'few' : 'many';
}

/** Chooses for what lies behind a reference, the innermost first. */
async function chooseInside(db: Asks, context: Context, criterion: Criterion): Promise<void> {
  const ways = waysOf(criterion);
  const found: string[] = [];
  for (const way of ways) found.push(await chooseBehind(db, context, way));
  if (ways.length === 0 || found.includes('many')) return;
  if (criterion.kind === 'has' && found.includes('any')) return;
  const isFew = criterion.kind !== 'chain' || (await hasFewTargets(db, context, criterion));
  if (isFew) context.choices.few.add(criterion);
}

async function hasFewTargets(db: Asks, context: Context, chain: Of<'chain'>): Promise<boolean> {
  const text = (bind: Bind): string | undefined =>
    targets(context, chain, criterionPredicate, bind);
  if (text(() => '$1') === undefined) return true;
  const [count = 0] = await counts(db, [(bind) => text(bind) ?? 'select null'], fewTargets);
  return count <= fewTargets;
}

/** The index that leads to the fewest rows, when they are few; undefined when it is as well to walk the rows in order. */
async function fewest(db: Asks, all: readonly Candidate[]): Promise<Candidate | undefined> {
  const found = await counts(
    db,
    all.map(({ ids }) => ids),
    fewCandidates,
  );
  const least = Math.min(...found);
  return least <= fewCandidates ? all[found.indexOf(least)] : undefined;
}

async function candidatesOf(
  db: Asks,
  context: Context,
  criteria: readonly Criterion[],
): Promise<Candidate[]> {
  for (const criterion of criteria) await chooseInside(db, context, criterion);
  return criteria.flatMap((criterion) => candidateOf(context, criterion) ?? []);
}

/** How a search begins: `among` some rows, along the index rows of one `link`, or with all rows in order. */
export interface Start {
  readonly among?: Candidate;
  readonly link?: NonNullable<Candidate['link']>;
}

/**
 * Chooses how to begin. `inOrder`: the matches are wanted in the order of the room, in which the rows of one link stand too. Notes
 * in the context's choices what was found out about chains and `_has`.
 */
export async function chooseStart(
  db: Asks,
  context: Context,
  criteria: readonly Criterion[],
  inOrder: boolean,
): Promise<Start> {
  const all = await candidatesOf(db, context, criteria);
  const link = inOrder ? all.find((one) => one.link)?.link : undefined;
  const isPlain = all.length === 1 && (link !== undefined || (inOrder && all[0]?.ordered));
  const few = all.length === 0 || isPlain ? undefined : await fewest(db, all);
  // Its condition bounds the walk by itself.
  if (few?.ordered || few?.keyed) return {};
  return few ? { among: few } : link ? { link } : {};
}
