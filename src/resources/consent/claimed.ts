import type { Consent } from '@medplum/fhirtypes';
import {
  mandateKind,
  mandateLaw,
  mandateRight,
  mandateRole,
} from '../../../mappings/codes/mandate.ts';
import { system } from '../../../mappings/codes/system.ts';
import { infa, performer } from '../../../mappings/fuldmagt.ts';
import type { Claim } from '../../access/mandate.ts';
import { structure } from '../../fhir/canonical.ts';
import { formatUtc } from '../../fhir/instant.ts';

/** The kinds that others than Cura tell of, by Cura's words for them. */
export const wordOf = {
  'power-of-attorney': 'fuldmagt',
  custody: 'foraeldremyndighed',
} as const satisfies Record<Claim['kind'], keyof typeof mandateKind>;

const right = { see: mandateRight.se, act: mandateRight.handle } as const;

/** What a login or a register says of a mandate, as the Consent that is named when it is used. It ends with its source's word. */
export function claimedConsent(
  id: string,
  { source, kind, rights, from, until }: Claim,
  parties: { readonly patient: string; readonly relatedPerson: string },
): Consent & { id: string } {
  const art = wordOf[kind];
  const patient = `Patient/${parties.patient}`;
  return {
    resourceType: 'Consent',
    id,
    extension: [{ url: structure('mandate-source'), valueCode: source }],
    status: 'active',
    scope: { coding: [{ system: system.consentScope, code: 'patient-privacy' }] },
    category: [{ coding: [{ ...infa }] }, { coding: [{ ...mandateKind[art] }] }],
    patient: { reference: patient },
    dateTime: formatUtc(from),
    performer: [performer(art, patient)],
    policy: [{ uri: mandateLaw[art] }],
    provision: {
      type: 'permit',
      period: {
        start: formatUtc(from),
        ...(Number.isFinite(until) && { end: formatUtc(until) }),
      },
      actor: [
        {
          role: { coding: [{ ...mandateRole[art] }] },
          reference: { reference: `RelatedPerson/${parties.relatedPerson}` },
        },
      ],
      action: rights.map((code) => ({ coding: [{ ...right[code] }] })),
    },
  };
}
