/** Searches through references. Whatever lies on the way must be visible to the caller. https://hl7.org/fhir/R4/search.html#chaining */
import type { Criterion, Through } from '../fhir/search-criterion.ts';
import { referringTo } from './compare-reference.ts';
import { answering } from './compare-text.ts';
import { type Candidate, type Context, enter } from './context.ts';
import { anyOf, type Bind, type Predicate } from './predicate.ts';
import { isCompartment, isRange, ownerOf } from './shape.ts';
import { sqlText } from './sql-name.ts';

type Chain = Extract<Criterion, { kind: 'chain' }>;
type Has = Extract<Criterion, { kind: 'has' }>;

/** How a criterion is made a condition: handed down, as it comes back to chains. */
export type Compile = (context: Context, criterion: Criterion) => Predicate;

/** How a criterion meets the rows of another room. */
interface Hop {
  readonly table: string;
  readonly row: string;
  readonly context: Context;
  /** The rows that the caller sees and that meet the criterion. */
  readonly where: (bind: Bind) => string;
}

function hop(from: Context, type: string, criterion: Criterion, compile: Compile): Hop | undefined {
  const entered = enter(from, type);
  if (!entered) return undefined;
  const { context, scope, row } = entered;
  const where = (bind: Bind): string =>
    `${scope(row, bind)} and ${compile(context, criterion)(row, bind)}`;
  return { table: context.room.table, row, context, where };
}

/** Which rows of the hop are looked up first, by the index that was chosen for it. */
function sought({ row, where, context }: Hop, criterion: Criterion, bind: Bind): string {
  const candidate = context.choices.candidates.get(criterion);
  return candidate ? `${where(bind)} and ${among(candidate, row, bind)}` : where(bind);
}

/** A row is among the candidates. An array: whatever PostgreSQL thinks of their number, it walks the key. */
export const among = ({ ids }: Candidate, row: string, bind: Bind): string =>
  `${row}.id = any(array(${ids(bind)}))`;

/** `Type/id` of what a chain may lead to: visible, and meeting the criterion. */
export function targets(
  context: Context,
  { through }: Chain,
  compile: Compile,
  bind: Bind,
): string | undefined {
  const parts = through.flatMap(({ type, criterion }) => {
    const to = hop(context, type, criterion, compile);
    if (!to) return [];
    return `select ${sqlText(`${type}/`)} || ${to.row}.id from ${to.table} ${to.row} where ${sought(to, criterion, bind)}`;
  });
  return parts.length === 0 ? undefined : parts.join(' union all ');
}

function fewTargets(context: Context, chain: Chain, compile: Compile): Predicate {
  const { shape } = context.room;
  return (row, bind) => {
    const found = targets(context, chain, compile, bind);
    if (found === undefined) return 'false';
    return isCompartment(shape, chain.name)
      ? `('Patient/' || ${row}.patient) = any(array(${found}))`
      : `coalesce(${row}.${answering(shape, chain.name)} && array(${found}), false)`;
  };
}

const throughRow = (
  context: Context,
  { name }: Chain,
  { type, criterion }: Through,
  compile: Compile,
): Predicate | undefined => {
  const to = hop(context, type, criterion, compile);
  if (!to) return undefined;
  const { shape } = context.room;
  return (row, bind) => {
    if (isCompartment(shape, name))
      return type === 'Patient'
        ? `exists (select from ${to.table} ${to.row} where ${to.row}.id = ${row}.patient and ${to.where(bind)})`
        : 'false';
    const ref = `ref${context.depth}`;
    const prefix = sqlText(`${type}/`);
    return `exists (select from unnest(${row}.${answering(shape, name)}) ${ref}
      join ${to.table} ${to.row} on ${to.row}.id = substr(${ref}, ${type.length + 2})
      where starts_with(${ref}, ${prefix}) and ${to.where(bind)})`;
  };
};

/** What a parameter refers to meets a criterion. */
export function chainPredicate(context: Context, chain: Chain, compile: Compile): Predicate {
  if (context.choices.few.has(chain)) return fewTargets(context, chain, compile);
  const ways = chain.through.flatMap((way) => throughRow(context, chain, way, compile) ?? []);
  return (row, bind) => anyOf(ways.map((way) => way(row, bind)));
}

/** Ids of this type that visible resources refer to which meet the criterion. */
export function referredTo(
  context: Context,
  has: Has,
  compile: Compile,
  bind: Bind,
): string | undefined {
  const from = hop(context, has.source, has.criterion, compile);
  if (!from) return undefined;
  const { shape } = from.context.room;
  const { type } = context.room.shape;
  const where = sought(from, has.criterion, bind);
  if (isCompartment(shape, has.reference)) {
    if (type !== 'Patient') return undefined;
    return `select distinct ${from.row}.patient from ${from.table} ${from.row} where ${where}`;
  }
  const ref = `ref${context.depth}`;
  return `select distinct substr(${ref}, ${type.length + 2})
    from ${from.table} ${from.row}, unnest(${from.row}.${answering(shape, has.reference)}) ${ref}
    where starts_with(${ref}, ${sqlText(`${type}/`)}) and ${where}`;
}

/** The rows that refer to a row: by the citizen they belong to, else by the link index. */
function referring({ table, row, context }: Hop, type: string, name: string, to: string): string {
  const { shape } = context.room;
  if (isCompartment(shape, name))
    return `${table} ${row} where ${type === 'Patient' ? `${row}.patient = ${to}.id` : 'false'}`;
  const ref = `${sqlText(`${type}/`)} || ${to}.id`;
  const direct = referringTo(shape, name, row, `array[${ref}]`);
  if (direct !== undefined) return `${table} ${row} where ${direct}`;
  const link = `link${context.depth}`;
  return `${table}_link ${link} join ${table} ${row} on ${row}.id = ${link}.id and ${row}.view = ${link}.view
    where ${link}.param = ${sqlText(ownerOf(shape, name))} and ${link}.value = ${ref}`;
}

/** A resource of another type refers to this one and meets a criterion. */
export function hasPredicate(context: Context, has: Has, compile: Compile): Predicate {
  const from = hop(context, has.source, has.criterion, compile);
  const { type } = context.room.shape;
  if (!from || !canRefer(from.context, has.reference)) return () => 'false';
  if (context.choices.few.has(has))
    return (row, bind) =>
      `${row}.id = any(array(${referredTo(context, has, compile, bind) ?? 'select null'}))`;
  return (row, bind) =>
    `exists (select from ${referring(from, type, has.reference, row)} and ${from.where(bind)})`;
}

const canRefer = ({ room }: Context, name: string): boolean =>
  isCompartment(room.shape, name) || isRange(room.shape, name);
