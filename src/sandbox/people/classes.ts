import classes from '../../../fixtures/sandbox/classes.json' with { type: 'json' };
import { checkRecord } from '../../cura/check.ts';
import type { Gang, Hold, Holdtilmelding } from '../../cura/class-records.ts';
import { uuidv5 } from '../../fhir/id.ts';
import { addDays, instantToWall, parseInstant } from '../../fhir/instant.ts';
import { gangeOf, timesOf } from '../cura/class-sessions.ts';
import type { Diary } from './appointments.ts';
import { mondayOf, weeksAhead } from './calendar.ts';
import { cast } from './cast.ts';
import { citizenId, type Register } from './person.ts';

type Described = (typeof classes.hold)[number];

/** Sessions so far ahead have somebody in them. */
const joinedDays = 14;
const seriesSpace = '2f6c1f6e-6a53-4f0b-9a55-7f0c4f6f3b10';

/** The classes of the town: after working hours, so that nobody is needed in two places. */
export function groupClasses({ stamp }: Register, { members, now }: Diary): Hold[] {
  const monday = mondayOf(now);
  return classes.hold.map(({ dage, fra, til, medarbejder, deltagere: _, ...one }) =>
    checkRecord('hold', {
      ...one,
      ...stamp,
      medarbejderIds: [members[medarbejder]?.record.id],
      gange: [],
      gentagelse: {
        ...{ dage, fra, til, hverUge: 1 },
        ...{ fraDato: monday, tilDato: addDays(monday, 7 * weeksAhead - 1), undtagelser: [] },
      },
      status: 'aaben',
    }),
  );
}

function enrolment(register: Register, hold: Hold, gang: Gang, index: number): Holdtilmelding {
  const { stamp } = register;
  const [medarbejderId] = hold.medarbejderIds;
  const number = citizenId(index).slice('borger-'.length);
  return {
    id: `ht-${hold.id.slice('hold-'.length)}-${gang.id}-${number}`,
    ...stamp,
    borgerId: citizenId(index),
    holdId: hold.id,
    gangId: gang.id,
    serieReference: uuidv5(seriesSpace, `${hold.id}/${number}`),
    ...(medarbejderId !== undefined && { medarbejderId }),
    lokationId: hold.lokationId,
    ...timesOf(gang),
    status: 'planlagt',
    oprettet: stamp.aendret,
  };
}

/** Those who have joined the sessions of the next two weeks: nobody of the cast, whose calendars the stories need. */
export function enrolments(
  register: Register,
  holds: readonly Hold[],
  { now, citizens }: Diary,
): Holdtilmelding[] {
  const last = addDays(instantToWall(now).date, joinedDays);
  return holds.flatMap((hold, at) => {
    const { deltagere = 0 } = classes.hold.find(({ id }) => id === hold.id) ?? ({} as Described);
    const first = cast.length + at * deltagere;
    const indexes = Array.from({ length: deltagere }, (_, nth) => first + nth);
    const near = gangeOf(hold).filter(
      (gang) => gang.dato <= last && parseInstant(timesOf(gang).start) > now,
    );
    return indexes
      .filter((index) => index < citizens)
      .flatMap((index) => near.map((gang) => enrolment(register, hold, gang, index)));
  });
}
