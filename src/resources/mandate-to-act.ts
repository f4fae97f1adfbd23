import type { Grant } from '../access/grant.ts';
import { lacking } from '../access/permission.ts';
import { actorFor } from '../access/scope.ts';
import { forbidden } from '../fhir/outcome.ts';
import { mandate } from '../scheduling/eligibility-rules.ts';

/** Refuses (403) a relative whose mandate is to see alone; of anybody else it says nothing. */
export function assertActs(grant: Grant, patient: string, type: string): void {
  const held = actorFor(grant, patient, type)?.mandate;
  if (held && !held.rights.includes('act')) throw forbidden(mandate.key, mandate.text);
}

/** 403 for a token that may not do this (letters of SMART scopes) to resources of a type that an operation makes or changes beside. */
export function assertTokenReaches({ caller }: Grant, type: string, letters: string): void {
  const missing = lacking(caller, type, letters);
  if (missing === '') return;
  throw forbidden('insufficient-scope', {
    da: `Tokenet rækker ikke: det mangler ${type}.${missing}.`,
    en: `The token does not reach: it lacks ${type}.${missing}.`,
  });
}
