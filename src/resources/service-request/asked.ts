/** What may stand in an inquiry that is sent, and what must. */
import type { Identifier, ServiceRequest } from '@medplum/fhirtypes';
import { system as systems } from '../../../mappings/codes/system.ts';
import { type FhirError, fail, type Issue, issue, type Text } from '../../fhir/outcome.ts';

const subjectLength = 300;
const textLength = 10_000;

/** Elements that the sender fills, or that are worked out and may be sent as they will be. */
const known: readonly string[] = [
  ...['resourceType', 'id', 'meta', 'text', 'language', 'identifier', 'status', 'intent'],
  ...['category', 'code', 'subject', 'requester', 'authoredOn', 'performer', 'note'],
];

interface Rule {
  readonly key: string;
  readonly text: Text;
  readonly expression: string;
  readonly holds: (given: ServiceRequest) => boolean;
}

const isFilled = (text: string | undefined, most: number): boolean =>
  text !== undefined && text.trim() !== '' && text.length <= most;

const identifierLength = 200;
const longestWithSystem = 300;

/** As Cura keeps it: a system without `|`, and a value; a value alone has none either. */
function isClients({ system, value, ...rest }: Identifier): boolean {
  const isPlain = system === undefined ? !value?.includes('|') : /^[!-{}~]+$/.test(system);
  const isNamed = isFilled(value, identifierLength) && value === value?.trim();
  const isShort = `${system}|${value}`.length <= longestWithSystem;
  const isOurs = system === systems.curaInquiry;
  return isPlain && isNamed && isShort && !isOurs && !/\p{C}/u.test(`${value}`) && isEmpty(rest);
}

const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0;

const rules: readonly Rule[] = [
  {
    key: 'inquiry-identifier',
    expression: 'ServiceRequest.identifier',
    text: {
      da: `Der kan være én identifier: system og en værdi på højst ${identifierLength} tegn.`,
      en: `There may be one identifier: a system, and a value of at most ${identifierLength} characters.`,
    },
    holds: ({ identifier }) =>
      identifier === undefined || (identifier.length === 1 && identifier.every(isClients)),
  },
  {
    key: 'inquiry-new',
    expression: 'ServiceRequest.status',
    text: {
      da: 'En henvendelse sendes med status active og intent proposal.',
      en: 'An inquiry is sent with the status active and the intent proposal.',
    },
    holds: ({ status, intent }) => status === 'active' && intent === 'proposal',
  },
  {
    key: 'inquiry-subject',
    expression: 'ServiceRequest.code.text',
    text: {
      da: `Emnet skal have 1 til ${subjectLength} tegn og ingen koder.`,
      en: `The subject must have 1 to ${subjectLength} characters and no codes.`,
    },
    holds: ({ code }) => isFilled(code?.text, subjectLength) && code?.coding === undefined,
  },
  {
    key: 'inquiry-text',
    expression: 'ServiceRequest.note',
    text: {
      da: `Der skal være netop én tekst (note) med 1 til ${textLength} tegn.`,
      en: `There must be exactly one text (note) of 1 to ${textLength} characters.`,
    },
    holds: ({ note = [] }) => note.length === 1 && isFilled(note[0]?.text, textLength),
  },
  {
    key: 'inquiry-unit',
    expression: 'ServiceRequest.performer',
    text: {
      da: 'Henvendelsen skal nævne én enhed (Organization) eller én ydelse (HealthcareService).',
      en: 'The inquiry must name one unit (Organization) or one service (HealthcareService).',
    },
    holds: ({ performer = [] }) => {
      const types = performer.map(({ reference }) => reference?.split('/')[0]);
      const isOne = new Set(types).size === types.length && types.length > 0;
      return isOne && types.every((one) => one === 'Organization' || one === 'HealthcareService');
    },
  },
];

const elementsIn = (given: ServiceRequest): Issue[] =>
  Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) =>
      issue({
        code: 'value',
        key: 'inquiry-element',
        text: {
          da: `ServiceRequest.${name} hører ikke til en henvendelse.`,
          en: `ServiceRequest.${name} is no part of an inquiry.`,
        },
        expression: `ServiceRequest.${name}`,
      }),
    );

/** 422 with all that is amiss; undefined when it can be sent. */
export function faultOf(given: ServiceRequest): FhirError | undefined {
  const broken = rules
    .filter(({ holds }) => !holds(given))
    .map(({ key, text, expression }) => issue({ code: 'business-rule', key, text, expression }));
  const all = [...broken, ...elementsIn(given)];
  return all.length > 0 ? fail(422, all) : undefined;
}
