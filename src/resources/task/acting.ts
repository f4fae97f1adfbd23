import type { Appointment, HealthcareService, Task } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { actorFor } from '../../access/scope.ts';
import { forbidden, notFound, unprocessable } from '../../fhir/outcome.ts';
import { participantId } from '../appointment/participants.ts';
import { type Call, idIn, type Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw, lawOf } from '../healthcare-service/policy.ts';
import { assertActs } from '../mandate-to-act.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { citizenOfTask, isRequest } from './task.ts';

type Kept = Task & { id: string };

/** A Task as it stands, and who acts on it. */
export interface Acting {
  readonly stored: Stored<Task>;
  readonly patient: string;
  readonly actor: Actor;
}

/** The Task for who may know of it and act for its citizen; 404 for all others, 403 for a mandate to see alone. */
export async function actingOn(call: Call, id: string): Promise<Acting> {
  const { ports, grant } = call;
  const stored = await findOne<Task>(ports.db, ports.room('Task'), id);
  const patient = stored && citizenOfTask(stored.resource);
  const actor = patient === undefined ? undefined : actorFor(grant, patient, 'Task');
  if (!stored || patient === undefined || !actor) throw notFound('Task', id);
  const isStaff = actor.capacity === 'staff';
  const knows = isStaff ? await isRelated(ports.db, grant, patient) : isRequest(stored.resource);
  if (!knows) throw notFound('Task', id);
  assertActs(grant, patient, 'Task');
  return { stored, patient, actor };
}

/** Only the unit that a Task is sent to does something about it. */
export function assertOwns({ grant }: Call, { owner }: Task): void {
  if (owner?.reference !== undefined && grant.units.includes(owner.reference)) return;
  throw forbidden('answer-by-unit', {
    da: 'Kun personalet i den enhed, som ønsket eller opgaven er sendt til, kan svare.',
    en: 'Only staff of the unit that it was sent to can answer.',
  });
}

/** 422: somebody has answered, or withdrawn it. */
export const answered = () =>
  unprocessable(
    'request-answered',
    {
      da: 'Ønsket er allerede besvaret eller trukket tilbage.',
      en: 'The request has been answered or withdrawn already.',
    },
    { expression: 'Task.status' },
  );

/** The law under which the service is given that a Task is about. */
export async function lawOfTask({ db, room }: Ports, { focus }: Task): Promise<string> {
  const appointment = await findOne<Appointment>(
    db,
    room('Appointment'),
    idIn(focus?.reference, 'Appointment'),
  );
  const id =
    idIn(focus?.reference, 'HealthcareService') ??
    (appointment && participantId(appointment.resource, 'HealthcareService'));
  const service = await findOne<HealthcareService>(db, room('HealthcareService'), id);
  return service ? lawOf(service.resource) : defaultLaw;
}

/** Writes what becomes of a Task; 412 when somebody else was faster. */
export async function putTask(
  ports: Ports,
  { stored, patient, actor }: Acting,
  { kind, task }: { readonly kind: WritePlan['kind']; readonly task: Kept },
): Promise<Stored<Task>> {
  const plan = {
    ...({ record: 'task', here: true, method: 'replace' } as const),
    ...{ kind, basedOn: stored.version, resource: task, patient },
    policy: await lawOfTask(ports, task),
  };
  return (await ports.write(plan, actor)) as Stored<Task>;
}
