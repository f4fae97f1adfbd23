/** Codes, references, strings and addresses compared. https://hl7.org/fhir/R4/search.html#modifiers */
import type { Criterion, TokenValue } from '../fhir/search-criterion.ts';
import { normalise } from '../fhir/search-value.ts';
import type { Of } from './context.ts';
import { derivedPrefix } from './index-text.ts';
import { personToken } from './person-token.ts';
import { anyOf, type Bind, type Predicate, textList } from './predicate.ts';
import { columnOf, ownerOf, paramOf, type Shape, storageOf } from './shape.ts';
import { sqlText } from './sql-name.ts';
import type { StoredRoom } from './stored-room.ts';

type Values<K extends Criterion['kind']> = Of<K> extends { values: infer V } ? V : never;

/** The column that answers a parameter: its own, or that of the parameter it lies within. */
export const answering = (shape: Shape, name: string): string => columnOf(ownerOf(shape, name));

/** A list has one of some values. */
export const overlaps = (list: string, values: readonly string[], bind: Bind): string =>
  `coalesce(${list} && ${textList(values, bind)}, false)`;

/** The index form of a token: `system|code`, `code`, or `system|` for any code of a system. */
export const tokenForm = ({ system, code }: TokenValue): string =>
  code === undefined ? `${system}|` : system === undefined ? code : `${system}|${code}`;

/** `_id` is the key itself. */
function ids({ not, values }: Of<'token'>, row: string, bind: Bind): string {
  const wanted = textList(
    values.flatMap(({ system = '', code }) => (system === '' ? (code ?? []) : [])),
    bind,
  );
  return `${row}.id ${not ? '<> all' : '= any'}(${wanted})`;
}

/** A short code stands in the statement itself: an index of some codes alone serves it then, whatever else is asked. */
const keyIn = (key: string, codes: readonly string[], bind: Bind): string =>
  codes.every((code) => /^\d$/.test(code))
    ? `${key} in (${codes.map(sqlText).join(', ')})`
    : `${key} = any(${textList(codes, bind)})`;

export const tokenPredicate =
  (shape: Shape, criterion: Of<'token'>): Predicate =>
  (row, bind) => {
    if (criterion.name === '_id') return ids(criterion, row, bind);
    const column = `${row}.${answering(shape, criterion.name)}`;
    const test = overlaps(column, criterion.values.map(tokenForm), bind);
    if (criterion.not) return `not ${test}`;
    const key = shape.from?.keys[criterion.name];
    const codes = criterion.values.flatMap(({ code }) => code ?? []);
    return key !== undefined && codes.length === criterion.values.length
      ? `(${keyIn(`${row}.${key}`, codes, bind)} and ${test})`
      : test;
  };

/** What holds of one string that begins with, contains or is what was asked. */
export function stringTest({ match, values }: Of<'string'>, value: string, bind: Bind): string {
  const tests = {
    start: (text: string) => `starts_with(${value}, ${bind(text)})`,
    contains: (text: string) => `strpos(${value}, ${bind(text)}) > 0`,
    exact: (text: string) => `${value} = ${bind(text)}`,
  };
  return anyOf(values.map((one) => tests[match](normalise(one))));
}

/** What modifiers compare has one of some values. */
export const derived = (row: string, values: readonly string[], bind: Bind): string =>
  overlaps(`${row}.derived`, values, bind);

export const stringPredicate =
  (shape: Shape, criterion: Of<'string'>): Predicate =>
  (row, bind) => {
    const { name, match, values } = criterion;
    if (match === 'exact') {
      const prefix = derivedPrefix(name, 'exact');
      return derived(
        row,
        values.map((value) => `${prefix}${value}`),
        bind,
      );
    }
    const column = `${row}.${answering(shape, name)}`;
    return `exists (select from unnest(${column}) word where ${stringTest(criterion, 'word', bind)})`;
  };

/** What is shown begins with what was asked. */
export const textPredicate =
  ({ name, values }: Of<'text'>): Predicate =>
  (row, bind) => {
    const tests = values.map(
      (value) => `starts_with(word, ${bind(`${derivedPrefix(name, 'text')}${normalise(value)}`)})`,
    );
    return `exists (select from unnest(${row}.derived) word where ${anyOf(tests)})`;
  };

/** The number itself, or its hash where it is a person's: the search does not say whose number it is. */
export const ofTypeForms = (
  { key }: Pick<StoredRoom, 'key'>,
  values: Values<'of-type'>,
  systems: readonly string[],
): string[] =>
  values.flatMap(({ system, code, value }) => {
    const hashed = systems.map((one) => personToken(key, { system: one, code: value }).code);
    return [value, ...hashed].map((one) => `${system}|${code}|${one}`);
  });

/** Any of the forms of a modifier's values, as they are. */
export const derivedPredicate =
  (name: string, kind: 'of-type' | 'identifier', forms: readonly string[]): Predicate =>
  (row, bind) => {
    const prefix = derivedPrefix(name, kind);
    return derived(
      row,
      forms.map((form) => `${prefix}${form}`),
      bind,
    );
  };

/** Where a path ends: what stands before it is above. */
const segment = /[/?#|]/g;

/** The address and all those above it, with and without the sign that they end in. */
export function addressesAbove(address: string): string[] {
  const start = address.indexOf('//') + 2;
  const ends = [...address.matchAll(segment)].map(({ index }) => index);
  const above = ends.filter((end) => start > 1 && end >= start);
  return [
    ...new Set([
      address,
      ...above.flatMap((end) => [address.slice(0, end), address.slice(0, end + 1)]),
    ]),
  ];
}

export const uriPredicate =
  (shape: Shape, { name, match, values }: Of<'uri'>): Predicate =>
  (row, bind) => {
    const column = `${row}.${answering(shape, name)}`;
    if (match !== 'below') {
      const wanted = match === 'above' ? values.flatMap(addressesAbove) : values;
      return overlaps(column, wanted, bind);
    }
    const tests = values.map((value) => `starts_with(address, ${bind(value)})`);
    return `exists (select from unnest(${column}) address where ${anyOf(tests)})`;
  };

/** Of the owner's references only those that this parameter may name. */
export function ownReferences(shape: Shape, name: string, column: string): string {
  const { within, target = [] } = paramOf(shape, name) ?? {};
  if (within === undefined || target.length === 0) return column;
  const types = target.map((type) => `starts_with(ref, ${sqlText(`${type}/`)})`);
  return `array(select ref from unnest(${column}) ref where ${anyOf(types)})`;
}

export const missingPredicate =
  (shape: Shape, { name, missing }: Of<'missing'>): Predicate =>
  (row) => {
    const type = paramOf(shape, name)?.type ?? 'token';
    const not = missing ? 'not ' : '';
    const column = `${row}.${answering(shape, name)}`;
    if (storageOf[type] === 'dates') return `${column}_from is ${missing ? '' : 'not '}null`;
    if (storageOf[type] === 'parts')
      return `${not}coalesce(${row}.parts ? ${sqlText(name)}, false)`;
    const some = `coalesce(${row}.derived @> array[${sqlText(derivedPrefix(name, 'some'))}], false)`;
    const own = ownReferences(shape, name, column);
    const filled = own === column ? `${column} is not null` : `cardinality(${own}) > 0`;
    return `${not}(${filled} or ${some})`;
  };
