import { createHash } from 'node:crypto';
import type { Besked, Bilag, Vedhaeftning } from '../../cura/dialogue-records.ts';
import { addDays, formatInstant, wallToInstant } from '../../fhir/instant.ts';
import type { Known } from './insight.ts';

interface Written {
  readonly id: string;
  readonly daysAgo: number;
  readonly time: string;
}

const at = ({ register: { today } }: Known, daysAgo: number, time: string): string =>
  formatInstant(wallToInstant(addDays(today, -daysAgo), time));

const message = (
  one: Known,
  { id, daysAgo, time }: Written,
  more: Pick<Besked, 'emne' | 'tekst' | 'retning'> & Partial<Besked>,
): Besked => ({
  ...{ id: `bes-${one.number}-${id}`, ...one.register.stamp, borgerId: one.borgerId },
  ...{ enhedId: one.enhedId, sendt: at(one, daysAgo, time), status: 'sendt' as const },
  ...more,
});

/** One grey point. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

const fileOf = (one: Known): Bilag => ({
  ...{ id: `bil-${one.number}-1`, ...one.register.stamp, borgerId: one.borgerId },
  ...{ navn: 'Indkaldelse.png', mimetype: 'image/png', indhold: picture },
});

/** What the message says of its file. */
const attached = ({ id, navn, mimetype, indhold }: Bilag): Vedhaeftning => {
  const bytes = Buffer.from(indhold, 'base64');
  const sha1 = createHash('sha1').update(bytes).digest('base64');
  return { bilagId: id, navn, mimetype, bytes: bytes.length, sha1 };
};

/** The files of the messages. */
export const filesOf = (known: readonly Known[]): Bilag[] => known.map(fileOf);

/** A question that was answered, and the answer is not read yet. */
function answered(one: Known): Besked[] {
  const emne = 'Hvornår kommer I?';
  const first = message(
    one,
    { id: 't1', daysAgo: 12, time: '19:40' },
    {
      ...{ emne, tekst: 'Jeg skal til lægen på torsdag. Kan I komme om formiddagen?' },
      ...{ retning: 'ind', laest: at(one, 11, '08:05'), svarSenest: at(one, 8, '15:00') },
      vedhaeftninger: [attached(fileOf(one))],
    },
  );
  const answer = message(
    one,
    { id: 't1-svar', daysAgo: 11, time: '09:10' },
    {
      ...{ emne, tekst: 'Ja, vi kommer mellem 9 og 11.', retning: 'ud', traadId: first.id },
      ...{ svarPaaId: first.id, medarbejderId: one.medarbejderId },
    },
  );
  return [first, answer];
}

/** A question that the unit has read, and not answered in time. */
const overdue = (one: Known): Besked[] => [
  message(
    one,
    { id: 't2', daysAgo: 10, time: '10:15' },
    {
      ...{ emne: 'Støttestrømper', tekst: 'Mine strømper er slidt op. Hvordan får jeg nye?' },
      ...{ retning: 'ind', laest: at(one, 10, '13:30'), svarSenest: at(one, 6, '15:00') },
    },
  ),
];

/** A few threads of those of whom more is known: some unread, some overdue. */
export const messagesOf = (known: readonly Known[]): Besked[] =>
  known.flatMap((one) => [...answered(one), ...(one.index % 2 === 1 ? overdue(one) : [])]);
