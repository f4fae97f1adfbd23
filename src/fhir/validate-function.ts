import { typeOfReference } from './reference.ts';
import { type Eval, isObject, keyOf, keysOf, truth, type Values } from './validate-values.ts';

/** Makes a function's step from its arguments, compiled and as they are written. */
type Make = (args: readonly Eval[], names: readonly string[]) => Eval;

const none: Values = [];
const nothing: Eval = () => none;
const argument = (args: readonly Eval[], at = 0): Eval => args[at] ?? nothing;

const plain =
  (run: (input: Values) => Values): Make =>
  () =>
    run;

const asks =
  (holds: (input: Values) => boolean): Make =>
  () =>
  (input) => [holds(input)];

/** A criterion is evaluated for each item, which is then `$this`. */
const each =
  (run: (input: Values, holds: (item: unknown) => boolean) => Values): Make =>
  (args) => {
    const criterion = argument(args);
    return (input, scope) => run(input, (item) => truth(criterion([item], scope, [item])) === true);
  };

/** Text functions: empty when there is no text, or no argument. */
const ofText =
  (run: (text: string, ...args: string[]) => unknown): Make =>
  (args) =>
  ([text], scope, self) => {
    const given = args.map((one) => one(self, scope, self)[0]);
    if (typeof text !== 'string' || given.includes(undefined)) return none;
    const result = run(text, ...given.map(String));
    return result === undefined ? none : [result];
  };

/** Set functions: the argument is about the element, not about the input. */
const withOther =
  (run: (input: Values, other: Values) => Values): Make =>
  (args) => {
    const other = argument(args);
    return (input, scope, self) => run(input, other(self, scope, self));
  };

const distinct = (values: Values): Values =>
  values.length < 2 ? values : [...new Map(values.map((one) => [keyOf(one), one])).values()];

const membersOf = (value: unknown): Values =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => (name === 'resourceType' ? [] : member))
    : none;

function descendants(values: Values): Values {
  const found: unknown[] = [];
  for (let level = values.flatMap(membersOf); level.length > 0; level = level.flatMap(membersOf))
    found.push(...level);
  return found;
}

const whole = new Map<string, RegExp>();

/** R4 means the whole text. The patterns are R4's and our profiles', never a client's. */
function matches(text: string, pattern: string): boolean {
  const known = whole.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 's');
  whole.set(pattern, known);
  return known.test(text);
}

/** Types that JSON tells apart; of the rest, a text may be any whose name begins small. */
const jsonTypes: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  decimal: 'number',
  integer: 'number',
  positiveInt: 'number',
  unsignedInt: 'number',
};

/** `FHIR.Patient`, `System.Boolean` and `Boolean` are types too. */
function isOfType(written: string): (value: unknown) => boolean {
  const name = written.replace(/^(?:FHIR|System)\./, '').replace('Boolean', 'boolean');
  const json = jsonTypes[name] ?? (/^[a-z]/.test(name) ? 'string' : undefined);
  if (json !== undefined) return (value) => typeof value === json;
  return (value) => isObject(value) && (value.resourceType ?? name) === name;
}

/** Only the type of what a reference names is known here. */
const resolved = (value: unknown): Values => {
  const resourceType = isObject(value) ? typeOfReference(value) : undefined;
  return resourceType === undefined ? none : [{ resourceType }];
};

const ofType: Make = (_args, [name = '']) => {
  const fits = isOfType(name);
  return (input) => input.filter(fits);
};

const iif: Make = (args) => (input, scope, self) => {
  const holds = truth(argument(args)(input, scope, self)) === true;
  return argument(args, holds ? 1 : 2)(input, scope, self);
};

const select: Make = (args) => {
  const projection = argument(args);
  return (input, scope) => input.flatMap((item) => projection([item], scope, [item]));
};

/** What R4's invariants and those of our profiles call. */
export const functions: Readonly<Record<string, Make>> = {
  empty: asks((input) => input.length === 0),
  exists: (args, names) =>
    args.length === 0
      ? asks((input) => input.length > 0)(args, names)
      : each((input, holds) => [input.some(holds)])(args, names),
  not: plain((input) => (input.length === 0 ? none : [truth(input) !== true])),
  count: plain((input) => [input.length]),
  hasValue: asks((input) => input.length === 1 && typeof input[0] !== 'object'),
  first: plain((input) => input.slice(0, 1)),
  last: plain((input) => input.slice(-1)),
  tail: plain((input) => input.slice(1)),
  where: each((input, holds) => input.filter(holds)),
  all: each((input, holds) => [input.every(holds)]),
  select,
  iif,
  trace: plain((input) => input),
  resolve: plain((input) => input.flatMap(resolved)),
  htmlChecks: asks(() => true),
  children: plain((input) => input.flatMap(membersOf)),
  descendants: plain(descendants),
  distinct: plain(distinct),
  isDistinct: asks((input) => input.length < 2 || keysOf(input).size === input.length),
  combine: withOther((input, other) => [...input, ...other]),
  intersect: withOther((input, other) =>
    distinct(input).filter((one) => keysOf(other).has(keyOf(one))),
  ),
  is:
    (_args, [name = '']) =>
    (input) =>
      input.length === 0 ? none : [input.every(isOfType(name))],
  as: ofType,
  ofType,
  matches: ofText(matches),
  startsWith: ofText((text, start) => text.startsWith(start ?? '')),
  endsWith: ofText((text, end) => text.endsWith(end ?? '')),
  contains: ofText((text, part) => text.includes(part ?? '')),
  length: ofText((text) => text.length),
  replaceMatches: ofText((text, pattern, by) =>
    text.replace(new RegExp(pattern ?? '', 'g'), by ?? ''),
  ),
  substring: ofText((text, start, length) =>
    length === undefined
      ? text.slice(Number(start))
      : text.slice(Number(start), Number(start) + Number(length)),
  ),
  toInteger: ofText((text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined)),
  toString: plain((input) => input.slice(0, 1).map(String)),
};
