/** What of the rooms is there in a municipality, by what it has switched on. */
import type { Resource } from '@medplum/fhirtypes';
import type { Operation, Room } from './define.ts';
import { type Choosing, type Featured, type FeatureName, offIn } from './feature.ts';
import { insightRooms } from './insight.ts';
import type { Interaction } from './interaction.ts';

const nothing: ReadonlySet<FeatureName> = new Set();

/** What nobody has among these rooms. */
export const offAmong = (rooms: readonly Featured[]): ReadonlySet<FeatureName> =>
  rooms[0]?.off ?? nothing;

/** The feature that an interaction, or the room as a whole, is there for. */
export function featureOf({ feature }: Featured, interaction?: Interaction) {
  const { name, interactions } = feature ?? {};
  if (interactions === undefined) return name;
  return interaction !== undefined && interactions.includes(interaction) ? name : undefined;
}

/** The feature that an operation of a room is there for. */
export const operationFeature = (
  { feature }: Pick<Operation, 'feature'>,
  room: Featured | undefined,
): FeatureName | undefined => feature ?? (room && featureOf(room));

/** What only staff see of a room, as a feature that it goes with is off. */
export function hiddenIn(room: Featured, choices: Choosing) {
  const { name, hides } = room.feature ?? {};
  if (name === undefined || hides === undefined || !offIn(choices).has(name)) return undefined;
  return (resource: Resource): boolean => hides === 'all' || hides(resource as never);
}

/** Types that nothing refers to before citizens, as some or all of them are hidden. */
export const hiddenTypes = (rooms: readonly Room[], choices: Choosing): readonly string[] =>
  rooms
    .filter(({ type, patient }) => patient !== undefined && type !== 'Device')
    .filter((room) => room.feature?.hides === 'all' || insightRooms.includes(room.type))
    .filter((room) => hiddenIn(room, choices) !== undefined)
    .map(({ type }) => type);

/** The rooms as they are described: without what nobody has. */
export function offeredRooms(rooms: readonly Room[]): readonly Room[] {
  const off = offAmong(rooms);
  if (off.size === 0) return rooms;
  const isOn = (name: FeatureName | undefined): boolean => name === undefined || !off.has(name);
  return rooms
    .filter((room) => isOn(featureOf(room)))
    .map((room) => ({
      ...room,
      interactions: room.interactions.filter((one) => isOn(featureOf(room, one))),
      operations: room.operations.filter((one) => isOn(operationFeature(one, room))),
    }));
}
