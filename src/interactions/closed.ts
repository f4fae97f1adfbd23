/** Types of which nobody sees anything, as what they are there for is switched off. */

import { featureOff } from '../resources/feature-refusal.ts';
import { featureOf } from '../resources/feature-room.ts';
import type { Desk } from './exchange.ts';

/** Refuses by its name what is off, where a type is asked for by name. 403. */
export function assertOn({ rooms, call }: Desk, types: readonly string[]): void {
  const room = rooms.find(({ type, closed }) => closed && types.includes(type));
  const feature = room && featureOf(room);
  if (feature !== undefined) throw featureOff(feature, call.ports.municipality);
}
