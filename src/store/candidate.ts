/** By which index a criterion is found over the whole population. */
import type { Criterion } from '../fhir/search-criterion.ts';
import { normalise } from '../fhir/search-value.ts';
import { fromLinks, fromReferring } from './candidate-link.ts';
import { referredTo, targets } from './chain.ts';
import { datePredicate, orderBounds, spanCandidate } from './compare-date.ts';
import { nearRows, numberRows } from './compare-number.ts';
import { isWalked } from './compare-reference.ts';
import { addressesAbove, ofTypeForms } from './compare-text.ts';
import type { Candidate, Context, Of } from './context.ts';
import { criterionPredicate } from './criterion.ts';
import { personSystems } from './person-token.ts';
import { type Bind, textList } from './predicate.ts';
import { isCompartment, isRange, ownerOf, type Shape } from './shape.ts';
import { sqlText } from './sql-name.ts';

const tokenLink = ({ system, code }: { system?: string; code?: string }): string =>
  code ?? `${system}|`;

function byToken(context: Context, { name, not, values }: Of<'token'>): Candidate | undefined {
  if (not) return undefined;
  if (name !== '_id') return fromLinks(context, { param: name, values: values.map(tokenLink) });
  const wanted = values.flatMap(({ code }) => code ?? []);
  return {
    ids: (bind) => `select id from ${context.room.table} where id = any(${textList(wanted, bind)})`,
    keyed: true,
  };
}

function byString(context: Context, { name, match, values }: Of<'string'>): Candidate {
  const words = values.map(normalise);
  const how = { start: 'starts', exact: 'values', contains: 'infixes' } as const;
  return fromLinks(context, { param: name, [how[match]]: words });
}

function byUri(context: Context, { name, match, values }: Of<'uri'>): Candidate {
  if (match === 'below') return fromLinks(context, { param: name, starts: values });
  const wanted = match === 'above' ? values.flatMap(addressesAbove) : values;
  return fromLinks(context, { param: name, values: wanted });
}

function byDate({ room, now }: Context, criterion: Of<'date'>): Candidate | undefined {
  const select = `select id from ${room.table} dated where`;
  const isOrder = criterion.name === room.shape.order;
  if (criterion.name === '_lastUpdated')
    return { ids: (bind) => `${select} ${datePredicate(criterion, now)('dated', bind)}` };
  const narrow = (bind: Bind): string | undefined =>
    isOrder
      ? orderBounds(room.shape, criterion, now, 'sort', bind)
      : spanCandidate(criterion, now, bind);
  if (narrow(() => '$1') === undefined) return undefined;
  return { ids: (bind) => `${select} ${narrow(bind)}`, ...(isOrder && { ordered: true }) };
}

function byReference(context: Context, criterion: Of<'reference'>): Candidate {
  const { name, values } = criterion;
  const wanted = values.map(({ reference }) => reference);
  if (!context.room.shape.from)
    return fromLinks(context, { param: ownerOf(context.room.shape, name), values: wanted });
  return {
    ids: (bind) => fromReferring(context, name, textList(wanted, bind)) ?? '',
    keyed: true,
  };
}

const fromNumbers = (context: Context, rows: readonly ((bind: Bind) => string)[]): Candidate => ({
  ids: (bind) =>
    rows
      .map((row) => `select id from ${context.room.table}_number where ${row(bind)}`)
      .join(' union all '),
});

const byNumber = (context: Context, { name, values }: Of<'number'> | Of<'quantity'>): Candidate =>
  fromNumbers(
    context,
    values.map((value) => (bind) => numberRows(name, value, bind)),
  );

/** Each value by the first of its components that is a parameter of its own with an index. */
function byComposite(context: Context, { values }: Of<'composite'>): Candidate | undefined {
  const found = values.map((parts) => {
    for (const part of parts) {
      const candidate = candidateOf(context, part);
      if (candidate) return candidate;
    }
    return undefined;
  });
  if (found.some((one) => one === undefined)) return undefined;
  return { ids: (bind) => found.map((one) => `(${one?.ids(bind)})`).join(' union all ') };
}

function byChain(context: Context, chain: Of<'chain'>): Candidate | undefined {
  const { shape, table } = context.room;
  if (!context.choices.few.has(chain)) return undefined;
  const found = (bind: Bind): string =>
    targets(context, chain, criterionPredicate, bind) ?? 'select null';
  if (isCompartment(shape, chain.name)) {
    const patients = (bind: Bind): string =>
      `select substr(target, 9) from (${found(bind)}) as found (target)`;
    return {
      ids: (bind) => `select id from ${table} where patient = any(array(${patients(bind)}))`,
    };
  }
  const param = ownerOf(shape, chain.name);
  return {
    ids: (bind) => {
      const values = `array(${found(bind)})`;
      return (
        fromReferring(context, param, values) ??
        `select id from ${table}_link where param = ${sqlText(param)} and value = any(${values})`
      );
    },
  };
}

function byHas(context: Context, has: Of<'has'>): Candidate | undefined {
  if (!context.choices.few.has(has)) return undefined;
  return {
    ids: (bind) => referredTo(context, has, criterionPredicate, bind) ?? 'select null where false',
    keyed: true,
  };
}

const always: ReadonlySet<string> = new Set(['_id', '_lastUpdated']);

/** Kinds whose rows are those of the parameter itself. */
const direct: {
  readonly [K in Criterion['kind']]?: (context: Context, criterion: Of<K>) => Candidate | undefined;
} = {
  token: byToken,
  string: byString,
  uri: byUri,
  date: byDate,
  number: byNumber,
  quantity: byNumber,
  reference: byReference,
  text: (context, { name, values }) =>
    fromLinks(context, { param: `${name}:text`, starts: values.map(normalise) }),
  'of-type': (context, { name, values }) =>
    fromLinks(context, {
      param: `${name}:of-type`,
      values: ofTypeForms(context.room, values, personSystems),
    }),
  'reference-identifier': (context, { name, values }) =>
    fromLinks(context, { param: `${name}:identifier`, values: values.map(tokenLink) }),
  near: (context, { name, values }) =>
    fromNumbers(
      context,
      values.map((value) => (bind) => nearRows(name, value, bind)),
    ),
};

/** Rooms without tables have no link rows: an index leads to some references alone. */
const hasIndex = (shape: Shape, { kind, name }: { kind: string; name: string }): boolean =>
  !shape.from ||
  always.has(name) ||
  name === shape.order ||
  (kind === 'reference' && isWalked(shape, name));

/** The index by which a criterion is found; undefined where none narrows it. Chains and `_has` must have been chosen before. */
export function candidateOf(context: Context, criterion: Criterion): Candidate | undefined {
  const { shape } = context.room;
  if (criterion.kind === 'composite') return byComposite(context, criterion);
  if (criterion.kind === 'chain') return byChain(context, criterion);
  if (criterion.kind === 'has') return byHas(context, criterion);
  const { name } = criterion;
  const isIndexed = always.has(name) || name === shape.order || isRange(shape, name);
  return isIndexed && hasIndex(shape, criterion)
    ? direct[criterion.kind]?.(context, criterion as never)
    : undefined;
}
