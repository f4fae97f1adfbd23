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

/** Whether nothing of a room is there, as what it is for is off. */
export function isClosed(room: Featured, choices: Choosing): boolean {
  const name = featureOf(room);
  return name !== undefined && offIn(choices).has(name);
}

/** What is left of a room's resources without the features that are off; undefined where that is all. */
export function leftIn({ without = {} }: Featured, choices: Choosing) {
  const off = offIn(choices);
  const names = Object.keys(without) as FeatureName[];
  const cuts = names.flatMap((name) => (off.has(name) ? (without[name] ?? []) : []));
  if (cuts.length === 0) return undefined;
  return (resource: Resource): Resource => cuts.reduce((left, cut) => cut(left as never), resource);
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
