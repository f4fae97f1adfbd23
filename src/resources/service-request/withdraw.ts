import { isDeepStrictEqual } from 'node:util';
import type { HealthcareService, ServiceRequest } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { fail, forbidden, unprocessable } from '../../fhir/outcome.ts';
import { type Call, idIn, type Room } from '../define.ts';
import { isAwaitingDelivery } from '../delivery-state.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw, lawOf } from '../healthcare-service/policy.ts';
import { assertActs } from '../mandate-to-act.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { become, isInquiry, serviceOf, stateOf } from './inquiry.ts';

type Kept = ServiceRequest & { id: string };

const onlyWithdrawn = (expression: string) =>
  unprocessable(
    'inquiry-withdrawal',
    {
      da: 'En henvendelse ændres kun ved at trække den tilbage: status revoked.',
      en: 'An inquiry is changed only by withdrawing it: status revoked.',
    },
    { expression },
  );

const handled = () =>
  unprocessable(
    'inquiry-handled',
    {
      da: 'Henvendelsen er taget op eller afsluttet og kan ikke trækkes tilbage. Skriv til enheden.',
      en: 'The inquiry is being handled or is closed, and cannot be withdrawn. Write to the unit.',
    },
    { expression: 'ServiceRequest.status' },
  );

function actorOf({ grant }: Call, patient: string): Actor {
  const actor = actorFor(grant, patient, 'ServiceRequest');
  if (actor === undefined) throw fail(403, noMandate);
  if (actor.capacity === 'staff')
    throw forbidden('inquiry-by-citizen', {
      da: 'Personalet behandler henvendelsen i kommunens system.',
      en: "Staff handle the inquiry in the municipality's system.",
    });
  assertActs(grant, patient, 'ServiceRequest');
  return actor;
}

/** The element that differs beside the status. */
function changedBeside(before: ServiceRequest, after: ServiceRequest): string | undefined {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].find(
    (name) =>
      name !== 'meta' &&
      name !== 'status' &&
      !isDeepStrictEqual(before[name as keyof Kept], after[name as keyof Kept]),
  );
}

/** Withdrawn in Cura at once; what Cura does not have yet is withdrawn when it has come there. */
async function withdrawn({ ports }: Call, plan: WritePlan, actor: Actor, before: Kept) {
  if (!isAwaitingDelivery(before)) return ports.write(plan, actor);
  const [stored] = await ports.writeLater([plan], actor);
  if (!stored) throw new Error('The withdrawal was not written.');
  return stored;
}

/** PUT and PATCH: the one who sent an inquiry, or may act, withdraws it while nobody has taken it up. */
export const updateInquiry: NonNullable<Room['update']> = async (call) => {
  const { ports } = call;
  const [current, after] = [call.current as ServiceRequest, call.resource as ServiceRequest];
  const stored = call.stored as Stored<ServiceRequest>;
  const patient = idIn(current.subject?.reference, 'Patient') ?? '';
  const actor = actorOf(call, patient);
  const other = changedBeside(current, after);
  if (other !== undefined) throw onlyWithdrawn(`ServiceRequest.${other}`);
  if (current.status === after.status) return { status: 200, stored };
  if (!isInquiry(current) || after.status !== 'revoked')
    throw onlyWithdrawn('ServiceRequest.status');
  if (stateOf(stored.resource) !== 'received') throw handled();
  const id = serviceOf(stored.resource);
  const service = await findOne<HealthcareService>(ports.db, ports.room('HealthcareService'), id);
  const plan: WritePlan = {
    ...({ kind: 'cancel', record: 'henvendelse', method: 'replace' } as const),
    ...{ resource: become(stored.resource, 'withdrawn', 'revoked'), patient },
    ...{ basedOn: stored.version, policy: service ? lawOf(service.resource) : defaultLaw },
  };
  return { status: 200, stored: await withdrawn(call, plan, actor, stored.resource) };
};
