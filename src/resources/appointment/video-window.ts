import type { Appointment } from '@medplum/fhirtypes';
import { formatDanish, formatEnglish } from '../../fhir/instant.ts';
import { type FhirError, type Text, unprocessable } from '../../fhir/outcome.ts';
import type { Interval } from '../../scheduling/interval.ts';
import type { Municipality } from '../municipality.ts';
import { timeOf } from './participants.ts';
import { isByVideo } from './video-address.ts';

/** Half-open, epoch milliseconds. */
export interface VideoWindow {
  readonly from: number;
  readonly until: number;
}

const minuteMs = 60_000;

/** When a meeting can be joined: elapsed minutes, also in a night in which the clock is turned. */
export const videoWindow = (
  { start, end }: Interval,
  { video: { opensMinutes = 15, closesMinutes = 60 } = {} }: Pick<Municipality, 'video'>,
): VideoWindow => ({
  from: start - opensMinutes * minuteMs,
  until: end + closesMinutes * minuteMs,
});

const refusals = {
  'no-video': {
    da: 'Aftalen holdes ikke over video.',
    en: 'The appointment is not held by video.',
  },
  'video-cancelled': {
    da: 'Aftalen er aflyst, og videomødet holdes ikke.',
    en: 'The appointment is cancelled, and the video meeting is not held.',
  },
  'video-not-booked': {
    da: 'Videomødet kan kun åbnes, mens aftalen er booket.',
    en: 'The video meeting can be opened only while the appointment is booked.',
  },
  'video-over': { da: 'Videomødet er slut.', en: 'The video meeting is over.' },
} as const satisfies Readonly<Record<string, Text>>;

const refused = (key: keyof typeof refusals): FhirError => unprocessable(key, refusals[key]);

const notOpen = (from: number): FhirError =>
  unprocessable('video-not-open', {
    da: `Videomødet åbner ${formatDanish(from)}.`,
    en: `The video meeting opens ${formatEnglish(from)}.`,
  });

/** Statuses in which people still come. */
const standing: ReadonlySet<string> = new Set(['booked', 'arrived', 'checked-in']);

/** The window of a meeting that is open now. 422 for one that is not, and says when it will be. */
export function openWindow(
  appointment: Appointment,
  now: number,
  municipality: Pick<Municipality, 'video'>,
): VideoWindow {
  const time = timeOf(appointment);
  if (!time || !isByVideo(appointment)) throw refused('no-video');
  if (appointment.status === 'cancelled') throw refused('video-cancelled');
  if (!standing.has(appointment.status)) throw refused('video-not-booked');
  const window = videoWindow(time, municipality);
  if (now < window.from) throw notOpen(window.from);
  if (now >= window.until) throw refused('video-over');
  return window;
}
