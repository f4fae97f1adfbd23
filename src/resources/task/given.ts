/** What has become, or is just becoming, of the time that answers a request. */
import type { Appointment } from '@medplum/fhirtypes';
import { idIn, type Ports } from '../define.ts';
import { findLinked } from '../find-resource.ts';
import type { Stored } from '../write-plan.ts';
import type { Acting } from './acting.ts';

/** What was done already: when an answer was cut off in the middle, or another of the unit gave the same. `slot` is a reference. */
export async function doneAlready(
  ports: Ports,
  { stored, patient }: Acting,
  slot: string,
): Promise<Stored<Appointment> | undefined> {
  const found = await findLinked<Appointment>(ports.db, ports.room('Appointment'), {
    param: 'slot',
    values: [slot],
  });
  const { focus } = stored.resource;
  const moved = idIn(focus?.reference, 'Appointment');
  return found.find(
    ({ resource }) =>
      resource.status === 'booked' &&
      (moved === undefined || resource.id === moved) &&
      resource.participant.some(({ actor }) => actor?.reference === `Patient/${patient}`),
  );
}

/** Whether a time is just being booked for the citizen, or moved to. */
export async function isUnderWay({ db }: Ports, { patient }: Acting): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from intent where state = 'open' and patient = $1 and kind in ('book', 'move') limit 1`,
    [patient],
  );
  return rowCount > 0;
}
