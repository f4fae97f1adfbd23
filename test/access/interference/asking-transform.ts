/** What the caller may not see, sent to `$transform`: the answer must be the same whether it is there or not. */
import type { Random } from '../../../src/sandbox/people/random.ts';
import type { Make } from './asking-read.ts';
import type { Question } from './question.ts';
import type { Vocabulary, Word } from './vocabulary.ts';

const named = (word: Word, from: string) => ({
  ...{ resourceType: 'Appointment', id: word.id, status: 'booked', created: from },
  ...{ start: from, end: '2026-11-26T10:30:00+01:00' },
  participant: ['Patient', 'HealthcareService', 'Location', 'Practitioner'].map((type) => ({
    actor: { reference: `${type}/${type === word.type ? word.id : 'absent'}` },
    status: 'accepted',
  })),
});

/** Cura's number of somebody, tried. */
const guess = (random: Random) => ({
  ...{ id: 'A-1', version: 1, aendret: '2026-11-02T08:00:00+01:00' },
  ...{ borgerId: `B-${1 + random.below(9)}`, ydelsestypeId: 'Y-1', status: 'planlagt' },
  ...{ start: '2026-11-26T10:00:00+01:00', slut: '2026-11-26T10:30:00+01:00' },
  oprettet: '2026-11-02T08:00:00+01:00',
});

function sent(words: Vocabulary, random: Random): object[] {
  const word = words.hidden(random);
  if (!word) return [{ name: 'record', valueString: JSON.stringify(guess(random)) }];
  const resource = random.chance(0.5) ? word.content : named(word, '2026-11-26T10:00:00+01:00');
  const base = random.chance(0.3) && { valueString: JSON.stringify(guess(random)) };
  return [{ name: 'resource', resource }, ...(base ? [{ name: 'base', ...base }] : [])];
}

/** By the mapping of the type, or one of those of the type. */
const recordType = (words: Vocabulary, random: Random, [first]: readonly object[]): object[] => {
  const { resource } = (first ?? {}) as { resource?: { resourceType: string } };
  const mappings = words.room(resource?.resourceType ?? 'Appointment')?.mappings ?? [];
  const record = mappings.length > 0 ? random.pick(mappings).record : 'aftale';
  return [{ name: 'record-type', valueCode: record }];
};

export const transform: Make = (words, random): Question => {
  const parameters = sent(words, random);
  const parameter = [...parameters, ...recordType(words, random, parameters)];
  return {
    ...{ method: 'POST', url: '$transform' },
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
  };
};
