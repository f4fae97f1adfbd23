import type { Location } from '@medplum/fhirtypes';
import type { Change, Room } from '../define.ts';
import { refreshUses } from '../schedule/use.ts';
import { askAnew, askSlots, usersOf } from '../slot/ask.ts';
import { isExclusive } from '../slot/element.ts';

const isApartOtherwise = ({ written, resource }: Change): boolean => {
  const before =
    written.before === undefined ? undefined : (JSON.parse(written.before) as Location);
  return isExclusive(before) !== isExclusive(resource as Location);
};

/** A place that becomes a room, or is one no more, asks the worker for the Slots of all who work there. */
export const placeChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  if (bulk) return;
  for (const { written } of changes.filter(isApartOtherwise)) {
    const schedules = await usersOf(tx, [`Location/${written.id}`]);
    await refreshUses(tx, ports, schedules);
    await askSlots(
      tx,
      `${written.id}-${written.version}`,
      schedules.map((schedule) => ({ schedule })),
    );
    await askAnew(tx, `${written.version}`, `Location/${written.id}`);
  }
};
