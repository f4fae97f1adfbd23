import type { SearchParam } from '../fhir/search-param.ts';
import { badParameter, known, notHere, type Texts } from './texts.ts';

/** The page of searches, but for the grammar. */
export const searchTexts = {
  title: { da: 'Søg', en: 'Search a type' },
  about: 'Resources of a type that fulfil criteria, in pages, with what they refer to.',
  spec: 'https://hl7.org/fhir/R4/search.html',
  says: [
    'Every parameter must hold; values with a comma between them are alternatives. The answer is that of a store which holds only what the caller may see: counts, chains, includes and order too. Which parameters a type has: [search parameters](search-parameters).',
    'By GET, or by POST to `_search` with the parameters as a form. A number of a person (CPR) may stand in the body of a POST only.',
    'What cannot be used is refused and the answer names what can; with `Prefer: handling=lenient` it is left out and an entry of the answer says so.',
  ],
  headers: [
    ['Prefer', '`handling=strict` (unless given) or `lenient`'],
    ['If-None-Match', 'under one citizen: 304 when the answer is still that'],
  ],
  examples: [
    {
      shows: 'What is coming, with whom and where',
      as: 'citizen',
      method: 'GET',
      address:
        '/Appointment?patient=$ME&date=ge2026&status=booked&_sort=date&_include=Appointment:actor&_include:iterate=Location:partof',
      status: 200,
    },
    {
      shows: 'The same by POST: no address is logged anywhere',
      ...{ as: 'citizen', method: 'POST', address: '/Appointment/_search', status: 200 },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'patient=$ME&status=booked,arrived&_count=5',
    },
    {
      shows: 'By what the place is called: a chain',
      ...{ as: 'citizen', method: 'GET', status: 200 },
      address: '/Appointment?patient=$ME&location.name:contains=lokale',
    },
  ],
  answers: [
    [200, 'a Bundle of type `searchset`'],
    ...[known, badParameter, notHere],
    [400, 'the modifier is not one of the parameter; the answer lists those', 'unknown-modifier'],
    [400, 'R4 has the parameter for every type, and this server does not', 'unsupported-parameter'],
    [
      400,
      'a chain leads nowhere, too far, or through too many types',
      'chain',
      'chain-too-deep',
      'chain-too-wide',
    ],
    [400, 'too much at once', 'too-many-parameters', 'too-many-values', 'value-too-long'],
    [400, 'a number of a person stands in the address', 'use-post-search'],
    [400, 'a value set or code system that is not known', 'unknown-terminology'],
    [400, 'a link to a page that has ended, was changed, or is of another caller', 'page'],
  ],
  not: [
    [
      'A search over all types at once (`[base]?_type=…`)',
      'ask for each type in a [batch](batch), or for a whole [compartment](compartment)',
    ],
    [
      '`:above` and `:below` of references',
      'hierarchies of resources are not walked: use a chain, as in `partof.partof`',
    ],
    [
      'Totals of large searches, unless `_total` asks',
      'counting everything costs more than the page',
    ],
  ],
} as const satisfies Texts;

/** Parameters of R4 for every type that are refused, and why. */
export const unsupportedTexts: Readonly<Record<string, string>> = {
  _filter:
    'criteria may be joined by chains, `_has` and commas; a language of its own would need limits of its own',
  _text: 'texts are not indexed as a whole; narratives are made for reading',
  _content: 'texts are not indexed as a whole',
  _list: 'there are no lists of resources here',
  _query: 'there are no named queries: operations do what such would',
  _contained: 'contained resources are found by what contains them',
  _containedType: 'contained resources are found by what contains them',
};

interface TypeTexts {
  readonly form: string;
  readonly compared: string;
  readonly example: string;
}

