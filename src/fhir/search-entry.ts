/** Names of search parameters: modifiers, chains and `_has`. https://hl7.org/fhir/R4/search.html#chaining */
import type { Codes } from './codes.ts';
import type { Issue } from './outcome.ts';
import { controlNames } from './search-control.ts';
import type { Criterion, Through } from './search-criterion.ts';
import { splitEscaped } from './search-escape.ts';
import {
  brokenChain,
  mostHops,
  mostValues,
  tooDeep,
  tooManyValues,
  tooWide,
  unknownModifier,
  unknownParameter,
  unreadable,
  unsupportedParameter,
} from './search-issue.ts';
import { modifiersOf, readCriterion } from './search-modifier.ts';
import { type Declared, type Rooms, type SearchParam, targetsOf } from './search-param.ts';
import { sharedParams } from './search-shared.ts';

/** What a search can see: the types served, with their parameters. */
export interface Scene {
  readonly rooms: Rooms;
  readonly base?: string | undefined;
  readonly codes?: Codes | undefined;
}

/** Where in a chain we are. `spread` is shared by all ways of one parameter. */
interface Place {
  readonly type: string;
  readonly hops: number;
  readonly spread: { left: number };
}

const mostWays = 64;

/** Every resource has these; no room declares them. */
const everyType: Declared = {
  _id: { type: 'token', expression: 'Resource.id' },
  _lastUpdated: { type: 'date', expression: 'Resource.meta.lastUpdated' },
  ...sharedParams,
};
const everyName = Object.keys(everyType);
/** R4's parameters of every type that we do not have. */
const unsupported: ReadonlySet<string> = new Set([
  ...['_list', '_text', '_content', '_query', '_filter', '_contained', '_containedType'],
]);

/** Names of the parameters of a type, those of every type last. */
export const namesOf = (declared: Declared): string[] => [...Object.keys(declared), ...everyName];

/** A parameter of a type by its name, those of every type included. */
export function paramOf(declared: Declared, name: string): SearchParam | undefined {
  if (Object.hasOwn(everyType, name)) return everyType[name];
  return Object.hasOwn(declared, name) ? declared[name] : undefined;
}

const declaredOf = ({ rooms }: Scene, type: string): Declared => rooms.get(type) ?? {};

/** `['a', 'b.c']` of `a.b.c`. */
function halves(text: string, separator: ':' | '.'): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function unknown(name: string, { type, hops }: Place, scene: Scene): Issue {
  const known = namesOf(declaredOf(scene, type));
  if (hops > 0) return unknownParameter(name, known, type);
  const all = [...known, ...controlNames];
  const [plain] = halves(name, ':');
  return unsupported.has(plain) ? unsupportedParameter(plain, all) : unknownParameter(name, all);
}

function readPlain(key: string, value: string, place: Place, scene: Scene): Criterion | Issue {
  const [name, modifier] = halves(key, ':');
  const param = paramOf(declaredOf(scene, place.type), name);
  if (!param) return unknown(key, place, scene);
  const texts = splitEscaped(value, ',');
  const types: ReadonlySet<string> = new Set(scene.rooms.keys());
  const asked = { name, modifier: modifier ?? '', texts, param, types, ...scene };
  const valid = modifiersOf(asked);
  if (modifier !== undefined && !valid.includes(modifier)) return unknownModifier(asked, valid);
  if (texts.length > mostValues) return tooManyValues(name);
  return readCriterion(asked) ?? unreadable(name, param, modifier);
}

const headOf = (key: string): string => halves(halves(key, '.')[0], ':')[0];

function chainsOf(place: Place, scene: Scene): string[] {
  const all = Object.entries(declaredOf(scene, place.type));
  return all.flatMap(([name, param]) =>
    targetsOf(param, scene.rooms).map((one) => `${name}:${one}.…`),
  );
}

const next = (place: Place, type: string): Place => ({ ...place, type, hops: place.hops + 1 });

/** Each type that has the parameter is a way; where none has, the first says what it has instead. */
function readWays(types: readonly string[], rest: string, value: string, at: Place, scene: Scene) {
  const head = headOf(rest);
  const having = types.filter(
    (type) => head === '_has' || paramOf(declaredOf(scene, type), head) !== undefined,
  );
  const through: Through[] = [];
  let refused: Issue | undefined;
  for (const type of having.length > 0 ? having : types.slice(0, 1)) {
    at.spread.left -= 1;
    if (at.spread.left < 0) return tooWide(rest);
    const found = readKey(rest, value, next(at, type), scene);
    if (!('severity' in found)) through.push({ type, criterion: found });
    else if (found.key === 'chain-too-wide') return found;
    else refused ??= found;
  }
  return through.length > 0 ? through : (refused ?? brokenChain(rest, []));
}

function readChain(key: string, value: string, place: Place, scene: Scene): Criterion | Issue {
  const [head, rest = ''] = halves(key, '.');
  const [name, type] = halves(head, ':');
  const param = paramOf(declaredOf(scene, place.type), name);
  if (!param) return unknown(name, place, scene);
  if (place.hops >= mostHops) return tooDeep(key);
  const targets = targetsOf(param, scene.rooms).filter((one) => type === undefined || one === type);
  if (targets.length === 0) return brokenChain(head, chainsOf(place, scene));
  const through = readWays(targets, rest, value, place, scene);
  return Array.isArray(through) ? { kind: 'chain', name, through } : through;
}

function hasesOf(type: string, scene: Scene): string[] {
  return [...scene.rooms].flatMap(([source, declared]) =>
    Object.entries(declared)
      .filter(([, param]) => targetsOf(param, scene.rooms).includes(type))
      .map(([name]) => `_has:${source}:${name}:…`),
  );
}

/** `_has:Observation:patient:code`. */
function readHas(key: string, value: string, place: Place, scene: Scene): Criterion | Issue {
  const [, after = ''] = halves(key, ':');
  const [source, following = ''] = halves(after, ':');
  const [reference, rest] = halves(following, ':');
  const param = paramOf(declaredOf(scene, source), reference);
  const isPointing = param && targetsOf(param, scene.rooms).includes(place.type);
  if (!isPointing || rest === undefined) return brokenChain(key, hasesOf(place.type, scene));
  if (place.hops >= mostHops) return tooDeep(key);
  const criterion = readKey(rest, value, next(place, source), scene);
  if ('severity' in criterion) return criterion;
  return { kind: 'has', name: '_has', source, reference, criterion };
}

function readKey(key: string, value: string, place: Place, scene: Scene): Criterion | Issue {
  if (key === '_has' || key.startsWith('_has:')) return readHas(key, value, place, scene);
  return (key.includes('.') ? readChain : readPlain)(key, value, place, scene);
}

/** Reads one parameter that is no control. */
export function readEntry(
  [key, value]: readonly [string, string],
  type: string,
  scene: Scene,
): Criterion | Issue {
  return readKey(key, value, { type, hops: 0, spread: { left: mostWays } }, scene);
}
