import type { CuraRecords, CuraType } from './records.ts';
import { activity, association } from './schema/activity.ts';
import { appointment, visit } from './schema/appointment.ts';
import { grantedService, place, roster, serviceType, unit } from './schema/care.ts';
import { enrolment, groupClass } from './schema/class.ts';
import {
  exerciseDone,
  exerciseProgramme,
  file,
  measurement,
  measurementPlan,
  message,
} from './schema/dialogue.ts';
import {
  aid,
  assessment,
  careNote,
  caseFile,
  condition,
  course,
  goal,
  inquiry,
} from './schema/insight.ts';
import { citizen, mandate, relative, staffMember } from './schema/person.ts';
import type { JsonSchema, Schema } from './schema/schema.ts';

/** JSON Schema of every record type. The compiler holds each to the interface in `records.ts`, field by field. */
export const recordSchemas: { readonly [T in CuraType]: Schema<CuraRecords[T]> } = {
  borger: citizen,
  paaroerende: relative,
  fuldmagt: mandate,
  medarbejder: staffMember,
  enhed: unit,
  lokation: place,
  ydelsestype: serviceType,
  ydelse: grantedService,
  tjeneste: roster,
  hold: groupClass,
  aftale: appointment,
  holdtilmelding: enrolment,
  besoeg: visit,
  forening: association,
  aktivitet: activity,
  tilstand: condition,
  maal: goal,
  forloeb: course,
  henvendelse: inquiry,
  sag: caseFile,
  helhedsvurdering: assessment,
  journalnotat: careNote,
  hjaelpemiddel: aid,
  bilag: file,
  besked: message,
  maaleplan: measurementPlan,
  maaling: measurement,
  traeningsprogram: exerciseProgramme,
  traeningsudfoerelse: exerciseDone,
};

const givenByCura = ['id', 'version', 'aendret', 'aendretAf'];

/** The schema of a record of `type` as one sends it to be created: without what Cura gives. */
export function draftSchema(type: CuraType): JsonSchema {
  const { properties, required, ...rest } = recordSchemas[type].json as {
    properties: Record<string, JsonSchema>;
    required: string[];
  };
  const kept = Object.entries(properties).filter(([key]) => !givenByCura.includes(key));
  return {
    ...rest,
    properties: Object.fromEntries(kept),
    required: required.filter((key) => !givenByCura.includes(key)),
  };
}

/** Record types that may be written through the API, as far as the schema can say it. */
export const writableTypes = [
  'borger',
  'aftale',
  'holdtilmelding',
  'bilag',
  'besked',
  'maaling',
  'traeningsudfoerelse',
  'henvendelse',
  'aktivitet',
] as const satisfies readonly CuraType[];
