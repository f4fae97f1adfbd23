/** By when a unit answers: so many of its opening days after a message came. */
import type { Extension, Organization } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { addDays, instantToWall, wallToInstant } from '../../fhir/instant.ts';
import { isClosed } from '../../scheduling/holiday.ts';
import { dayNumber } from '../../scheduling/series.ts';
import type { Municipality } from '../municipality.ts';

const openingHours = structure('opening-hours');
/** As `dayNumber` counts: 1 January 1970 was a Thursday. */
const days = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];
const sor = 'urn:oid:1.2.208.176.1.1';
/** Closing times by day; where a unit says none. */
const usual = new Map(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, '15:00']));
/** Nothing is closed for longer. */
const mostDays = 400;

/** FHIR has no `24:00`. */
function untilIn(parts: readonly Extension[]): string {
  const to = parts.find(({ url }) => url === 'to')?.valueTime?.slice(0, 5) ?? '00:00';
  return to === '00:00' ? '24:00' : to;
}

/** When each day of the week ends at a unit, `HH:MM`. */
export function closingTimes({ extension = [] }: Organization): ReadonlyMap<string, string> {
  const ends = extension
    .filter(({ url }) => url === openingHours)
    .flatMap(({ extension: parts = [] }) => {
      const until = untilIn(parts);
      return parts.flatMap(({ valueCode: day }): [string, string][] => (day ? [[day, until]] : []));
    })
    .sort(([, one], [, other]) => (one < other ? -1 : 1));
  return ends.length > 0 ? new Map(ends) : usual;
}

/** In how many of its opening days a unit answers; undefined when it takes no messages. */
export function replyDaysOf(
  unit: Organization,
  { dialogue }: Pick<Municipality, 'dialogue'>,
): number | undefined {
  const number = unit.identifier?.find(({ system }) => system === sor)?.value;
  if (!dialogue || number === undefined) return undefined;
  const own = dialogue.units?.[number];
  return own === undefined ? dialogue.replyDays : (own.replyDays ?? undefined);
}

interface Asked {
  /** Epoch milliseconds. */
  readonly sent: number;
  readonly replyDays: number;
  readonly closing: ReadonlyMap<string, string>;
  readonly closedDates?: readonly string[] | undefined;
}

/** When the unit closes on the last of its days, epoch milliseconds. What comes after it has closed comes on its next day. */
export function replyDue({ sent, replyDays, closing, closedDates }: Asked): number {
  const first = instantToWall(sent).date;
  let left = replyDays;
  let end = sent;
  for (let ahead = 0; ahead < mostDays; ahead += 1) {
    const date = addDays(first, ahead);
    const until = closing.get(days[dayNumber(date) % 7] ?? '');
    if (until === undefined || isClosed(date, closedDates)) continue;
    end = wallToInstant(date, until);
    if (end < sent) continue;
    if (left === 0) return end;
    left -= 1;
  }
  return end;
}
