/** What a manual is made of. */
import type { Codes } from '../fhir/codes.ts';
import type { Definitions } from '../fhir/definitions.ts';
import type { Route } from '../interactions/route.ts';
import { createRouter, type Router } from '../interactions/routes.ts';
import type { Room } from '../resources/define.ts';
import { offeredRooms } from '../resources/feature-room.ts';
import type { Interaction } from '../resources/interaction.ts';
import type { Municipality } from '../resources/municipality.ts';

export interface Described {
  readonly rooms: readonly Room[];
  /** With those that the municipality has switched off. */
  readonly everyRoom: readonly Room[];
  readonly definitions: Definitions;
  /** What `:in` and its kin are read by; absent where there is no terminology. */
  readonly codes?: Codes | undefined;
  /** Whose choices the rooms are shown by; absent where none are made. */
  readonly municipality?: Municipality | undefined;
  /** FHIR base. */
  readonly base: string;
  /** Whether callers must show who they are. */
  readonly isSecured: boolean;
  readonly router: Router;
}

export function describe(given: Omit<Described, 'router' | 'everyRoom'>): Described {
  const rooms = offeredRooms(given.rooms);
  const router = createRouter(rooms);
  const routes = router.routes.filter(({ off }) => off === undefined);
  return { ...given, rooms, everyRoom: given.rooms, router: { ...router, routes } };
}

/** Behind the base, with `[type]` for the type of the room. */
export const templateOf = ({ path, room }: Route): string =>
  (room ? path.replace(`/${room.type}`, '/[type]') : path)
    .replace(/:(\w+)/g, '[$1]')
    .replace(/^$/, '/');

/** An address, and the types at which it is. */
export interface Address {
  readonly method: string;
  readonly template: string;
  readonly types: readonly string[];
}

/** The routes by their addresses, in their order. */
export function addressesOf(routes: readonly Route[]): Address[] {
  const found = new Map<string, Address>();
  for (const route of routes) {
    const [method, template] = [route.method, templateOf(route)];
    const key = `${method} ${template}`;
    const types = [...(found.get(key)?.types ?? []), ...(route.room ? [route.room.type] : [])];
    found.set(key, { method, template, types: [...new Set(types)] });
  }
  return [...found.values()];
}

const isWrite = (interaction: Interaction): boolean =>
  ['create', 'update', 'patch', 'delete'].includes(interaction);

const writeReasons: Readonly<Record<Room['origin'], string>> = {
  cura: 'the change is made in Cura, the system of record',
  derived: 'Samspil makes it from other records',
  here: 'Samspil writes it itself',
};

/** Why a room does not have an interaction. */
const reasonOf = (room: Room, interaction: Interaction): string =>
  isWrite(interaction)
    ? writeReasons[room.origin]
    : 'no history is kept beside what it is made from; single versions can be read';

/** The types without an interaction, by reason. */
export function lacking(rooms: readonly Room[], interaction: Interaction): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const room of rooms.filter(({ interactions }) => !interactions.includes(interaction))) {
    const reason = reasonOf(room, interaction);
    found.set(reason, [...(found.get(reason) ?? []), room.type]);
  }
  return [...found];
}
