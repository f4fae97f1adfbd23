import type { Appointment, HealthcareService, Task } from '@medplum/fhirtypes';
import { codeSystem } from '../../fhir/canonical.ts';
import { uuidv5 } from '../../fhir/id.ts';
import { formatDanish } from '../../fhir/instant.ts';
import { participantId, timeOf } from '../appointment/participants.ts';
import { newTask, type TaskCode } from './task.ts';

/** What can be amiss with the data of an appointment. */
export type Fault = 'place' | 'transition' | 'double-booked' | 'unreached';

type Kept = Task & { id: string };

const faults = {
  place: 'Stedet er ikke angivet helt ned til bygning, etage og lokale med vejvisning.',
  transition: 'Status er ændret på en måde, som tabellen over statusskift ikke kender.',
  'double-booked': 'Aftalen deler medarbejder eller lokale med en anden aftale på samme tid.',
  unreached: 'Borgeren kunne ikke nås med en besked om aftalen.',
} as const satisfies Record<Fault, string>;

/** One Task for each appointment and kind of flag: told once, closed when mended, opened again when it comes back. */
export const flagId = (appointment: string, kind: Fault | 'late-cancellation'): string =>
  uuidv5(appointment, `task ${kind}`);

const when = (appointment: Appointment): string => {
  const time = timeOf(appointment);
  return time ? ` (${formatDanish(time.start)})` : '';
};

interface Flagged {
  readonly appointment: Appointment & { id: string };
  readonly service: HealthcareService | undefined;
  readonly now: number;
}

const flag = (
  code: TaskCode,
  kind: Fault | 'late-cancellation',
  { appointment, service, now }: Flagged,
): Kept[] => {
  const patient = participantId(appointment, 'Patient');
  const owner = service?.providedBy?.reference;
  if (patient === undefined || owner === undefined) return [];
  const [id, focus] = [flagId(appointment.id, kind), `Appointment/${appointment.id}`];
  return [newTask({ id, code, patient, owner, focus, now })];
};

/** The unit is told of a cancellation that came after the deadline; none where no unit is known. */
export const lateFlag = (flagged: Flagged): Kept[] =>
  flag('late-cancellation', 'late-cancellation', flagged).map((task) => ({
    ...task,
    priority: 'urgent',
    description: `Afbud efter fristen${when(flagged.appointment)}.`,
  }));

/** The unit is told that something is amiss with an appointment; none where no unit is known. */
export const faultFlag = (fault: Fault, flagged: Flagged): Kept[] =>
  flag('data-quality', fault, flagged).map((task) => ({
    ...task,
    reasonCode: { coding: [{ system: codeSystem('data-quality'), code: fault }] },
    description: `${faults[fault]}${when(flagged.appointment)}`,
  }));
