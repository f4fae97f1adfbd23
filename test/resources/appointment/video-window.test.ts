import type { Appointment } from '@medplum/fhirtypes';
import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { FhirError } from '../../../src/fhir/outcome.ts';
import { withVideo } from '../../../src/resources/appointment/video-address.ts';
import { openWindow } from '../../../src/resources/appointment/video-window.ts';

const meeting = (start: string, end: string, more: Partial<Appointment> = {}): Appointment =>
  withVideo(
    {
      ...{ resourceType: 'Appointment', id: 'a', status: 'booked', participant: [], start, end },
      ...more,
    } as Appointment & { id: string },
    'https://samspil.test/video',
  );

const plain = meeting('2026-11-24T13:00:00+01:00', '2026-11-24T13:30:00+01:00');

/** `open`, or the key of the refusal and its Danish text. */
function at(
  appointment: Appointment,
  time: string | number,
  video?: { opensMinutes?: number; closesMinutes?: number },
): string {
  const now = typeof time === 'number' ? time : parseInstant(time);
  try {
    openWindow(appointment, now, video ? { video } : {});
    return 'open';
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    return `${error.issues[0]?.key}: ${error.issues[0]?.text.da}`;
  }
}

t.test('a meeting is open from 15 minutes before until 60 minutes after', async (t) => {
  const [opens, closes] = [
    parseInstant('2026-11-24T12:45:00+01:00'),
    parseInstant('2026-11-24T14:30:00+01:00'),
  ];
  t.same(
    [opens - 1, opens, closes - 1, closes].map((time) => at(plain, time)),
    [
      'video-not-open: Videomødet åbner tir 24/11 kl. 12.45.',
      'open',
      'open',
      'video-over: Videomødet er slut.',
    ],
  );
});

t.test('the municipality says how long', async (t) => {
  const video = { opensMinutes: 5, closesMinutes: 0 };
  t.same(
    ['12:54:59', '12:55:00', '13:29:59', '13:30:00'].map((time) =>
      at(plain, `2026-11-24T${time}+01:00`, video).slice(0, 10),
    ),
    ['video-not-', 'open', 'open', 'video-over'],
  );
});

t.test('minutes are elapsed ones in both nights in which the clock is turned', async (t) => {
  // 02.05 for the second time: it opens at 02.50 of the first.
  const autumn = meeting('2026-10-25T02:05:00+01:00', '2026-10-25T02:35:00+01:00');
  t.match(at(autumn, '2026-10-25T02:49:59+02:00'), /^video-not-open.* kl\. 02\.50/);
  t.equal(at(autumn, '2026-10-25T02:50:00+02:00'), 'open');
  t.match(at(autumn, '2026-10-25T02:05:00+02:00'), /^video-not-open/, 'the other 02.05');
  // 03.05 comes five minutes after 02.00, for the hour between is left out.
  const spring = meeting('2026-03-29T03:05:00+02:00', '2026-03-29T03:35:00+02:00');
  t.match(at(spring, '2026-03-29T01:49:59+01:00'), /^video-not-open.* kl\. 01\.50/);
  t.equal(at(spring, '2026-03-29T01:50:00+01:00'), 'open');
  t.equal(at(spring, '2026-03-29T04:34:59+02:00'), 'open');
});

t.test('only what is booked is held, and only what is by video', async (t) => {
  const now = '2026-11-24T13:00:00+01:00';
  const as = (status: Appointment['status']) => at({ ...plain, status }, now).split(':')[0];
  const statuses = ['booked', 'arrived', 'checked-in', 'cancelled', 'noshow', 'pending'] as const;
  t.same(statuses.map(as), [
    ...['open', 'open', 'open', 'video-cancelled', 'video-not-booked', 'video-not-booked'],
  ]);
  const { extension: _, ...bare } = plain;
  t.match(at(bare, now), /^no-video/);
});
