import type { HealthcareService } from '@medplum/fhirtypes';
import { notFound } from '../../fhir/outcome.ts';
import { proposeMoveRules, requestBookingRules } from '../../scheduling/request-rules.ts';
import type { Operation } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { assertTaskScope, checkedComment, sendRequest } from '../task/request.ts';
import { citizenOf } from './book-resource.ts';
import { actorOf, assertHolds } from './decide.ts';
import { referencesIn, textInput } from './input.ts';
import {
  instanceId,
  missing,
  type OperationCall,
  parameter,
  reference,
} from './operation-parameter.ts';
import { standing } from './standing.ts';
import { wishesIn, wishParameters } from './wish.ts';

/** A wish for another time, as a Task that the unit answers. */
export const proposeMove: Operation = {
  code: 'propose-move',
  feature: 'booking',
  title: { da: 'Send et ønske om en anden tid', en: 'Ask for another time' },
  onType: true,
  onInstance: true,
  affectsState: true,
  parameter: [reference, ...wishParameters],
  run: async (call) => {
    const { ports, grant } = call;
    const id = instanceId(call);
    const { patient, service, appointment } = await standing(ports, id);
    const actor = await actorOf(call, patient, notFound('Appointment', id));
    assertTaskScope(grant, 'cr');
    const { time } = appointment;
    await assertHolds(proposeMoveRules, {
      ...{ ports, actor, patient, service, time },
      ...{ slotFree: true, standing: appointment },
    });
    const wishes = await wishesIn(call, service.id);
    const comment = checkedComment(textInput(call.input, 'comment'));
    const focus = `Appointment/${id}`;
    const request = { code: 'move-request', patient, service, focus, wishes, comment } as const;
    return { status: 201, stored: await sendRequest(ports, request, actor) };
  },
};

const serviceIn = async (call: OperationCall): Promise<HealthcareService & { id: string }> => {
  const id = referencesIn(call.input, 'service', 'HealthcareService')[0];
  if (id === undefined) throw missing('service');
  const { db, room } = call.ports;
  const found = await findOne<HealthcareService>(db, room('HealthcareService'), id);
  if (!found) throw notFound('HealthcareService', id);
  return found.resource;
};

/** A wish for an appointment, where the service is booked by asking; as a Task that the unit answers. */
export const requestBooking: Operation = {
  code: 'request-booking',
  feature: 'booking',
  title: { da: 'Send et ønske om en tid', en: 'Ask for an appointment' },
  onType: true,
  onInstance: false,
  affectsState: true,
  parameter: [
    parameter('service', 'Reference', 'Ydelsen.', 'The service.', { min: 1 }),
    parameter('patient-reference', 'Reference', 'Borgeren.', 'The citizen.', {
      synonyms: ['patient-id'],
    }),
    ...wishParameters,
  ],
  run: async (call) => {
    const { ports, grant } = call;
    const service = await serviceIn(call);
    const named = referencesIn(call.input, 'patient-reference', 'Patient')[0];
    const patient = citizenOf(call, named);
    const actor = await actorOf(call, patient);
    assertTaskScope(grant, 'cr');
    const { durationMinutes } = policyOf(service, ports.municipality);
    const now = ports.now();
    await assertHolds(requestBookingRules, {
      ...{ ports, actor, patient, service, slotFree: true },
      time: { start: now, end: now + durationMinutes * 60_000 },
    });
    const wishes = await wishesIn(call, service.id);
    const comment = checkedComment(textInput(call.input, 'comment'));
    const focus = `HealthcareService/${service.id}`;
    const request = { code: 'booking-request', patient, service, focus, wishes, comment } as const;
    return { status: 201, stored: await sendRequest(ports, request, actor) };
  },
};
