import type { Provenance } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { patientExtension } from '../../ledger/provenance.ts';
import { defineResource, idIn } from '../define.ts';
import { shownTo } from './shown.ts';

/** Who did what, for whom, by which right. https://hl7.org/fhir/R4/provenance.html */
export const provenance = defineResource<Provenance>({
  type: 'Provenance',
  profile: structure('samspil-provenance'),
  origin: 'derived',
  about: {
    da: 'Hvem der gjorde hvad, for hvem, og med hvilken ret.',
    en: 'Who did what, for whom, and by which right.',
  },
  interactions: ['read', 'vread', 'search-type'],
  access: { kind: 'compartment', auditor: true, relative: shownTo },
  order: 'recorded',
  patient: ({ extension }) =>
    idIn(
      extension?.find(({ url }) => url === patientExtension)?.valueReference?.reference,
      'Patient',
    ),
  search: {
    target: {
      type: 'reference',
      expression: 'Provenance.target',
      target: [
        'Appointment',
        'Patient',
        'RelatedPerson',
        'Consent',
        'CarePlan',
        'Observation',
        'Procedure',
        'Communication',
        'Binary',
        'Task',
        'Schedule',
        'HealthcareService',
        'Organization',
        'Location',
        'Practitioner',
        'PractitionerRole',
        'Device',
        'Subscription',
        'Condition',
        'Goal',
        'EpisodeOfCare',
        'ServiceRequest',
        'Composition',
        'ValueSet',
        'CodeSystem',
        'ConceptMap',
        'OperationDefinition',
        'StructureMap',
      ],
      index: 'range',
    },
    patient: {
      type: 'reference',
      expression: `Provenance.extension('${patientExtension}').value`,
      target: ['Patient'],
      description: {
        da: 'borgeren, det drejer sig om, uanset hvad der er målet: mere end parameteren i R4',
        en: 'the citizen concerned, whatever the target: a superset of the parameter of R4',
      },
    },
    agent: {
      type: 'reference',
      expression: 'Provenance.agent.who',
      target: ['RelatedPerson', 'Patient', 'Practitioner', 'Organization', 'Device'],
      index: 'range',
    },
    'agent-role': { type: 'token', expression: 'Provenance.agent.role', index: 'range' },
    'agent-type': { type: 'token', expression: 'Provenance.agent.type' },
    'on-behalf-of': {
      type: 'reference',
      expression: 'Provenance.agent.onBehalfOf',
      target: ['Patient'],
      within: 'patient',
      description: {
        da: 'borgeren, det blev gjort for',
        en: 'the citizen for whom it was done',
      },
    },
    entity: {
      type: 'reference',
      expression: 'Provenance.entity.what',
      target: ['Consent'],
      index: 'range',
    },
    recorded: { type: 'date', expression: 'Provenance.recorded' },
    when: { type: 'date', expression: '(Provenance.occurred as dateTime)' },
    activity: {
      type: 'token',
      expression: 'Provenance.activity',
      description: {
        da: 'hvad der blev gjort, som at bestille eller aflyse',
        en: 'what was done, such as book or cancel',
      },
    },
    policy: {
      type: 'uri',
      expression: 'Provenance.policy',
      description: {
        da: 'loven, der gav lov til det',
        en: 'the law that allowed it',
      },
    },
  },
});
