/** What a token's scopes allow of a type. They narrow what the caller may see and do, and widen nothing. */
import type { Predicate } from '../store/predicate.ts';
import type { Caller, Grant, Scope } from './grant.ts';

/**
 * The contexts in which each kind of caller may use scopes. `patient/` is the citizen whom the token was made for, else the own record
 * and those one holds a mandate for: which of them is settled with the grant. Where no citizen logs in, it is nobody.
 */
const contexts: Readonly<Record<Caller['kind'], readonly Scope['context'][]>> = {
  person: ['patient', 'user'],
  staff: ['user'],
  auditor: ['user', 'system'],
  system: ['system'],
  association: ['user', 'system'],
  public: ['user'],
};

/** Who brings no token has no scopes either, and only looks. */
const looking: readonly Scope[] = [{ context: 'user', type: '*', permissions: 'rs', query: [] }];

/** Letters that a scope with search parameters can give: what is to be written cannot be searched yet. */
const searchable = 'rs';

/** The scopes by which a caller may do what a letter of `cruds` stands for. */
const holding = (caller: Caller, type: string, letter: string): readonly Scope[] =>
  (caller.kind === 'public' ? looking : caller.scopes).filter(
    (scope) =>
      contexts[caller.kind].includes(scope.context) &&
      (scope.type === '*' || scope.type === type) &&
      scope.permissions.includes(letter) &&
      (scope.query.length === 0 || searchable.includes(letter)),
  );

/** The scopes by which a caller may do any of some letters, each once. */
const holdingAny = (caller: Caller, type: string, letters: string): readonly Scope[] => [
  ...new Set([...letters].flatMap((letter) => holding(caller, type, letter))),
];

/** The letters of `cruds` that no scope gives for a type. */
export const lacking = (caller: Caller, type: string, letters: string): string =>
  [...letters].filter((letter) => holding(caller, type, letter).length === 0).join('');

/** Whether every resource of a type that the caller may know of may also be read. */
export const readsAll = (caller: Caller, type: string): boolean =>
  holding(caller, type, 'r').some(({ query }) => query.length === 0);

const sameQuery = (one: Scope, other: Scope): boolean =>
  JSON.stringify(one.query) === JSON.stringify(other.query);

/** Whether a caller may read all of a type that a caller of the same kind was let read by these scopes. */
export function readsAllOf(caller: Caller, type: string, before: readonly Scope[]): boolean {
  if (lacking(caller, type, 'r') !== '') return false;
  const now = holdingAny(caller, type, searchable);
  return holdingAny({ ...caller, scopes: before }, type, searchable).every((old) =>
    now.some((one) => one.query.length === 0 || sameQuery(one, old)),
  );
}

/** The context in which a refusal names what is lacking. */
export const contextOf = ({ kind }: Caller): Scope['context'] =>
  kind === 'person' ? 'patient' : kind === 'system' ? 'system' : 'user';

/** Any one of some scopes: a scope without parameters lets all through. */
function anyScope(
  { narrowed }: Grant,
  type: string,
  scopes: readonly Scope[],
): 'all' | 'none' | Predicate {
  if (scopes.length === 0) return 'none';
  if (scopes.some(({ query }) => query.length === 0)) return 'all';
  if (!narrowed) return 'none';
  const each = scopes.map(({ query }) => narrowed(type, query));
  return (row, bind) => `(${each.map((one) => one(row, bind)).join(' or ')})`;
}

/**
 * The rows of a type that the scopes allow: for the type that is asked for, by all that the request needs; for what is reached from
 * there, by a permission to read or to search.
 */
export function permitted(grant: Grant, type: string): 'all' | 'none' | Predicate {
  const { asks, caller } = grant;
  const groups = asks?.type === type ? [...asks.permissions] : [searchable];
  const tests = groups.map((letters) => anyScope(grant, type, holdingAny(caller, type, letters)));
  if (tests.includes('none')) return 'none';
  const narrowing = tests.filter((test) => typeof test === 'function');
  if (narrowing.length === 0) return 'all';
  return (row, bind) => narrowing.map((test) => test(row, bind)).join(' and ');
}
