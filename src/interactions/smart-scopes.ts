/** The scopes that a registry makes sense of. */
import type { Room } from '../resources/define.ts';
import { routesOf } from './routes.ts';

const contexts = ['patient', 'user', 'system'] as const;

/** The letters of `cruds` that what can be asked of a room needs, in their order. */
const lettersOf = (room: Room, routes: ReturnType<typeof routesOf>): string => {
  const needed = routes.filter((route) => route.room === room).map(({ permission }) => permission);
  return [...'cruds'].filter((letter) => needed.some((one) => one.includes(letter))).join('');
};

/** All of them, by type and for all types at once. SMART 1's names are understood and not listed: they say the same. */
export function scopesSupported(rooms: readonly Room[]): string[] {
  const routes = routesOf(rooms);
  const types = rooms.map((room) => `${room.type}.${lettersOf(room, routes)}`);
  return contexts.flatMap((context) =>
    ['*.rs', '*.cruds', ...types].map((scope) => `${context}/${scope}`),
  );
}