/** The types of parameters. */
export const typeTexts: Readonly<Record<SearchParam['type'], TypeTexts>> = {
  string: {
    form: 'words',
    compared:
      'the value begins with the words, whatever their case and accents; `æ`, `ø` and `å` are letters of their own',
    example: 'family=holm',
  },
  token: {
    form: '`code`, `system|code`, `|code` (no system) or `system|` (any code of it)',
    compared: 'the code is equal, and the system where one is given',
    example: 'status=booked',
  },
  reference: {
    form: '`id`, `Type/id` or an absolute address',
    compared:
      'the reference names that resource; a bare id is of any type that the parameter may name',
    example: 'patient=Patient/123',
  },
  date: {
    form: '`2026`, `2026-11`, `2026-11-24`, `2026-11-24T13:15`, with or without a zone; without one it is Danish time',
    compared: 'as ranges of time: a day holds all its moments, a Period from its start to its end',
    example: 'date=ge2026-11-24',
  },
  number: {
    form: '`100`, `100.00`, `1e2`',
    compared: 'to the precision that is written: `100` is from 99.5 to 100.5',
    example: 'probability=gt0.8',
  },
  quantity: {
    form: '`5.4`, `5.4|system|code` or `5.4||code`',
    compared: 'as numbers; units of UCUM are converted, so that `5400 mg` is `5.4 g`',
    example: 'value-quantity=5.4|http://unitsofmeasure.org|mg',
  },
  uri: {
    form: 'an address',
    compared: 'equal, letter by letter',
    example: 'url=http://example.org/x',
  },
  composite: {
    form: 'the values of its parts with `$` between',
    compared: 'all parts hold in one and the same element',
    example: 'code-value-quantity=8480-6$gt140',
  },
  special: {
    form: '`latitude|longitude|distance|unit`',
    compared: 'the place lies within the distance',
    example: 'near=55.40|10.39|5|km',
  },
};

/** Modifiers, by the type of parameter where it matters. */
export const modifierTexts: Readonly<Record<string, string>> = {
  missing: '`true`: without a value; `false`: with one',
  exact: 'equal, case and accents too',
  contains: 'the words stand anywhere; two letters at least',
  not: 'none of the codes; what has no code too',
  text: 'the display of the code or reference begins with the words',
  'of-type': 'an identifier by its type: `system|code|value`',
  in: 'the code is in the value set that the address names',
  'not-in': 'the code is not in that value set',
  'token:above': 'the code or one above it in its system',
  'token:below': 'the code or one below it in its system',
  'uri:above': 'an address that the given one begins with, by its segments',
  'uri:below': 'an address that begins with the given one',
  identifier: 'the reference holds that identifier instead of an address',
};

/** How numbers, dates and quantities are compared. */
export const prefixTexts: Readonly<Record<string, string>> = {
  eq: 'lies within the range that is asked for (unless given)',
  ne: 'does not lie within it',
  gt: 'some of it is after',
  ge: 'some of it is after, or it is equal',
  lt: 'some of it is before',
  le: 'some of it is before, or it is equal',
  sa: 'all of it is after',
  eb: 'all of it is before',
  ap: 'near it: a tenth of the number, or of the time from now',
};

/** What shapes the answer. */
export const controlTexts: Readonly<Record<string, string>> = {
  _count: 'most matches of a page: 0 to 1000, 50 unless given; 0 gives the total alone',
  _sort:
    'names of parameters with commas, `-` before one that goes down; ten at most; composites and places have no order',
  _include: '`Type:parameter` or `Type:parameter:Target`, or `*`: what the matches refer to',
  _revinclude: 'the same: what refers to the matches',
  _total: '`none`, `estimate` or `accurate`; an estimate is accurate too',
  _summary: '`true`, `text`, `data`, `count` or `false`',
  _elements: 'names of elements with commas, as `id,status` or `Appointment.status`',
  _format: 'format of the answer: [formats](formats)',
  _pretty: '`true`: with line breaks',
};

/** Parameters of every type. */
export const everyTypeTexts: Readonly<Record<string, string>> = {
  _id: 'the id',
  _lastUpdated: 'when the version was made',
  _profile: 'a profile that the resource names',
  _tag: 'a tag',
  _security: 'a security label',
  _source: 'the system that it came from',
};
