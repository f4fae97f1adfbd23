import type { Observation } from '@medplum/fhirtypes';
import { maalingMapping } from '../../../mappings/maaling.ts';
import { structure } from '../../fhir/canonical.ts';
import { namedActor } from '../appointment/view.ts';
import { defineResource, idIn } from '../define.ts';
import { undelivered } from '../delivery-state.ts';
import { measurementsCame } from './after.ts';
import { changeMeasurement } from './change.ts';
import { createMeasurement } from './write.ts';

const quantity = (where: string): string =>
  `(${where}.value as Quantity) | (${where}.value as SampledData)`;

/** Measurements at home and by staff. https://hl7.org/fhir/R4/observation.html */
export const observation = defineResource<Observation>({
  type: 'Observation',
  profile: structure('samspil-observation'),
  origin: 'cura',
  about: {
    da: 'En måling: blodtryk, puls, vægt, iltmætning, temperatur eller blodsukker, med hvem der målte.',
    en: 'A measurement: blood pressure, pulse, weight, oxygen saturation, temperature or blood glucose, with who measured.',
  },
  feature: { name: 'measurements', hides: 'all' },
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
  access: { kind: 'compartment' },
  order: 'date',
  named: namedActor,
  patient: ({ subject }) => idIn(subject?.reference, 'Patient'),
  search: {
    identifier: { type: 'token', expression: 'Observation.identifier', index: 'range' },
    patient: {
      type: 'reference',
      expression: 'Observation.subject.where(resolve() is Patient)',
      target: ['Patient'],
    },
    subject: {
      type: 'reference',
      expression: 'Observation.subject',
      target: ['Patient'],
      within: 'patient',
    },
    code: { type: 'token', expression: 'Observation.code' },
    category: { type: 'token', expression: 'Observation.category' },
    date: { type: 'date', expression: 'Observation.effective' },
    status: { type: 'token', expression: 'Observation.status' },
    method: { type: 'token', expression: 'Observation.method' },
    'component-code': { type: 'token', expression: 'Observation.component.code' },
    'combo-code': {
      type: 'token',
      expression: 'Observation.code | Observation.component.code',
    },
    'value-quantity': { type: 'quantity', expression: quantity('Observation') },
    'component-value-quantity': {
      type: 'quantity',
      expression: quantity('Observation.component'),
    },
    'combo-value-quantity': {
      type: 'quantity',
      expression: `${quantity('Observation')} | ${quantity('Observation.component')}`,
    },
    'component-code-value-quantity': {
      type: 'composite',
      expression: 'Observation.component',
      components: [
        { name: 'component-code', type: 'token', expression: 'code' },
        { name: 'component-value-quantity', type: 'quantity', expression: 'value.as(Quantity)' },
      ],
    },
    'based-on': {
      type: 'reference',
      expression: 'Observation.basedOn',
      target: ['ServiceRequest'],
      index: 'range',
    },
    performer: {
      type: 'reference',
      expression: 'Observation.performer',
      target: ['Patient', 'RelatedPerson', 'Practitioner'],
      index: 'range',
    },
  },
  mappings: [maalingMapping],
  create: createMeasurement,
  update: changeMeasurement,
  undelivered: (resource) => ({
    ...resource,
    meta: { tag: [{ ...undelivered }] },
  }),
  after: measurementsCame,
});
