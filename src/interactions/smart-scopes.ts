/** The scopes that a registry makes sense of. */
import type { Room } from '../resources/define.ts';
import { offeredRooms } from '../resources/feature-room.ts';
import { offeredRoutes } from './offered.ts';

const contexts = ['patient', 'user', 'system'] as const;

/** The letters of `cruds` that what can be asked of a room needs, in their order. */
const lettersOf = (room: Room, routes: ReturnType<typeof offeredRoutes>): string => {
  const needed = routes.filter((route) => route.room === room).map(({ permission }) => permission);
  return [...'cruds'].filter((letter) => needed.some((one) => one.includes(letter))).join('');
};

/** All of them, by type and for all types at once. SMART 1's names are understood and not listed: they say the same. */
export function scopesSupported(all: readonly Room[]): string[] {
  const rooms = offeredRooms(all);
  const routes = offeredRoutes(rooms);
  const types = rooms.map((room) => `${room.type}.${lettersOf(room, routes)}`);
  return contexts.flatMap((context) =>
    ['*.rs', '*.cruds', ...types].map((scope) => `${context}/${scope}`),
  );
}
