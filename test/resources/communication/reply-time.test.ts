import type { Organization } from '@medplum/fhirtypes';
import t from 'tap';
import { structure } from '../../../src/fhir/canonical.ts';
import { formatInstant, parseInstant } from '../../../src/fhir/instant.ts';
import {
  closingTimes,
  replyDaysOf,
  replyDue,
} from '../../../src/resources/communication/reply-time.ts';

const hours = (days: readonly string[], to: string) => ({
  url: structure('opening-hours'),
  extension: [
    ...days.map((valueCode) => ({ url: 'day', valueCode })),
    { url: 'to', valueTime: to },
  ],
});

const unit: Organization = {
  resourceType: 'Organization',
  identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: '900100010000160' }],
  extension: [hours(['mon', 'tue', 'wed', 'thu'], '15:30:00'), hours(['fri'], '12:00:00')] as never,
};

const dueOf = (sent: string, replyDays: number): string =>
  formatInstant(
    replyDue({
      ...{ sent: parseInstant(sent), replyDays, closing: closingTimes(unit) },
      closedDates: ['12-24', '12-31'],
    }),
  );

t.test('an answer is due when the unit closes, so many of its opening days later', async (t) => {
  const tuesday = '2026-11-24T10:00:00+01:00';
  t.equal(dueOf(tuesday, 0), '2026-11-24T15:30:00+01:00', 'the same day');
  t.equal(dueOf(tuesday, 2), '2026-11-26T15:30:00+01:00');
  t.equal(dueOf(tuesday, 3), '2026-11-27T12:00:00+01:00', 'Fridays end at noon');
  t.equal(dueOf(tuesday, 4), '2026-11-30T15:30:00+01:00', 'nobody answers at the weekend');
  t.equal(dueOf('2026-11-24T18:00:00+01:00', 0), '2026-11-25T15:30:00+01:00', 'after closing time');
  t.equal(dueOf('2026-11-28T10:00:00+01:00', 1), '2026-12-01T15:30:00+01:00', 'on a Saturday');
  const eve = '2026-12-23T10:00:00+01:00';
  t.equal(dueOf(eve, 1), '2026-12-28T15:30:00+01:00', 'holidays and closed dates do not count');
  t.equal(
    dueOf('2026-10-23T10:00:00+02:00', 1),
    '2026-10-26T15:30:00+01:00',
    'over the clock change',
  );
});

t.test('whether a unit takes messages is the municipality’s to say', async (t) => {
  const emergency = { da: 'Ring 112.', en: 'Call 112.' };
  const daysBy = (dialogue: object | undefined) =>
    replyDaysOf(unit, dialogue ? { dialogue: { emergency, ...dialogue } } : {});
  t.equal(daysBy(undefined), undefined);
  t.equal(daysBy({}), undefined);
  t.equal(daysBy({ replyDays: 2 }), 2);
  t.equal(daysBy({ replyDays: 2, units: { '900100010000160': { replyDays: 5 } } }), 5);
  t.equal(daysBy({ replyDays: 2, units: { '900100010000160': { replyDays: null } } }), undefined);
  t.equal(daysBy({ units: { '900100010000160': { replyDays: 0 } } }), 0);
});

t.test('a unit that says no hours is taken to have the usual ones', async (t) => {
  t.same(
    [...closingTimes({ resourceType: 'Organization' }).keys()],
    [...['mon', 'tue', 'wed', 'thu', 'fri']],
  );
});
