import type { Organization } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import type { Change, Room } from '../define.ts';
import { askSlots } from '../slot/ask.ts';
import { hoursOf } from '../slot/opening.ts';

const isOpenOtherwise = ({ written, resource }: Change): boolean => {
  const before =
    written.before === undefined ? undefined : (JSON.parse(written.before) as Organization);
  return (
    JSON.stringify(before && hoursOf(before)) !== JSON.stringify(hoursOf(resource as Organization))
  );
};

async function schedulesAt(tx: Transaction, unit: string): Promise<string[]> {
  const { rows } = await tx.query<{ schedule: string }>(
    `select distinct u.schedule from healthcare_service_link l join schedule_use u on u.service = l.id
     where l.param = 'organization' and l.value = $1`,
    [`Organization/${unit}`],
    { name: 'schedules-at' },
  );
  return rows.map(({ schedule }) => schedule);
}

/** A unit that opens or closes otherwise asks the worker for the Slots of its services. */
export const unitChanged: NonNullable<Room['after']> = async (tx, _, changes, { bulk }) => {
  if (bulk) return;
  for (const { written } of changes.filter(isOpenOtherwise)) {
    const schedules = await schedulesAt(tx, written.id);
    await askSlots(
      tx,
      `${written.id}-${written.version}`,
      schedules.map((schedule) => ({ schedule })),
    );
  }
};
