import type { ConceptMap, ConceptMapGroupElementTarget } from '@medplum/fhirtypes';
import { ours } from '../../fhir/canonical.ts';
import { inBoth } from '../../fhir/translation.ts';
import {
  type AppointmentStatus,
  type Transition,
  transitions,
} from '../../scheduling/transitions.ts';

const system = 'http://hl7.org/fhir/appointmentstatus';
const valueSet = 'http://hl7.org/fhir/ValueSet/appointmentstatus';

/** What is not there yet is looked for under this code. */
const nothing = 'proposed';

const targetsOf = ({ to, by, slot }: Transition): ConceptMapGroupElementTarget[] =>
  by.map((one) => ({
    code: to,
    equivalence: 'relatedto',
    dependsOn: [{ property: `${ours}/transition-by`, value: one }],
    product: [{ property: `${ours}/transition-slot`, value: slot }],
  }));

const elementOf = (from: AppointmentStatus | null) => ({
  code: from ?? nothing,
  target: transitions.filter((row) => row.from === from).flatMap(targetsOf),
});

/** The published table of what an appointment may become, for machines: each target is of one who may, with what its slot becomes. */
export const transitionMap: ConceptMap = {
  resourceType: 'ConceptMap',
  id: 'appointment-transition',
  url: `${ours}/ConceptMap/appointment-transition`,
  name: 'AppointmentTransition',
  ...inBoth('title', {
    da: 'Hvad en aftale kan blive til, og ved hvem',
    en: 'What an appointment may become, and by whom',
  }),
  status: 'draft',
  ...inBoth('description', {
    da: `Det, der endnu ikke findes, står som ${nothing}. dependsOn siger, hvem der må gøre det, product hvad der bliver af tiden i kalenderen.`,
    en: `What does not exist yet stands as ${nothing}. dependsOn names who may make the change, product what becomes of the slot.`,
  }),
  sourceUri: valueSet,
  targetUri: valueSet,
  group: [
    {
      source: system,
      target: system,
      element: [...new Set(transitions.map(({ from }) => from))].map(elementOf),
    },
  ],
};
