/** Searches: by address and form, of a type and of a compartment. */
import type { Room } from '../../../src/resources/define.ts';
import type { Random } from '../../../src/sandbox/people/random.ts';
import { type Criterion, criterion, includesOf } from './asking-criteria.ts';
import type { Question } from './question.ts';
import { identifiersIn, type Vocabulary } from './vocabulary.ts';

export const query = (entries: readonly Criterion[]): string =>
  `${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value]))}`;

const elements = ['id', 'id,meta', 'status', 'meta,identifier'];

function control(words: Vocabulary, random: Random, room: Room): Criterion {
  const names = [...Object.keys(room.search), '_id', '_lastUpdated'];
  const key = () => `${random.chance(0.5) ? '-' : ''}${random.pick(names)}`;
  return random.pick<() => Criterion>([
    () => ['_sort', random.chance(0.3) ? `${key()},${key()}` : key()],
    () => ['_count', `${random.below(4)}`],
    () => ['_count', `${1 + random.below(5)}`],
    () => ['_total', random.pick(['accurate', 'estimate', 'none'])],
    () => ['_summary', random.pick(['true', 'count', 'text', 'data'])],
    () => ['_elements', random.pick(elements)],
    () => includesOf({ words, random, room }),
    () => includesOf({ words, random, room }),
    () => ['_format', 'xml'],
  ])();
}

/** Names a citizen: most often one whom the caller may name. */
export function citizen(words: Vocabulary, random: Random): string {
  const pick = random.chance(0.75) ? words.shown : words.hidden;
  return pick(random, 'Patient')?.id ?? words.word(random, 'Patient')?.id ?? 'nobody';
}

const entriesFor = (words: Vocabulary, random: Random, room: Room): Criterion[] => {
  const making = { words, random, room };
  const criteria = Array.from({ length: random.below(3) }, () => criterion(making, 3));
  const controls = Array.from({ length: random.below(4) }, () => control(words, random, room));
  return [...criteria, ...controls];
};

/** `GET Type?…`, for about half of the time under one citizen. */
export function searchType(words: Vocabulary, random: Random): Question {
  const room = random.pick(words.rooms);
  const named: Criterion[] =
    room.search.patient && random.chance(0.5) ? [['patient', citizen(words, random)]] : [];
  const entries = query([...named, ...entriesFor(words, random, room)]);
  return {
    method: random.chance(0.05) ? 'HEAD' : 'GET',
    url: entries === '' ? room.type : `${room.type}?${entries}`,
    ...(random.chance(0.1) && { headers: { 'accept-language': 'en' } }),
    ...(random.chance(0.1) && { headers: { prefer: 'handling=lenient' } }),
  };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** `POST Type/_search`, above all for the numbers of persons, which no address may hold. */
export function searchByForm(words: Vocabulary, random: Random): Question {
  const room = random.pick(words.rooms.filter(({ search }) => search.identifier));
  const word = words.word(random, room.type);
  const [number = 'x|y'] = word ? identifiersIn(word) : [];
  const name = random.pick(['identifier', 'identifier', 'identifier:not']);
  const via = words.rooms.filter(({ search }) => search.patient?.target?.includes('Patient'));
  const chain = random.chance(0.3) && room.type === 'Patient' && via.length > 0;
  const entries = query([
    [chain ? `patient.${name}` : name, number],
    ...(random.chance(0.5) ? entriesFor(words, random, room) : []),
  ]);
  const type = chain ? random.pick(via).type : room.type;
  return { method: 'POST', url: `${type}/_search`, headers: form, body: entries };
}

const ofAll = ['_count', '_total', '_summary', '_id', '_lastUpdated', '_security'];

/** `GET Patient/x/Type?…` and `Patient/x/*`. */
export function searchCompartment(words: Vocabulary, random: Random): Question {
  const room = random.pick(words.rooms.filter(({ patient }) => patient !== undefined));
  const isAll = random.chance(0.4);
  const entries = entriesFor(words, random, room).filter(
    ([name]) => !isAll || ofAll.includes(name),
  );
  const url = `Patient/${citizen(words, random)}/${isAll ? '*' : room.type}`;
  return random.chance(0.15)
    ? { method: 'POST', url: `${url}/_search`, headers: form, body: query(entries) }
    : { method: 'GET', url: `${url}?${query(entries)}` };
}
