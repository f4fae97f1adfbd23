/** What a request needs of the caller's token. https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html */
import type { Caller, Grant, Scope } from '../access/grant.ts';
import { contextOf, lacking, readsAll } from '../access/permission.ts';
import { tokenMissing } from '../access/token-refusal.ts';
import { FhirError, fail, issue } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import { noChoices, type Reach } from '../store/context.ts';
import { criterionPredicate } from '../store/criterion.ts';
import type { Predicate } from '../store/predicate.ts';
import { askedOf } from './asked.ts';
import type { Asking, Desk } from './exchange.ts';
import type { OpenRoute, Place, Route } from './route.ts';
import { permissionOf } from './route-permission.ts';

/** The type that a request asks for; undefined for what is about none, or many, which are then each asked for by themselves. */
const typeOf = ({ name, room }: Pick<Route, 'name' | 'room'>, { member }: Place) =>
  name === 'search-compartment' ? (member === '*' ? undefined : member) : room?.type;

/** A write by criteria finds out what is there, so it is a search as well. */
const byCriteria = ({ name, permission }: Route, asking: Asking, { id }: Place): boolean =>
  name === 'create'
    ? asking.conditions.ifNoneExist !== undefined
    : /[ud]/.test(permission) && !name.startsWith('$') && id === undefined;

/** 403, with the scope that would do. */
export function insufficientScope(caller: Caller, type: string, letters: string): FhirError {
  const scope = `${contextOf(caller)}/${type}.${letters}`;
  return fail(
    403,
    issue({
      code: 'forbidden',
      key: 'insufficient-scope',
      text: {
        da: `Tokenet rækker ikke: det mangler ${scope}.`,
        en: `The token does not reach: it lacks ${scope}.`,
      },
    }),
    { 'WWW-Authenticate': `Bearer realm="samspil", error="insufficient_scope", scope="${scope}"` },
  );
}

const looks: readonly string[] = [
  'read',
  'vread',
  'history-instance',
  'history-type',
  'search-type',
];

/** What who brings no token may ask. */
const isPublic = ({ name, room }: Route): boolean =>
  looks.includes(name) && room?.access.kind === 'open' && room.access.public === true;

const nowhere: Reach = { room: () => undefined, scope: () => undefined };
const nothing: Predicate = () => 'false';

/** A scope says what it means of the resource itself, and nothing else: no reference is followed, nothing shapes the answer. */
function rowsOf(desk: Desk, room: Room, query: Scope['query']): Predicate {
  const { ports } = desk.call;
  const { criteria } = askedOf(
    desk,
    room,
    { address: '', entries: query, inUrl: false },
    false,
  ).query;
  const isPlain = criteria.every(({ kind }) => kind !== 'chain' && kind !== 'has');
  if (!isPlain || criteria.length !== query.length) return nothing;
  const known = { room: ports.room(room.type), reach: nowhere, now: ports.now() };
  const context = { ...known, choices: noChoices(), depth: 0 };
  const tests = criteria.map((criterion) => criterionPredicate(context, criterion));
  return (row, bind) => `(${tests.map((test) => test(row, bind)).join(' and ')})`;
}

function rowsAt(desk: Desk, type: string, query: Scope['query']): Predicate {
  const room = desk.rooms.find((one) => one.type === type);
  try {
    return room ? rowsOf(desk, room, query) : nothing;
  } catch (error) {
    if (error instanceof FhirError) return nothing;
    throw error;
  }
}

/** The rows that search parameters of scopes mean; none where a room does not know one of them. Each is read once for a type. */
export function narrowedAt(desk: Desk): NonNullable<Grant['narrowed']> {
  const known = new Map<string, Map<Scope['query'], Predicate>>();
  return (type, query) => {
    const ofType = known.get(type) ?? new Map<Scope['query'], Predicate>();
    const rows = ofType.get(query) ?? rowsAt(desk, type, query);
    known.set(type, ofType.set(query, rows));
    return rows;
  };
}

/** The desk at which a request is carried out, that knows what is asked of the scopes. */
export function deskFor(desk: Desk, route: Route, asking: Asking, place: Place): Desk {
  const { grant } = desk.call;
  const type = typeOf(route, place);
  const letters = `${route.permission}${byCriteria(route, asking, place) ? 's' : ''}`;
  const { asks: _, ...before } = grant;
  const needed =
    type === undefined || letters === '' ? {} : { asks: { type, permissions: letters } };
  const isNarrowed = grant.caller.scopes.some(({ query }) => query.length > 0);
  // The entries of a Bundle are one request.
  const narrowed = isNarrowed ? { narrowed: grant.narrowed ?? narrowedAt(desk) } : {};
  return { ...desk, call: { ...desk.call, grant: { ...before, ...needed, ...narrowed } } };
}

/** Who may write and not read is not shown what was written. */
const preferring = (caller: Caller, type: string, { permission }: Route, asking: Asking): Asking =>
  /[cud]/.test(permission) && !readsAll(caller, type)
    ? { ...asking, prefer: { ...asking.prefer, return: 'minimal' } }
    : asking;

/** What is carried out for the caller. 401 for what takes a token, 403 for what the token's scopes do not give. */
export function admit(
  desk: Desk,
  route: Route,
  asking: Asking,
  place: Place,
): { readonly desk: Desk; readonly asking: Asking } {
  const { caller } = desk.call.grant;
  if (caller.kind === 'public' && !isPublic(route)) throw tokenMissing();
  const bound = deskFor(desk, route, asking, place);
  const { asks } = bound.call.grant;
  if (!asks) return { desk: bound, asking };
  const missing = lacking(caller, asks.type, asks.permissions);
  if (missing !== '') throw insufficientScope(caller, asks.type, missing);
  return { desk: bound, asking: preferring(caller, asks.type, route, asking) };
}

/** Nobody goes it whose token does not reach: over HTTP, and in a Bundle. */
export function guarded({ feature: _, ...open }: OpenRoute & Pick<Route, 'off'>): Route {
  const route: Route = {
    ...open,
    permission: permissionOf(open.name),
    run: async (desk, asking, place) => {
      const admitted = admit(desk, route, asking, place);
      return open.run(admitted.desk, admitted.asking, place);
    },
  };
  return route;
}
