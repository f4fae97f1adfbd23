import type { Codes } from '../../src/fhir/codes.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import type { Criterion } from '../../src/fhir/search-criterion.ts';
import type { Declared, Rooms } from '../../src/fhir/search-param.ts';
import { parseSearch, type SearchOptions } from '../../src/fhir/search-query.ts';

/** A parameter of every type, on a type that points to others. */
const appointment: Declared = {
  status: { type: 'token', expression: 'Appointment.status' },
  identifier: { type: 'token', expression: 'Appointment.identifier' },
  date: { type: 'date', expression: 'Appointment.start' },
  actor: {
    type: 'reference',
    expression: 'Appointment.participant.actor',
    target: ['Patient', 'Practitioner', 'Device'],
  },
  text: { type: 'string', expression: 'Appointment.description' },
  length: { type: 'number', expression: 'Appointment.minutesDuration' },
  dose: { type: 'quantity', expression: 'Appointment.extension.value' },
  law: { type: 'uri', expression: 'Appointment.implicitRules' },
  'law-dose': {
    type: 'composite',
    expression: 'Appointment.extension',
    components: [
      { name: 'identifier', type: 'token', expression: 'code' },
      { name: 'dose', type: 'quantity', expression: 'value' },
      { name: 'date', type: 'date', expression: 'time' },
    ],
  },
  near: { type: 'special', expression: 'Location.position' },
};

/** Who can be reached from an appointment, and what reaches it. Nobody serves a Device. */
export const rooms: Rooms = new Map<string, Declared>([
  ['Appointment', appointment],
  [
    'Patient',
    {
      name: { type: 'string', expression: 'Patient.name' },
      identifier: { type: 'token', expression: 'Patient.identifier' },
      link: { type: 'reference', expression: 'Patient.link.other', target: ['Patient'] },
    },
  ],
  [
    'Practitioner',
    {
      name: { type: 'string', expression: 'Practitioner.name' },
      active: { type: 'token', expression: 'Practitioner.active' },
    },
  ],
  [
    'Provenance',
    {
      target: { type: 'reference', expression: 'Provenance.target' },
      agent: { type: 'reference', expression: 'Provenance.agent.who', target: ['Practitioner'] },
      recorded: { type: 'date', expression: 'Provenance.recorded' },
    },
  ],
]);

/** `a` is a kind of `b`; one set has two codes, one has none. */
export const codes: Codes = {
  valueSet: (url) =>
    ({ 'http://set': [{ system: 'urn:s', code: 'a' }, { code: 'b' }], 'http://empty': [] })[url],
  above: (system, code) => (system === 'urn:s' && code === 'a' ? ['a', 'b'] : undefined),
  below: (system, code) => (system === 'urn:s' && code === 'b' ? ['b', 'a'] : undefined),
};

export const options: SearchOptions = {
  type: 'Appointment',
  method: 'GET',
  base: 'https://vi.dk/fhir',
  rooms,
  codes,
};

type More = Partial<SearchOptions>;

/** Reads a query of the type that `more` names, else of appointments. */
export function parse(query: string, more: More = {}) {
  const all = { ...options, ...more };
  return parseSearch([...new URLSearchParams(query)], rooms.get(all.type) ?? {}, all);
}

export const criteria = (query: string, more: More = {}): readonly Criterion[] =>
  parse(query, more).criteria;

/** The refusal of a query. Throws when it is not refused. */
export function refusal(query: string, more: More = {}): FhirError {
  try {
    parse(query, more);
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
  throw new Error(`not refused: ${query.slice(0, 80)}`);
}

export const keys = (query: string, more: More = {}): string =>
  refusal(query, more)
    .issues.map((issue) => issue.key)
    .join();

/** Key and English text of the first issue. */
export function said(query: string, more: More = {}): string {
  const [first] = refusal(query, more).issues;
  return `${first?.key}: ${first?.text.en}`;
}
