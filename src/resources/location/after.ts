import type { Location } from '@medplum/fhirtypes';
import type { Change, Room } from '../define.ts';
import { activitiesMoved } from '../healthcare-service/activity-position.ts';
import { refreshUses } from '../schedule/use.ts';
import { askAnew, askSlots, usersOf } from '../slot/ask.ts';
import { isExclusive } from '../slot/element.ts';

const standing = ({ written }: Change): Location | undefined =>
  written.before === undefined ? undefined : JSON.parse(written.before);

const isElsewhere = (change: Change): boolean => {
  const [before, after] = [standing(change), change.resource as Location];
  const positionOf = (one?: Location) => JSON.stringify([one?.position, one?.partOf?.reference]);
  return positionOf(before) !== positionOf(after);
};

const isApartOtherwise = (change: Change): boolean =>
  isExclusive(standing(change)) !== isExclusive(change.resource as Location);

/** A place that becomes a room, or is one no more, asks the worker for the Slots of all who work there; activities go with it. */
export const placeChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  if (bulk) return;
  const elsewhere = changes.filter(isElsewhere);
  if (elsewhere.length > 0) await activitiesMoved(tx, ports, elsewhere);
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
