import { fail, issue, methodNotAllowed, notFound, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import { featureOf, offAmong, operationFeature } from '../resources/feature-room.ts';
import type { Method } from './exchange.ts';
import { switched } from './feature-route.ts';
import { generalOperations } from './general-operations.ts';
import { handlers, systemHandlers } from './handlers.ts';
import { operationRoutes } from './operation.ts';
import { guarded } from './permission.ts';
import type { GeneralOperation, Match, OpenRoute, Place, Route } from './route.ts';

const handled = (room: Room): OpenRoute[] =>
  handlers
    .filter(({ needs, offers }) => room.interactions.includes(needs) && (offers?.(room) ?? true))
    .map(({ name, needs, method, path, run }) => ({
      ...{ name, method, room, path: `/${room.type}${path}` },
      feature: featureOf(room, needs),
      ...(room.native && name === 'read' && { produces: '*/*' }),
      run: (desk, asking, place) => run(desk, room, asking, place),
    }));

const generalRoutes = (operation: GeneralOperation, rooms: readonly Room[]): OpenRoute[] => {
  const isPost = operation.affectsState || operation.bodyOnly;
  const methods: readonly Method[] = isPost ? ['POST'] : ['GET', 'POST'];
  const at = (path: string, room?: Room): OpenRoute[] =>
    methods.map((method) => ({
      ...{ name: `$${operation.code}`, method, path: `${path}/$${operation.code}` },
      ...(operation.produces !== undefined && { produces: operation.produces }),
      ...(room && { room }),
      feature: operationFeature(operation, room),
      run: (desk, asking, { id }) =>
        operation.run(desk, {
          ...{ asking, operation },
          ...(room && { room }),
          ...(id !== undefined && { id }),
        }),
    }));
  const taking = rooms.filter(
    (room) => (operation.types?.includes(room.type) ?? true) && (operation.offers?.(room) ?? true),
  );
  return [
    ...(operation.onSystem && taking.length > 0 ? at('') : []),
    ...taking.flatMap((room) => [
      ...(operation.onType ? at(`/${room.type}`, room) : []),
      ...(operation.onInstance ? at(`/${room.type}/:id`, room) : []),
    ]),
  ];
};

const openRoutes = (rooms: readonly Room[]): OpenRoute[] => [
  ...systemHandlers.map(
    ({ name, method, path, run }): OpenRoute => ({
      ...{ name, method, path },
      run: (desk, asking, place) => run(desk, asking, place, matcherOf(rooms)),
    }),
  ),
  ...rooms.flatMap((room) => [...handled(room), ...operationRoutes(room)]),
  ...generalOperations.flatMap((operation) => generalRoutes(operation, rooms)),
];

/** Everything that can be asked of these rooms: HTTP, Bundles, CapabilityStatement and docs are functions of this list. */
export function routesOf(rooms: readonly Room[]): Route[] {
  const off = offAmong(rooms);
  return openRoutes(rooms).map((route) => guarded(switched(route, off)));
}

/** Literal segments come before those that stand for anything. */
const fits = (route: readonly string[], path: readonly string[]): boolean =>
  route.length === path.length &&
  route.every((segment, at) => {
    if (!segment.startsWith(':')) return segment === path[at];
    const given = path[at] ?? '';
    if (segment === ':member') return /^(?:[A-Z][A-Za-z]*|\*)$/.test(given);
    return !given.startsWith('$') && !given.startsWith('_');
  });

interface Known extends Route {
  readonly segments: readonly string[];
}

/** Everything that can be asked, and what finds it. */
export interface Router {
  readonly routes: readonly Route[];
  readonly match: Match;
}

const placeOf = ({ segments }: Known, path: readonly string[]): Place =>
  Object.fromEntries(
    segments.flatMap((segment, at) =>
      segment.startsWith(':') ? [[segment.slice(1), path[at] ?? '']] : [],
    ),
  );

const unknownType = (type: string, rooms: readonly Room[]) => {
  const types = rooms.map((room) => room.type).join(', ');
  return fail(
    404,
    issue({
      code: 'not-supported',
      key: 'unknown-type',
      text: {
        da: `Ressourcetypen ${quote(type)} findes ikke her. Her findes: ${types}.`,
        en: `There is no resource type ${quote(type)} here. There are: ${types}.`,
      },
    }),
  );
};

const unknownOperation = (name: string, known: readonly Known[]) => {
  const names = [...new Set(known.map((route) => route.name))].filter((one) => one.startsWith('$'));
  const there = names.join(', ');
  return fail(
    404,
    issue({
      code: 'not-supported',
      key: 'unknown-operation',
      text: {
        da: `Operationen ${quote(name)} findes ikke her. Her findes: ${there || 'ingen'}.`,
        en: `There is no operation ${quote(name)} here. There are: ${there || 'none'}.`,
      },
    }),
  );
};

const systemSearch = () =>
  fail(
    404,
    issue({
      code: 'not-supported',
      key: 'system-search',
      text: {
        da: 'Der kan ikke søges på tværs af alle typer. Søg i én type, eller i en borgers: Patient/[id]/*.',
        en: 'There is no search over all types at once. Search one type, or those of a citizen: Patient/[id]/*.',
      },
    }),
  );

/** Addresses of interactions, whether or not a room has them. */
const imaginable = handlers
  .filter(({ name }) => name !== 'search-compartment')
  .map(({ path }) => path.split('/').slice(1));

const isImaginable = ([, ...rest]: readonly string[]): boolean =>
  imaginable.some((segments) => fits(segments, rest));

function refuse(
  rooms: readonly Room[],
  known: readonly Known[],
  method: string,
  path: readonly string[],
): never {
  const [type = ''] = path;
  const here = known.filter(({ segments }) => fits(segments, path));
  if (here.length > 0) {
    const methods = new Set(here.map((route) => route.method));
    const allowed = [...methods].flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
    throw methodNotAllowed(method, allowed);
  }
  assertReadable(
    path.map((segment): [string, string] => ['_id', segment]),
    'GET',
  );
  if (type === '_search') throw systemSearch();
  if (!/^(?:|\$.*|_history)$/.test(type) && !rooms.some((room) => room.type === type))
    throw unknownType(type, rooms);
  const last = path.at(-1) ?? '';
  if (last.startsWith('$')) throw unknownOperation(last, known);
  if (path.length > 1 && isImaginable(path)) throw methodNotAllowed(method, []);
  throw notFound(type || 'Resource', '…');
}

/** `HEAD` is asked as `GET`. */
export function createRouter(rooms: readonly Room[]): Router {
  const routes = routesOf(rooms);
  const byType = new Map<string, Known[]>();
  for (const route of routes) {
    const segments = route.path.split('/').filter((segment) => segment !== '');
    const first = segments[0] ?? '';
    byType.set(first, [...(byType.get(first) ?? []), { ...route, segments }]);
  }
  return {
    routes,
    match: (method, path) => {
      const known = byType.get(path[0] ?? '') ?? [];
      const route = known.find((one) => one.method === method && fits(one.segments, path));
      return route ? { route, place: placeOf(route, path) } : refuse(rooms, known, method, path);
    },
  };
}

/** A list of rooms stays the same, and so does what its Bundles may ask for. */
const matchers = new WeakMap<readonly Room[], Match>();

function matcherOf(rooms: readonly Room[]): Match {
  const match = matchers.get(rooms) ?? createRouter(rooms).match;
  matchers.set(rooms, match);
  return match;
}
