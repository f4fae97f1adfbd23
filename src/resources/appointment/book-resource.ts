import type { Appointment } from '@medplum/fhirtypes';
import { type FhirError, unprocessable } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import { type Call, idIn } from '../define.ts';
import type { Stored } from '../write-plan.ts';
import { book } from './book.ts';
import { missing } from './operation-parameter.ts';

/** Whom a booking is for: named in the call or in the resource, else the caller. */
export function citizenOf(call: Call, named: string | undefined): string {
  const { caller, self } = call.grant;
  const patient = named ?? (caller.kind === 'person' ? (caller.patient ?? self) : undefined);
  if (patient === undefined) throw missing('patient-reference');
  return patient;
}

/** The one Slot that an Appointment asks for, or that the proposal is of. */
export const slotIn = (appointment: Appointment): string => {
  const { slot, id: proposal = '' } = appointment;
  const id = idIn(slot?.[0]?.reference, 'Slot') ?? parseProposalId(proposal)?.slotId;
  if (id === undefined || (slot?.length ?? 1) !== 1)
    throw unprocessable(
      'slot-needed',
      { da: 'En bestilling skal nævne netop ét Slot.', en: 'A booking names exactly one Slot.' },
      { expression: 'Appointment.slot' },
    );
  return id;
};

/** 422: the call names one citizen, and the appointment is another's. */
export const otherCitizen = (): FhirError =>
  unprocessable(
    'other-citizen',
    {
      da: 'Den borger, der er nævnt, er en anden end aftalens.',
      en: 'The citizen who is named is another than that of the appointment.',
    },
    { expression: 'patient-reference' },
  );

/** What a call says beside the resource. */
interface Asked {
  readonly comment?: string | undefined;
  readonly patient?: string | undefined;
  /** Why staff set rules aside. */
  readonly override?: string | undefined;
}

/** Books what an Appointment asks for: its slot, for its citizen. What is missing is filled from the Slot. */
export async function bookResource(
  call: Call,
  appointment: Appointment,
  { comment = appointment.comment, patient: asked, override }: Asked = {},
): Promise<Stored<Appointment>> {
  const patients = new Set(
    appointment.participant?.flatMap(({ actor }) => idIn(actor?.reference, 'Patient') ?? []),
  );
  if (patients.size > 1)
    throw unprocessable(
      'group-booking-not-offered',
      { da: 'En aftale er for én borger.', en: 'An appointment is for one citizen.' },
      { expression: 'Appointment.participant' },
    );
  const [written] = [...patients];
  if (asked !== undefined && written !== undefined && asked !== written) throw otherCitizen();
  const patient = citizenOf(call, asked ?? written);
  return book(call, {
    slot: slotIn(appointment),
    patient,
    time: appointment,
    override,
    ...(comment !== undefined && { comment }),
  });
}
