/** Reads, histories and operations, one by one and in Bundles. */
import type { Random } from '../../../src/sandbox/people/random.ts';
import { plainCriterion } from './asking-criteria.ts';
import { citizen, query, searchCompartment, searchType } from './asking-search.ts';
import type { Question } from './question.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Make = (words: Vocabulary, random: Random) => Question;

const json = { 'content-type': 'application/fhir+json' };

const someType = (words: Vocabulary, random: Random): string =>
  random.chance(0.6)
    ? (words.hidden(random)?.type ?? random.pick(words.rooms).type)
    : random.pick(words.rooms).type;

/** `Type/id` of a row, and now and then of none. */
export function address(words: Vocabulary, random: Random): string {
  const type = someType(words, random);
  const id = random.chance(0.05) ? 'absent' : words.word(random, type)?.id;
  return `${type}/${id ?? 'absent'}`;
}

const seen = (random: Random): Partial<Question> =>
  random.pick<Partial<Question>>([
    ...[{}, {}, {}],
    { headers: { 'if-none-match': `W/"${1 + random.below(3)}"` } },
    { headers: { 'if-modified-since': 'Tue, 24 Nov 2026 09:00:01 GMT' } },
  ]);

export const read: Make = (words, random) => ({
  method: random.chance(0.2) ? 'HEAD' : 'GET',
  url: `${address(words, random)}${random.pick(['', '', '', '?_elements=id', '?_summary=true', '?_format=xml'])}`,
  ...seen(random),
});

export const vread: Make = (words, random) => ({
  method: 'GET',
  url: `${address(words, random)}/_history/${1 + random.below(5)}`,
  ...seen(random),
});

const moment = (random: Random): string =>
  `2026-11-24T09:00:${String(random.below(60)).padStart(2, '0')}Z`;

export const history: Make = (words, random) => {
  const place = random.pick([address(words, random), someType(words, random), '']);
  const entries = [
    ...(random.chance(0.3) ? [['_since', moment(random)] as const] : []),
    ...(random.chance(0.2) ? [['_at', moment(random)] as const] : []),
    ...(random.chance(0.6) ? [['_count', `${random.below(6)}`] as const] : []),
  ];
  return { method: 'GET', url: `${place === '' ? '' : `${place}/`}_history?${query(entries)}` };
};

const operations: readonly Make[] = [
  (words, random) => {
    const id = citizen(words, random);
    const types = random.chance(0.3) ? `_type=${random.pick(words.rooms).type}` : '';
    const rest = random.pick(['', '_count=3', '_since=2026-11-24T09:00:05Z', 'start=2026-11-01']);
    return { method: 'GET', url: `Patient/${id}/$everything?${types}&${rest}` };
  },
  () => ({ method: 'GET', url: 'Patient/$everything?_count=7' }),
  (words, random) => ({ method: 'GET', url: `${address(words, random)}/$validate` }),
  (words, random) => ({
    method: 'POST',
    url: `${address(words, random)}/$validate`,
    headers: json,
  }),
  (words, random) => {
    const set = words.word(random, random.pick(['ValueSet', 'ConceptMap', 'CodeSystem']));
    return { method: 'GET', url: `${set?.type}/${set?.id}/${random.pick(['$expand', '$lookup'])}` };
  },
  (words, random) => {
    const service = words.word(random, 'HealthcareService')?.id;
    const patient = words.word(random, 'Patient')?.id;
    const times = 'start=2026-11-25T00:00:00Z&end=2026-12-10T00:00:00Z';
    const who = random.chance(0.5) ? `&patient-reference=Patient/${patient}` : '';
    const url = `Appointment/$find?${times}&healthcare-service=HealthcareService/${service}${who}`;
    return { method: 'GET', url };
  },
  (words, random) => ({
    method: 'GET',
    url: `Observation/$lastn?patient=${words.word(random, 'Patient')?.id}`,
  }),
  (words, random) => ({ method: 'GET', url: `${address(words, random)}/$document` }),
  (words, random) => {
    const type = random.pick(['Provenance', 'AuditEvent']);
    const id = words.word(random, type)?.id ?? 'absent';
    return { method: 'GET', url: `${type}/${id}/$inclusion-proof` };
  },
];

export const operation: Make = (words, random) => random.pick(operations)(words, random);

const entries: readonly Make[] = [read, vread, history, searchType, searchCompartment, operation];

/** A batch, or a transaction of nothing but reads. */
export const bundle: Make = (words, random) => {
  const entry = Array.from({ length: 1 + random.below(4) }, () => {
    const { method, url } = random.pick(entries)(words, random);
    return { request: { method: method === 'HEAD' ? 'GET' : method, url } };
  });
  const type = random.chance(0.6) ? 'batch' : 'transaction';
  const body = JSON.stringify({ resourceType: 'Bundle', type, entry });
  return { method: 'POST', url: '', headers: json, body };
};

const broken: readonly Make[] = [
  (words, random) => ({ method: 'GET', url: `${address(words, random)}/_history/x` }),
  (words, random) => ({
    method: 'GET',
    url: `${someType(words, random)}?no-such=${random.below(9)}`,
  }),
  (words, random) => ({ method: 'GET', url: `${someType(words, random)}?_page=abc` }),
  (words, random) => ({ method: 'POST', url: address(words, random) }),
  (words, random) => ({ method: 'GET', url: `${address(words, random)}/$none` }),
  (words, random) => ({ method: 'GET', url: `${address(words, random)}?_count=1` }),
  (words, random) => {
    const room = random.pick(words.rooms);
    const [name, value] = plainCriterion({ words, random, room });
    return { method: 'GET', url: `${room.type}?${query([[`${name}:below`, value]])}` };
  },
];

export const malformed: Make = (words, random) => random.pick(broken)(words, random);
