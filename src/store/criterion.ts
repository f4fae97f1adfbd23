import type { Criterion } from '../fhir/search-criterion.ts';
import { chainPredicate, hasPredicate } from './chain.ts';
import { datePredicate, spanTest } from './compare-date.ts';
import { nearTest, numberTest } from './compare-number.ts';
import { referencePredicate } from './compare-reference.ts';
import {
  addressesAbove,
  derivedPredicate,
  missingPredicate,
  ofTypeForms,
  stringPredicate,
  stringTest,
  textPredicate,
  tokenForm,
  tokenPredicate,
  uriPredicate,
} from './compare-text.ts';
import type { Context, Of } from './context.ts';
import { personSystems } from './person-token.ts';
import { anyOf, type Bind, type Predicate, textList } from './predicate.ts';
import { sqlText } from './sql-name.ts';

export { answering } from './compare-text.ts';
export { isCompartment } from './shape.ts';

/** One component of a composite, whose values stand in a JSON list. */
function componentTest(context: Context, part: Criterion, list: string, bind: Bind): string {
  switch (part.kind) {
    case 'token':
      return `${list} ?| ${textList(part.values.map(tokenForm), bind)}`;
    case 'reference':
      return `${list} ?| ${textList(
        part.values.map(({ reference }) => reference),
        bind,
      )}`;
    case 'uri':
      return `${list} ?| ${textList(part.match === 'above' ? part.values.flatMap(addressesAbove) : part.values, bind)}`;
    case 'string':
      return `exists (select from jsonb_array_elements_text(${list}) word where ${stringTest(part, 'word', bind)})`;
    case 'date':
      return spanTest(list, part.values, context.now)(bind);
    case 'number':
    case 'quantity':
      return numberTest(list, part.values)(bind);
    default:
      return 'false';
  }
}

/** All components hold of one element. */
const composite =
  (context: Context, { name, values }: Of<'composite'>): Predicate =>
  (row, bind) => {
    const tests = values.map((parts) => {
      const all = parts.map((part, at) => componentTest(context, part, `(element->${at})`, bind));
      return `(${all.join(' and ')})`;
    });
    return `exists (select from jsonb_array_elements(${row}.parts->${sqlText(name)}) element where ${anyOf(tests)})`;
  };

const list = (row: string, name: string): string => `${row}.parts->${sqlText(name)}`;

const predicates: {
  readonly [K in Criterion['kind']]: (context: Context, criterion: Of<K>) => Predicate;
} = {
  missing: ({ room }, criterion) => missingPredicate(room.shape, criterion),
  token: ({ room }, criterion) => tokenPredicate(room.shape, criterion),
  string: ({ room }, criterion) => stringPredicate(room.shape, criterion),
  reference: ({ room }, criterion) => referencePredicate(room.shape, criterion),
  uri: ({ room }, criterion) => uriPredicate(room.shape, criterion),
  text: (_, criterion) => textPredicate(criterion),
  'of-type': ({ room }, { name, values }) =>
    derivedPredicate(name, 'of-type', ofTypeForms(room, values, personSystems)),
  'reference-identifier': (_, { name, values }) =>
    derivedPredicate(name, 'identifier', values.map(tokenForm)),
  date: ({ now }, criterion) => datePredicate(criterion, now),
  number:
    (_, { name, values }) =>
    (row, bind) =>
      numberTest(list(row, name), values)(bind),
  quantity:
    (_, { name, values }) =>
    (row, bind) =>
      numberTest(list(row, name), values)(bind),
  near:
    (_, { name, values }) =>
    (row, bind) =>
      nearTest(list(row, name), values)(bind),
  composite,
  chain: (context, criterion) => chainPredicate(context, criterion, criterionPredicate),
  has: (context, criterion) => hasPredicate(context, criterion, criterionPredicate),
};

/** One criterion as a condition on the columns of a row: all of it, whatever index led there. */
export const criterionPredicate = (context: Context, criterion: Criterion): Predicate =>
  predicates[criterion.kind](context, criterion as never);
