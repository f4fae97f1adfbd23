import { isDeepStrictEqual } from 'node:util';
import { dateRange } from './instant.ts';
import { choiceNames, compilePath } from './path.ts';

/** A FHIRPath collection over plain JSON. An element that has extensions and no value is the object with its extensions. */
export type Values = readonly unknown[];

/** What an invariant may ask for beside its own element. */
export interface Scope {
  readonly resource: unknown;
  readonly root: unknown;
  readonly context: unknown;
  /** What depends on the resource only, found out once. */
  readonly memo: Map<unknown, Values>;
}

/** `self` is the element that the expression, or the criterion around this part of it, is about. */
export type Eval = (input: Values, scope: Scope, self: Values) => Values;

type Json = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value in the place of a truth is that truth, or true when it is another value. */
export function truth(values: Values): boolean | undefined {
  if (values.length === 0) return undefined;
  return typeof values[0] === 'boolean' ? values[0] : true;
}

const sorted = (_name: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value;
const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** Equal values have equal keys. */
export const keyOf = (value: unknown): unknown =>
  typeof value === 'object' ? JSON.stringify(value, sorted) : value;

const keys = new WeakMap<Values, ReadonlySet<unknown>>();

/** The keys of a collection, found out once for each. */
export function keysOf(values: Values): ReadonlySet<unknown> {
  const known = keys.get(values) ?? new Set(values.map(keyOf));
  keys.set(values, known);
  return known;
}

export const areEqual = (left: Values, right: Values): boolean =>
  left.length === right.length &&
  left.every((value, index) => value === right[index] || isDeepStrictEqual(value, right[index]));

const none: Values = [];
const isFilled = (value: unknown): boolean => value !== null && value !== undefined;

function choiceIn(element: Json, name: string, find: (element: unknown) => Values): Values {
  const found = find(element);
  if (found.length > 0) return found;
  const shadow = Object.keys(element).find(
    (key) => key.startsWith(`_${name}`) && /^[A-Z]/.test(key.slice(name.length + 1)),
  );
  return shadow === undefined ? none : [element[shadow]];
}

/** A step along a path; choices by their FHIRPath name. */
export function stepTo(name: string): Eval {
  const shadow = `_${name}`;
  const find = choiceNames.has(name) ? compilePath(name) : undefined;
  const within = (element: unknown): Values => {
    if (!isObject(element)) return none;
    const value = element[name] ?? element[shadow];
    if (Array.isArray(value)) return value.includes(null) ? value.filter(isFilled) : value;
    if (isFilled(value)) return [value];
    return find ? choiceIn(element, name, find) : none;
  };
  const step: Eval = (input) => {
    if (input.length === 1) return within(input[0]);
    return input.length === 0 ? none : input.flatMap(within);
  };
  // `Appointment.status` within an invariant of Appointment.
  if (!/^[A-Z]/.test(name)) return step;
  return (input) => input.filter((one) => isObject(one) && one.resourceType === name);
}

const isDateText = (text: string): boolean => /^\d{4}(?:-|$)/.test(text);

const zoneOf = (text: string): string => /(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[0] ?? '';

type Compare = (left: number, right: number) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};
const sums: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  div: (left, right) => Math.trunc(left / right),
  mod: (left, right) => left % right,
};

/** Dates of which one is less exact than the other may be equal, as R5 says: such a pair breaks no rule. */
function compareDates(compare: Compare, left: string, right: string): boolean {
  // Of the same exactness and zone they are in the order of their text.
  if (left.length === right.length && zoneOf(left) === zoneOf(right))
    return compare(left < right ? -1 : Number(left > right), 0);
  try {
    const [one, other] = [dateRange(left), dateRange(right)];
    return compare(one.from, other.to - 1) || compare(one.to - 1, other.from);
  } catch {
    return true;
  }
}

/** True where the values cannot be compared: such a pair breaks no rule. */
function compareValues(compare: Compare, left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return compare(left, right);
  if (typeof left === 'string' && typeof right === 'string')
    return !isDateText(left) || !isDateText(right) || compareDates(compare, left, right);
  if (!isObject(left) || !isObject(right)) return true;
  const isSameUnit = ['system', 'code', 'unit'].every((name) => left[name] === right[name]);
  return !isSameUnit || compareValues(compare, left.value, right.value);
}

/** An operator between two values; empty when there is none on one side. */
export function arithmetic(operator: string): (left: Values, right: Values) => Values {
  const [compare, sum] = [comparisons[operator], sums[operator]];
  if (!compare && !sum) throw new RangeError(`FHIRPath ${operator} is not known here`);
  return ([left], [right]) => {
    if (left === undefined || right === undefined) return none;
    if (compare) return [compareValues(compare, left, right)];
    return typeof left === 'number' && typeof right === 'number' && sum ? [sum(left, right)] : none;
  };
}
