/** Criteria of searches, made of what the whole store holds. */
import type { SearchParam } from '../../../src/fhir/search-param.ts';
import type { Room } from '../../../src/resources/define.ts';
import type { Random } from '../../../src/sandbox/people/random.ts';
import { beginningOf, identifiersIn, type Vocabulary, valuesIn } from './vocabulary.ts';

export type Criterion = readonly [name: string, value: string];

interface Making {
  readonly words: Vocabulary;
  readonly random: Random;
  readonly room: Room;
}

/** Numbers of persons are hashed in the index, and refused in an address. */
const isAskable = (value: string): boolean => !value.includes('1.2.208.176.1.');

const escaped = (value: string): string =>
  value
    .split('|')
    .map((part) => part.replace(/[\\,$]/g, '\\$&'))
    .join('|');

function someValue({ words, random, room }: Making, name: string): string {
  const word = words.word(random, room.type);
  const values = word ? valuesIn(room, word, name).filter(isAskable) : [];
  return values.length > 0 ? random.pick(values) : 'x';
}

const missing = ({ random }: Making, name: string): Criterion => [
  `${name}:missing`,
  random.chance(0.5) ? 'true' : 'false',
];

function token(making: Making, name: string): Criterion {
  const { random } = making;
  const value = someValue(making, name);
  const code = value.slice(value.indexOf('|') + 1);
  return random.pick<Criterion>([
    [name, escaped(value)],
    [name, escaped(code)],
    [`${name}:not`, escaped(value)],
    [name, `${escaped(value)},${escaped(someValue(making, name))}`],
    [`${name}:text`, code.slice(0, 4)],
    missing(making, name),
  ]);
}

function text(making: Making, name: string): Criterion {
  const value = escaped(someValue(making, name).slice(0, 40));
  const [start, middle] = [value.slice(0, 1 + making.random.below(4)), value.slice(1, 5)];
  return making.random.pick<Criterion>([
    [name, value],
    [name, start],
    [`${name}:contains`, middle || start],
    [`${name}:exact`, value],
    missing(making, name),
  ]);
}

function date(making: Making, name: string): Criterion {
  const { words, random, room } = making;
  const word = words.word(random, room.type);
  const from = word && beginningOf(word, name);
  const prefix = random.pick(['', 'ge', 'le', 'gt', 'lt', 'ne', 'sa', 'eb', 'ap']);
  const day = new Date(from ?? '2026-11-24').toISOString();
  return random.chance(0.1)
    ? missing(making, name)
    : [name, `${prefix}${random.chance(0.5) ? day.slice(0, 10) : day}`];
}

function reference(making: Making, name: string, { target = [] }: SearchParam): Criterion {
  const { words, random } = making;
  const value = someValue(making, name);
  const other = words.word(random, random.pick(target.length > 0 ? target : ['Patient']));
  const identifier = other && identifiersIn(other).find(isAskable);
  const found = value === 'x' && other ? `${other.type}/${other.id}` : value;
  return random.pick<Criterion>([
    [name, found],
    [name, found],
    [name, found.slice(found.indexOf('/') + 1)],
    ...(other ? ([[name, `${other.type}/${other.id}`]] as const) : []),
    ...(identifier ? ([[`${name}:identifier`, escaped(identifier)]] as const) : []),
    missing(making, name),
  ]);
}

const makers: Partial<
  Record<SearchParam['type'], (making: Making, name: string, param: SearchParam) => Criterion>
> = { token, string: text, date, reference, uri: text };

const known = (making: Making, name: string): string => {
  const { words, random, room } = making;
  return name === '_id' ? (words.word(random, room.type)?.id ?? 'x') : someValue(making, name);
};

/** One criterion of this room without going elsewhere. */
export function plainCriterion(making: Making): Criterion {
  const { random, room } = making;
  const name = random.pick([...Object.keys(room.search), '_id', '_lastUpdated', '_security']);
  const param = room.search[name];
  if (param) return makers[param.type]?.(making, name, param) ?? missing(making, name);
  if (name === '_lastUpdated') return [name, `ge2026-11-24T09:0${random.below(3)}:00Z`];
  return [name, known(making, name)];
}

const referencesOf = ({ search }: Room): [string, SearchParam][] =>
  Object.entries(search).filter(([, { type }]) => type === 'reference');

function chained(making: Making, depth: number): Criterion {
  const { words, random, room } = making;
  const ways = referencesOf(room).flatMap(([name, { target = [] }]) =>
    target.flatMap((type) => {
      const next = words.room(type);
      return next ? [{ name, next }] : [];
    }),
  );
  if (ways.length === 0) return plainCriterion(making);
  const { name, next } = random.pick(ways);
  const [inner, value] = criterion({ words, random, room: next }, depth - 1);
  return [`${name}:${next.type}.${inner}`, value];
}

function having(making: Making, depth: number): Criterion {
  const { words, random, room } = making;
  const ways = words.rooms.flatMap((source) =>
    referencesOf(source)
      .filter(([, { target = [] }]) => target.includes(room.type))
      .map(([name]) => ({ source, name })),
  );
  if (ways.length === 0) return plainCriterion(making);
  const { source, name } = random.pick(ways);
  const [inner, value] = criterion({ words, random, room: source }, depth - 1);
  return [`_has:${source.type}:${name}:${inner}`, value];
}

/** One criterion, through at most so many references. */
export function criterion(making: Making, depth: number): Criterion {
  const { random } = making;
  if (depth === 0 || random.chance(0.5)) return plainCriterion(making);
  return random.chance(0.5) ? chained(making, depth) : having(making, depth);
}

/** `Type:parameter` for every reference, out of a room and into it. */
export function includesOf({ words, random, room }: Making): Criterion {
  const out = referencesOf(room).map(([name]): Criterion => ['_include', `${room.type}:${name}`]);
  const back = words.rooms.flatMap((source) =>
    referencesOf(source)
      .filter(([, { target = [] }]) => target.includes(room.type))
      .map(([name]): Criterion => ['_revinclude', `${source.type}:${name}`]),
  );
  const [name, value] = random.pick<Criterion>([
    ...[...out, ...back],
    ['_include', '*'],
    ['_revinclude', '*'],
    ['_include', `${room.type}:*`],
  ]);
  return [random.chance(0.25) ? `${name}:iterate` : name, value];
}
