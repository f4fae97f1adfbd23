import type { CapabilityStatementRestResource, Extension } from '@medplum/fhirtypes';
import { operationDefinition, ours, searchParameter } from '../fhir/canonical.ts';
import type { Definitions } from '../fhir/definitions.ts';
import { unsupportedParams } from '../fhir/r4-search.ts';
import { namesOf, paramOf } from '../fhir/search-entry.ts';
import { type Rooms, targetsOf } from '../fhir/search-param.ts';
import { inDanish } from '../fhir/translation.ts';
import type { Room } from '../resources/define.ts';
import { offAmong } from '../resources/feature-room.ts';
import { backport } from '../resources/subscription/backport.ts';
import { type Topic, topics, topicUrl } from '../resources/subscription/topic.ts';
import type { Method } from './exchange.ts';
import { generalOperations } from './general-operations.ts';
import { definitionName } from './operation-definition.ts';
import type { Route } from './route.ts';

/** What a statement is derived from: what can be asked, of which rooms, by R4's definitions. */
export interface Derived {
  readonly rooms: readonly Room[];
  readonly routes: readonly Route[];
  readonly definitions: Definitions;
  /** The search parameters of each room. */
  readonly declared: Rooms;
}

/** An operation by its route; that of a room is ours, a general one mostly R4's. */
function operationOf({ name, room }: Route): { name: string; definition: string } {
  const code = name.slice(1);
  // One code may be another operation on the system and on each type.
  const general = generalOperations.find(
    (one) =>
      one.code === code &&
      (room
        ? (one.onType || one.onInstance) && (one.types?.includes(room.type) ?? true)
        : one.onSystem),
  );
  const own = operationDefinition(definitionName(code, general ? undefined : room));
  return { name: code, definition: general?.definition ?? own };
}

/** Each operation once, however many addresses it has. */
export const operationsOf = (routes: readonly Route[]) => [
  ...new Map(
    routes
      .filter(({ name }) => name.startsWith('$'))
      .map((route) => [route.name, operationOf(route)]),
  ).values(),
];

/** References that lead to a type served here, by name. */
const leading = (room: Room, declared: Rooms): [string, readonly string[]][] =>
  Object.entries(room.search)
    .map(([name, param]): [string, string[]] => [name, targetsOf(param, declared)])
    .filter(([, targets]) => targets.length > 0);

const includes = (room: Room, { declared }: Derived): string[] => {
  const names = leading(room, declared).map(([name]) => `${room.type}:${name}`);
  return names.length === 0 ? [] : [...names, '*'];
};

const revincludes = ({ type }: Room, { rooms, declared }: Derived): string[] =>
  rooms.flatMap((other) =>
    leading(other, declared)
      .filter(([, targets]) => targets.includes(type))
      .map(([name]) => `${other.type}:${name}`),
  );

function searchParamOf(room: Room, name: string, { definitions }: Derived) {
  const param = paramOf(room.search, name);
  const described = param?.description;
  const published =
    described === undefined ? definitions.searchParameter(room.type, name)?.url : undefined;
  return {
    name,
    type: param?.type ?? 'special',
    definition: published ?? searchParameter(`${room.slug}-${name}`),
    ...(described !== undefined && {
      documentation: described.en,
      ...inDanish('documentation', described.da),
    }),
  };
}

/** What of R4's search is not there for the type, and why. */
function absent(room: Room, { definitions }: Derived): string {
  const missing = unsupportedParams(room.type, room.search, definitions);
  const each = missing.map(({ code, reason }) => `${code} (${reason.en.replace(/\.$/, '')})`);
  return each.length === 0 ? '' : ` Search parameters of R4 not supported: ${each.join('; ')}.`;
}

const conditional = (room: Room, answers: (method: Method, path: string) => boolean) => ({
  conditionalCreate: answers('POST', ''),
  conditionalRead: answers('GET', '/:id') ? 'full-support' : 'not-supported',
  conditionalUpdate: answers('PUT', ''),
  conditionalDelete: answers('DELETE', '') ? 'single' : 'not-supported',
  updateCreate: room.own?.updateCreate ?? false,
});

/** R4 has no resource for topics: those that are served are named where they are subscribed to. */
const toldOf = ({ type }: Room, { rooms }: Derived): { extension?: Extension[] } => {
  const off = offAmong(rooms);
  const isOn = ({ feature }: Topic): boolean => feature === undefined || !off.has(feature);
  const told = topics.filter(
    (topic) => isOn(topic) && rooms.some((room) => room.type === topic.type),
  );
  if (type !== 'Subscription' || told.length === 0) return {};
  return {
    extension: told.map((topic) => ({ url: backport.topic, valueCanonical: topicUrl(topic) })),
  };
};

/** What is true of one room, by the addresses that it has. */
export function resourceStatement(room: Room, derived: Derived): CapabilityStatementRestResource {
  const routes = derived.routes.filter((route) => route.room === room);
  const answers = (method: Method, path: string): boolean =>
    routes.some((one) => one.method === method && one.path === `/${room.type}${path}`);
  const operation = operationsOf(routes);
  const [searchInclude, searchRevInclude] = [includes(room, derived), revincludes(room, derived)];
  return {
    type: room.type as CapabilityStatementRestResource['type'],
    ...toldOf(room, derived),
    ...(room.profile.startsWith(ours) && { supportedProfile: [room.profile] }),
    documentation: `${room.about.en}${absent(room, derived)}`,
    interaction: room.interactions
      .filter((code) => routes.some(({ name }) => name === code))
      .map((code) => ({ code })),
    versioning: answers('PUT', '/:id') ? 'versioned-update' : 'versioned',
    readHistory: answers('GET', '/:id/_history/:version'),
    ...conditional(room, answers),
    referencePolicy: ['literal'],
    ...(searchInclude.length > 0 && { searchInclude }),
    ...(searchRevInclude.length > 0 && { searchRevInclude }),
    searchParam: namesOf(room.search).map((name) => searchParamOf(room, name, derived)),
    ...(operation.length > 0 && { operation }),
  } as CapabilityStatementRestResource;
}
