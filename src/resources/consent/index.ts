import type { Consent } from '@medplum/fhirtypes';
import { fuldmagtMapping } from '../../../mappings/fuldmagt.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { layStop, liftStop } from './write.ts';

/** Mandates: who may see or act for a citizen, and stops laid on relatives. https://hl7.org/fhir/R4/consent.html */
export const consent = defineResource<Consent>({
  type: 'Consent',
  profile: structure('samspil-consent'),
  origin: 'cura',
  about: {
    da: 'En fuldmagt eller anden ret til at se eller handle for en borger; eller et stop for en pårørende, som borger og personale kan lægge og ophæve.',
    en: 'A power of attorney or other right to see or act for a citizen; or a stop on a relative, which citizen and staff can lay and lift.',
  },
  interactions: [
    'read',
    'vread',
    'history-instance',
    'history-type',
    'search-type',
    'create',
    'update',
    'patch',
  ],
  access: {
    kind: 'compartment',
    relative: (mandate) => (row, bind) =>
      `${row}.p_actor && array['RelatedPerson/' || ${bind(mandate.relatedPerson)}::text]`,
  },
  patient: ({ patient }) => idIn(patient?.reference, 'Patient'),
  law: ({ policy }) => policy?.[0]?.uri,
  search: {
    identifier: { type: 'token', expression: 'Consent.identifier', index: 'range' },
    patient: { type: 'reference', expression: 'Consent.patient', target: ['Patient'] },
    status: { type: 'token', expression: 'Consent.status' },
    category: { type: 'token', expression: 'Consent.category' },
    scope: { type: 'token', expression: 'Consent.scope' },
    consentor: {
      type: 'reference',
      expression: 'Consent.performer',
      target: ['Patient'],
      index: 'range',
    },
    date: { type: 'date', expression: 'Consent.dateTime' },
    period: { type: 'date', expression: 'Consent.provision.period' },
    actor: {
      type: 'reference',
      expression: 'Consent.provision.actor.reference',
      target: ['RelatedPerson', 'Patient', 'Practitioner', 'Organization', 'Device'],
      index: 'range',
    },
    action: { type: 'token', expression: 'Consent.provision.action' },
    matter: {
      type: 'token',
      expression: 'Consent.provision.code',
      description: {
        da: 'de forhold, en fuldmagt omfatter, som personlige eller økonomiske',
        en: 'the matters that a mandate covers, such as personal or financial ones',
      },
    },
    'provision-type': {
      type: 'token',
      expression: 'Consent.provision.type',
      description: {
        da: 'permit eller deny, fra den yderste provision',
        en: 'permit or deny, of the outermost provision',
      },
    },
    'provision-class': {
      type: 'token',
      expression: 'Consent.provision.class',
      description: {
        da: 'de ressourcetyper, et stop gælder; et stop uden nogen gælder alt',
        en: 'the resource types that a stop is laid on; one without any stops everything',
      },
    },
    'kept-back': {
      type: 'token',
      expression: "Consent.provision.provision.where(type='deny').class",
      description: {
        da: 'de ressourcetyper, som fuldmagtsgiveren holder tilbage',
        en: 'the resource types that the giver of a mandate keeps back',
      },
    },
    'mandate-source': {
      type: 'token',
      expression:
        "Consent.extension.where(url='https://samspil.example/fhir/StructureDefinition/mandate-source').value",
      description: {
        da: 'hvor en fuldmagt, som Cura ikke har, kendes fra: ticket eller lookup',
        en: 'where a mandate is known from that Cura does not have: ticket or lookup',
      },
    },
  },
  mappings: [fuldmagtMapping],
  create: layStop,
  update: liftStop,
});
