import type { Room } from '../resources/define.ts';
import type { Route } from './route.ts';
import { routesOf } from './routes.ts';

/** What can be asked of these rooms and is switched on: of this alone it is said that it is there. */
export const offeredRoutes = (rooms: readonly Room[]): Route[] =>
  routesOf(rooms).filter(({ off }) => off === undefined);
