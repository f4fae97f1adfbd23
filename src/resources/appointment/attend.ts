import type { Appointment } from '@medplum/fhirtypes';
import { notFound, unprocessable } from '../../fhir/outcome.ts';
import { type AppointmentStatus, mayBecome, mayTransition } from '../../scheduling/transitions.ts';
import type { Call } from '../define.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import type { Stored } from '../write-plan.ts';
import { isVisit } from './citizen-times.ts';
import { recordOf } from './class-offer.ts';
import { actorOf } from './decide.ts';
import { readOnly } from './refusal.ts';
import { capacityOf } from './situation.ts';
import { standing } from './standing.ts';

type Actors = Parameters<typeof mayTransition>[2];

const refused = (from: AppointmentStatus, to: string, by: Actors) => {
  const may = mayBecome(from, by).join(', ');
  return unprocessable(
    'transition',
    {
      da: `En aftale med status ${from} kan ikke blive ${to} her.${may ? ` Den kan blive: ${may}.` : ''}`,
      en: `An appointment that is ${from} cannot become ${to} here.${may ? ` It can become: ${may}.` : ''}`,
    },
    { expression: 'Appointment.status' },
  );
};

/** What is only known once the time has come. */
const afterwards: readonly string[] = ['fulfilled', 'noshow'];

/** What staff note of an appointment: that somebody came, was seen, or stayed away. The table of states decides. */
export async function attend(
  call: Call,
  id: string,
  to: Appointment['status'],
): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { stored, patient, service, appointment } = await standing(ports, id);
  const actor = await actorOf(call, patient, notFound('Appointment', id));
  const from = appointment.status as AppointmentStatus;
  if (isVisit(appointment)) throw await readOnly(ports, service);
  const by: Actors = capacityOf(actor);
  if (!mayTransition(from, to as AppointmentStatus, by)) throw refused(from, to, by);
  if (afterwards.includes(to) && ports.now() < appointment.time.start)
    throw unprocessable(
      'not-begun-yet',
      {
        da: 'Aftalen er ikke begyndt endnu.',
        en: 'The appointment has not begun yet.',
      },
      { expression: 'Appointment.status' },
    );
  const { cancelationReason: _, ...rest } = stored.resource;
  return (await ports.write(
    {
      ...({ kind: 'attend', record: recordOf(stored.resource), method: 'replace' } as const),
      basedOn: stored.version,
      ...{ resource: { ...rest, status: to }, patient, policy: lawOf(service) },
    },
    actor,
  )) as Stored<Appointment>;
}
