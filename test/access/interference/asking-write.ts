/** Writes to what the caller may not see: they must be refused as if it were not there. */
import type { Random } from '../../../src/sandbox/people/random.ts';
import type { Make } from './asking-read.ts';
import { read } from './asking-read.ts';
import type { Question } from './question.ts';
import { identifiersIn, type Vocabulary, type Word } from './vocabulary.ts';

const json = { 'content-type': 'application/fhir+json' };
const patch = { 'content-type': 'application/json-patch+json' };
const cancelled = '[{"op":"replace","path":"/status","value":"cancelled"}]';

const parameters = (...given: readonly (readonly [string, string])[]): string =>
  JSON.stringify({
    resourceType: 'Parameters',
    parameter: given.map(([name, valueString]) => ({ name, valueString })),
  });

type Write = (hidden: Word, random: Random, words: Vocabulary) => Question;

const at = ({ type, id }: Word, end = ''): string => `${type}/${id}${end}`;

/** By what nobody else has: a number, or the id itself. */
const criteria = (word: Word, random: Random): string => {
  const [number] = identifiersIn(word).filter((one) => !one.includes('1.2.208.176.1.'));
  return number && random.chance(0.5)
    ? `identifier=${encodeURIComponent(number)}`
    : `_id=${word.id}`;
};

const appointmentWith = (actor: string): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        request: { method: 'POST', url: 'Appointment' },
        resource: {
          resourceType: 'Appointment',
          status: 'booked',
          participant: [{ actor: { reference: actor }, status: 'accepted' }],
        },
      },
    ],
  });

/** What is proposed is booked by an operation only: refused, unless the condition finds something. */
const proposed = JSON.stringify({
  ...{ resourceType: 'Appointment', status: 'proposed' },
  participant: [{ actor: { reference: 'Patient/absent' }, status: 'accepted' }],
});

const writes: readonly Write[] = [
  (word, random) => ({
    ...{ method: 'POST', url: word.type, body: proposed },
    headers: { ...json, 'if-none-exist': criteria(word, random) },
  }),
  (word) => ({ method: 'PUT', url: at(word), headers: json, body: JSON.stringify(word.content) }),
  (word, random) => ({
    ...{ method: 'PUT', url: at(word), body: JSON.stringify(word.content) },
    headers: { ...json, 'if-match': `W/"${random.below(3)}"` },
  }),
  (word) => ({ method: 'PATCH', url: at(word), headers: patch, body: cancelled }),
  (word) => ({ method: 'DELETE', url: at(word) }),
  (word, random) => ({
    ...{ method: 'PATCH', url: `${word.type}?${criteria(word, random)}` },
    ...{ headers: patch, body: cancelled },
  }),
  (word, random) => ({ method: 'DELETE', url: `${word.type}?${criteria(word, random)}` }),
  (word, random) => ({
    ...{ method: 'POST', url: '', headers: json },
    body: appointmentWith(`${word.type}?${criteria(word, random)}`),
  }),
  (word) => ({ method: 'POST', url: at(word, '/$validate?mode=update'), headers: json }),
];

const scheduling: readonly Write[] = [
  (word) => ({ method: 'POST', url: at(word, '/$cancel') }),
  (word) => ({ method: 'POST', url: at(word, '/$book') }),
  (word, random, words) => ({
    ...{ method: 'POST', url: at(word, '/$reschedule'), headers: json },
    body: parameters(['slot', `Slot/${words.word(random, 'Slot')?.id}`]),
  }),
  (word) => ({
    ...{ method: 'POST', url: 'Appointment/$book', headers: json },
    body: parameters(['appointment-reference', word.id]),
  }),
];

const isWritten = ({ type }: Word): boolean => type !== 'ValueSet' && type !== 'CodeSystem';

/** A write that touches only what is hidden, so that no house changes. */
export const write: Make = (words, random) => {
  const isBooking = random.chance(0.4);
  const word = words.hidden(random, isBooking ? 'Appointment' : undefined);
  // Whoever is seen in another view is no hidden one.
  if (!word || !isWritten(word) || words.isShown(word)) return read(words, random);
  return random.pick(isBooking ? [...scheduling, ...writes] : writes)(word, random, words);
};
