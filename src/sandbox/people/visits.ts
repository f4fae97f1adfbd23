import type { Besoeg, Ydelsestype } from '../../cura/care-records.ts';
import { formatInstant, wallToInstant } from '../../fhir/instant.ts';
import { clock, type Day } from './calendar.ts';
import { grantOf } from './grants.ts';
import { citizenId, type Register } from './person.ts';
import { randomFor } from './random.ts';

const tuesday = 2;
const friday = 5;
const windowHours = 2;
const daysAround = 14;

/** The home nurse comes twice a week to those who have been granted it: last week, this week and next. */
export function visits(
  { seed, stamp }: Register,
  index: number,
  service: Ydelsestype,
  { dates, today, now }: { dates: readonly Day[]; today: number; now: number },
): Besoeg[] {
  const ydelseId = grantOf(seed, index, service);
  if (ydelseId === undefined) return [];
  const random = randomFor(seed, 'besoeg', index);
  const fromMinutes = (7 + random.below(6)) * 60;
  const near = dates.filter(
    ({ number, weekday }) =>
      (weekday === tuesday || weekday === friday) && Math.abs(number - today) < daysAround,
  );
  return near.map(({ date }, nth) => {
    const vindueStart = wallToInstant(date, clock(fromMinutes));
    const vindueSlut = wallToInstant(date, clock(fromMinutes + windowHours * 60));
    return {
      id: `bes-${citizenId(index).slice('borger-'.length)}-${String(nth + 1).padStart(2, '0')}`,
      ...stamp,
      borgerId: citizenId(index),
      ydelsestypeId: service.id,
      ydelseId,
      lokationId: 'lok-hjem',
      vindueStart: formatInstant(vindueStart),
      vindueSlut: formatInstant(vindueSlut),
      varighedMinutter: service.varighedMinutter,
      status: vindueSlut <= now ? 'gennemfoert' : 'planlagt',
      oprettet: stamp.aendret,
      ...(random.chance(0.2) && { internNote: 'Nøgle nr. 114 hentes på kontoret.' }),
    };
  });
}
