import type { Grant } from '../access/grant.ts';
import { actorFor } from '../access/scope.ts';
import { forbidden } from '../fhir/outcome.ts';
import { mandate } from '../scheduling/eligibility-rules.ts';

/** Refuses (403) a relative whose mandate is to see alone; of anybody else it says nothing. */
export function assertActs(grant: Grant, patient: string, type: string): void {
  const held = actorFor(grant, patient, type)?.mandate;
  if (held && !held.rights.includes('act')) throw forbidden(mandate.key, mandate.text);
}
