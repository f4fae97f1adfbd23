/** A measurement may be what staff asked for. */
import type { ServiceRequest } from '@medplum/fhirtypes';
import { FhirError, unprocessable } from '../../fhir/outcome.ts';
import { idIn, type Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import type { Kept } from './canonical.ts';
import { patientIn } from './sender.ts';

interface Draft {
  readonly resource: Kept;
}

const planIn = ({ basedOn = [] }: Kept): string | undefined =>
  idIn(basedOn[0]?.reference, 'ServiceRequest');

const noPlan = (): FhirError =>
  unprocessable(
    'measure-plan',
    {
      da: 'basedOn skal være en måleplan for borgeren, der beder om den slags måling.',
      en: 'basedOn must be a plan of the citizen that asks for that kind of measurement.',
    },
    { expression: 'Observation.basedOn' },
  );

/** A plan of the citizen's that asks for what was measured. */
export function asksFor(plan: ServiceRequest | undefined, { code, subject }: Kept): boolean {
  const own = code.coding?.[0];
  return (
    plan?.intent === 'order' &&
    patientIn(plan.subject) === patientIn(subject) &&
    (plan.code?.coding?.some((one) => one.system === own?.system && one.code === own?.code) ??
      false)
  );
}

/** Of drafts those whose plan is none of the citizen's become a refusal. */
export async function assertPlans<D extends Draft>(
  { db, room }: Pick<Ports, 'db' | 'room'>,
  drafts: readonly (D | FhirError)[],
): Promise<(D | FhirError)[]> {
  const ids = drafts.flatMap((one) =>
    one instanceof FhirError ? [] : (planIn(one.resource) ?? []),
  );
  if (ids.length === 0) return [...drafts];
  const found = await findAll<ServiceRequest>(db, room('ServiceRequest'), [...new Set(ids)]);
  const plans = new Map(found.map(({ resource }) => [resource.id, resource]));
  return drafts.map((one) => {
    if (one instanceof FhirError || !one.resource.basedOn) return one;
    return asksFor(plans.get(planIn(one.resource) ?? ''), one.resource) ? one : noPlan();
  });
}
