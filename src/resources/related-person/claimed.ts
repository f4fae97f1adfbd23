import type { RelatedPerson } from '@medplum/fhirtypes';
import { mandateRole } from '../../../mappings/codes/mandate.ts';
import type { Claim } from '../../access/mandate.ts';
import { wordOf } from '../consent/claimed.ts';

/** What is said of somebody whose login gives no name, as where name and address are protected. */
const nameless = 'Navn ikke oplyst';

/**
 * A relative whom a login alone has shown. The number is not known here, only its keyed hash. Where Cura has the same person this one
 * is not `active`: mandates name Cura's then, and what was done under this one stays readable.
 */
export const claimedRelative = (
  id: string,
  kind: Claim['kind'],
  {
    patient,
    name,
    active,
  }: { readonly patient: string; readonly name: string; readonly active: boolean },
): RelatedPerson & { id: string } => ({
  resourceType: 'RelatedPerson',
  id,
  active,
  patient: { reference: `Patient/${patient}` },
  relationship: [{ coding: [{ ...mandateRole[wordOf[kind]] }] }],
  name: [{ text: name.trim() || nameless }],
});
