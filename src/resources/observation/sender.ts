/** Who measures for whom: from the login, never from what a client says. */
import type { Observation, Reference } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { type FhirError, fail, unprocessable } from '../../fhir/outcome.ts';
import { type Call, idIn } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { assertActs } from '../mandate-to-act.ts';

/** Who sends a measurement, as it will say. `source` is a code of `measurement-source`. */
export interface Sender {
  readonly actor: Actor;
  readonly patient: string;
  readonly source: 'borger' | 'paaroerende' | 'medarbejder' | 'apparat';
  readonly performer?: NonNullable<Observation['performer']>[number];
}

const sources = {
  self: 'borger',
  relative: 'paaroerende',
  staff: 'medarbejder',
  system: 'apparat',
} as const;

const noPatient = () =>
  unprocessable(
    'unresolved-reference',
    {
      da: 'Målingen skal være om en borger, som findes her.',
      en: 'The measurement must be about a citizen who is known here.',
    },
    { expression: 'Observation.subject' },
  );

/** A machine of the municipality's, such as a station that collects measurements, acts as this service; its client is named. */
async function machine(call: Call, patient: string): Promise<Actor> {
  const { ports, grant } = call;
  if (!(await findOne(ports.db, ports.room('Patient'), patient))) throw noPatient();
  const { rows } = await ports.db.query<{ value: string }>(
    `select value from installation where name = 'observer'`,
    [],
    { name: 'observer' },
  );
  const name = 'id' in grant.caller ? grant.caller.id : grant.caller.name;
  return { capacity: 'system', who: rows[0]?.value ?? '', name, patient };
}

async function actorOf(
  call: Call,
  patient: string,
  type: string,
  hidden: FhirError,
): Promise<Actor> {
  const { ports, grant } = call;
  if (grant.caller.kind === 'system') return machine(call, patient);
  const actor = actorFor(grant, patient, type);
  const isKnown = actor?.capacity !== 'staff' || (await isRelated(ports.db, grant, patient));
  if (!actor || !isKnown) throw hidden;
  assertActs(grant, patient, type);
  return actor;
}

/** `hidden` refuses whoever may not know of it. */
interface Asking {
  readonly type?: string;
  readonly hidden?: FhirError;
}

/** Who acts for a citizen on resources of a type. 403 for whoever may not, 422 for a citizen who is nobody. */
export async function senderFor(
  call: Call,
  patient: string | undefined,
  { type = 'Observation', hidden = fail(403, noMandate) }: Asking = {},
): Promise<Sender> {
  if (patient === undefined) throw noPatient();
  const actor = await actorOf(call, patient, type, hidden);
  const source = sources[actor.capacity as keyof typeof sources];
  return {
    ...{ actor, patient, source },
    ...(actor.capacity !== 'system' && { performer: { reference: actor.who } }),
  };
}

/** The citizen that a reference names. */
export const patientIn = (subject: Reference | undefined): string | undefined =>
  idIn(subject?.reference, 'Patient');
