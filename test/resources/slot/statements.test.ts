import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import type { Database } from '../../../src/store/database.ts';
import { type Calendars, calendars } from './calendar.ts';
import { appointmentOf, scheduleOf, serviceOf } from './calendar-resource.ts';

const now = parseInstant('2026-11-23T07:00:00+01:00');
const hourMs = 3_600_000;
const services = ['care', 'long', 'short'];
const shifts = ['2026-11-23', '2026-11-24', '2026-11-25'].map((date) => ({
  ...{ date, from: '08:00', to: '16:00' },
}));

/** Counts what is asked inside transactions from now on. */
function counting({ ports }: Calendars): string[] {
  const asked: string[] = [];
  const whole: { transaction: Database['transaction'] } = ports.db;
  const { transaction } = whole;
  whole.transaction = (work, options) =>
    transaction((tx) => {
      const query: typeof tx.query = (text, values, more) => {
        asked.push(more?.name ?? text);
        return tx.query(text, values, more);
      };
      return work({ ...tx, query });
    }, options);
  return asked;
}

const visitOf = (nth: number) =>
  appointmentOf(`visit-${nth}`, {
    person: `person-${nth % 20}`,
    ...{ service: 'care', place: `room-${nth % 20}`, minutes: 30 },
    start: now + 2 * hourMs + Math.floor(nth / 20) * hourMs,
  });

t.test('a booking is a few statements, and a hundred at once are no more', async (t) => {
  const house = await calendars(t, now);
  await house.put({ resourceType: 'Organization', id: 'unit' } as never);
  const people = Array.from({ length: 20 }, (_, at) => at);
  await house.put(
    ...people.map((at) => ({
      resourceType: 'Location' as const,
      id: `room-${at}`,
      physicalType: { coding: [{ code: 'ro' }] },
    })),
  );
  await house.put(...services.map((service) => serviceOf(service, { minutes: 30 })));
  await house.put(
    ...people.flatMap((at) =>
      services.map((service) =>
        scheduleOf(`${at} ${service}`, {
          ...{ person: `person-${at}`, service, place: `room-${at}`, shifts },
        }),
      ),
    ),
  );
  await house.round();
  const asked = counting(house);
  await house.put(visitOf(0));
  const one = [...asked];
  asked.length = 0;
  await house.put(...Array.from({ length: 100 }, (_, nth) => visitOf(nth + 1)));
  const hundred = [...asked];
  t.comment(one.join(', '));
  t.ok(one.length <= 18, `${one.length} statements`);
  t.same(hundred.length, one.length, 'a hundred bookings');
  const busy = (await house.slots()).filter((line) => line.includes(' busy '));
  t.equal(busy.length, 101);
  asked.length = 0;
  await house.round();
  t.same(asked, ['slots-whole', 'slots-ground', 'class-schedules'], 'what is right is not written');
});
