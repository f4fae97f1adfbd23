import t from 'tap';
import { formatInstant, parseInstant } from '../../src/fhir/instant.ts';
import {
  bookableWindow,
  cancelDeadline,
  cutOf,
  isLate,
  isOffered,
  moveDeadline,
} from '../../src/scheduling/policy.ts';
import { policy, start } from './facts.ts';

t.test(
  'a cancellation on the deadline is in time and one a millisecond later is late',
  async (t) => {
    const deadline = parseInstant('2026-11-23T10:00:00+01:00');
    t.equal(cancelDeadline(start, policy), deadline);
    t.notOk(isLate(deadline, start, policy));
    t.ok(isLate(deadline + 1, start, policy));
  },
);

t.test('deadlines are elapsed hours, also over the nights that the clock changes', async (t) => {
  const deadlines = ['2026-03-29T13:00:00+02:00', '2026-10-25T13:00:00+01:00'].map((text) =>
    formatInstant(cancelDeadline(parseInstant(text), policy)),
  );
  t.same(deadlines, ['2026-03-28T12:00:00+01:00', '2026-10-24T14:00:00+02:00']);
  t.equal(
    formatInstant(moveDeadline(parseInstant('2026-10-26T13:00:00+01:00'), policy)),
    '2026-10-24T14:00:00+02:00',
  );
});

t.test(
  'the bookable window goes from the lead time to the end of the last date of the horizon',
  async (t) => {
    const window = bookableWindow(parseInstant('2026-10-01T09:00:00+02:00'), policy);
    t.same([window.start, window.end].map(formatInstant), [
      '2026-10-01T13:00:00+02:00',
      '2026-11-01T00:00:00+01:00',
    ]);
  },
);

t.test('a service is offered while it is active, on its first and last date too', async (t) => {
  const ending = { ...policy, validFrom: '2026-11-24', validTo: '2026-11-24' };
  t.ok(isOffered(start, ending));
  t.notOk(isOffered(start, { ...ending, active: false }));
  t.notOk(isOffered(start, { ...policy, validFrom: '2026-11-25' }));
  t.notOk(isOffered(start, { ...policy, validTo: '2026-11-23' }));
});

t.test('the lengths of the cut are those of the policy in milliseconds', async (t) => {
  t.same(cutOf(policy), {
    durationMs: 1_800_000,
    bufferBeforeMs: 0,
    bufferAfterMs: 600_000,
    alignmentMs: 900_000,
  });
});
