import type { Appointment, Extension } from '@medplum/fhirtypes';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import type { Wish } from '../../scheduling/waitlist.ts';
import { idIn } from '../define.ts';
import { waitlistWish, wishIn } from './hold-state.ts';

/** R4's days of the week, Monday first. */
export const weekdays: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The wish as the resource says it; the window stands in `requestedPeriod`. `joined` is the place in line, epoch milliseconds. */
export function wishExtension(wish: Wish, joined: number): Extension {
  const { practitioner, weekdays: days = [], from, to } = wish;
  return {
    url: waitlistWish,
    extension: [
      { url: 'joined', valueDateTime: formatInstant(joined) },
      ...(practitioner === undefined
        ? []
        : [
            {
              url: 'practitioner',
              valueReference: { reference: `Practitioner/${practitioner}` },
            },
          ]),
      ...days.map((day) => ({ url: 'weekday', valueCode: weekdays[day - 1] ?? '' })),
      ...(from === undefined ? [] : [{ url: 'from', valueTime: `${from}:00` }]),
      ...(to === undefined ? [] : [{ url: 'to', valueTime: `${to}:00` }]),
    ],
  };
}

const isoDay = (code: string | undefined): number => weekdays.indexOf(code ?? '') + 1;

/** What an entry of the waiting list wishes. */
export function wishOf(entry: Pick<Appointment, 'extension' | 'requestedPeriod'>): Wish {
  const parts = wishIn(entry)?.extension ?? [];
  const part = (name: string): Extension | undefined => parts.find(({ url }) => url === name);
  const days = parts.flatMap(({ url, valueCode }) => (url === 'weekday' ? isoDay(valueCode) : []));
  const practitioner = idIn(part('practitioner')?.valueReference?.reference, 'Practitioner');
  const [from, to] = ['from', 'to'].map((name) => part(name)?.valueTime?.slice(0, 5));
  const [period] = entry.requestedPeriod ?? [];
  return {
    window: { start: parseInstant(period?.start ?? ''), end: parseInstant(period?.end ?? '') },
    ...(practitioner !== undefined && { practitioner }),
    ...(days.length > 0 && { weekdays: days }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
