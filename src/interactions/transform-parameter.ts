/** What `$transform` takes and gives. */
import type { OperationParameter } from '../resources/operation.ts';

const input: readonly OperationParameter[] = [
  {
    ...{ name: 'record', use: 'in', min: 0, max: '1', type: 'string' },
    documentation: {
      da: 'En post fra Cura som JSON: valueString, eller en Binary med application/json.',
      en: 'A record of Cura as JSON: valueString, or a Binary with application/json.',
    },
  },
  {
    ...{ name: 'record-type', use: 'in', min: 0, max: '1', type: 'code' },
    documentation: {
      da: 'Postens type, såsom aftale. Kræves med record, og hvor flere typer poster bliver til ressourcen.',
      en: 'Type of the record, such as aftale. Required with record, and where several types of record become the resource.',
    },
  },
  {
    ...{ name: 'resource', use: 'in', min: 0, max: '1', type: 'Resource' },
    documentation: {
      da: 'En FHIR-ressource, i stedet for record.',
      en: 'A FHIR resource, in place of record.',
    },
  },
  {
    ...{ name: 'base', use: 'in', min: 0, max: '1', type: 'string' },
    documentation: {
      da: 'Den post, som ressourcen lægges ovenpå; sendes som record.',
      en: 'The record that the resource is laid upon; sent as record is.',
    },
  },
];

/** The parts of one value. */
const out: readonly OperationParameter[] = [
  {
    ...{ name: 'result', use: 'out', min: 1, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'Én for hver type ressource, som posten bliver til: record-type, resource-type og dele som herunder.',
      en: 'One for each type of resource that the record becomes: record-type, resource-type, and the parts below.',
    },
  },
  {
    ...{ name: 'result.resource', use: 'out', min: 0, max: '1', type: 'Resource' },
    documentation: {
      da: 'Den anden side af en post; i stedet record (JSON) for en ressource.',
      en: 'The other side of a record; record (JSON) in its place for a resource.',
    },
  },
  {
    ...{ name: 'result.value', use: 'out', min: 0, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'En værdi og rækken, der laver den: field (eller from: det, som den er udledt af), path, row, codec, og begge værdier som JSON i cura og fhir.',
      en: 'A value and the row that makes it: field (or from: what it is derived from), path, row, codec, and both values as JSON in cura and fhir.',
    },
  },
  {
    ...{ name: 'result.untouched', use: 'out', min: 0, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'Hvad der står i posten og bæres uændret med: field, cura og reason.',
      en: 'What stands in the record and is carried as it is: field, cura and reason.',
    },
  },
  {
    ...{ name: 'result.withheld', use: 'out', min: 0, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'Hvad der holdes tilbage fra alle, og hvorfor: field og reason.',
      en: 'What is kept from everybody, and why: field and reason.',
    },
  },
  {
    ...{ name: 'result.view', use: 'out', min: 2, max: '2', type: 'BackboneElement' },
    documentation: {
      da: 'Hvad andre end personalet ser af ressourcen i denne kommune: reader (citizen eller relative), shown, elementer, der er udeladt (without), og hvorfor (reason).',
      en: 'What others than staff see of the resource in this municipality: reader (citizen or relative), shown, elements that are left out (without), and why (reason).',
    },
  },
  {
    ...{ name: 'result.ours', use: 'out', min: 0, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'Elementer, som Cura aldrig får: element og reason. For en post dem, som Samspil kan lægge til, når den gemmes.',
      en: 'Elements that Cura is never told: element and reason. Of a record those that Samspil may add when it is stored.',
    },
  },
  {
    ...{ name: 'result.completed', use: 'out', min: 0, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'Elementer, som Samspil kan fylde ud, når posten gemmes, ud fra andre poster eller kommunens indstillinger: element og reason.',
      en: 'Elements that Samspil may fill in when the record is stored, from other records or the settings of the municipality: element and reason.',
    },
  },
  {
    ...{ name: 'result.round-trip', use: 'out', min: 1, max: '1', type: 'BackboneElement' },
    documentation: {
      da: 'Om det sendte kommer tilbage (holds), og hvert sted, der er forskelligt (difference: path, before, after).',
      en: 'Whether what was sent comes back (holds), and each place that differs (difference: path, before, after).',
    },
  },
  {
    ...{ name: 'result.stand-in', use: 'out', min: 0, max: '*', type: 'BackboneElement' },
    documentation: {
      da: 'Et id, som ikke er tjenestens: record-type, cura og fhir. Personers id’er slås ikke op.',
      en: 'An id that is not the service’s: record-type, cura and fhir. Ids of people are not looked up.',
    },
  },
  {
    ...{ name: 'result.outcome', use: 'out', min: 1, max: '1', type: 'OperationOutcome' },
    documentation: {
      da: 'Hvad der er galt med ressourcen efter R4 og rummets profil.',
      en: 'What is wrong with the resource by R4 and the profile of the room.',
    },
  },
];

export const transformParameters: readonly OperationParameter[] = [...input, ...out];
