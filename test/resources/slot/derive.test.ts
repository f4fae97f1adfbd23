import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { reserveAll } from '../../../src/resources/appointment/reserve.ts';
import { loadOffer, reservationsFor } from '../../../src/resources/appointment/situation.ts';
import type { Ports } from '../../../src/resources/define.ts';
import { slotId } from '../../../src/resources/slot/element.ts';
import { calendars } from './calendar.ts';
import { appointmentOf, calendarId, scheduleOf, serviceOf } from './calendar-resource.ts';

const now = parseInstant('2026-11-24T07:00:00+01:00');
const at = (time: string): number => parseInstant(`2026-11-24T${time}:00+01:00`);
const morning = { date: '2026-11-24', from: '08:00', to: '10:00' };
const room = (id: string) => ({
  resourceType: 'Location' as const,
  id,
  physicalType: { coding: [{ code: 'ro' }] },
});

t.test('a booking takes its own time and keeps those who share with it away', async (t) => {
  const house = await calendars(t, now);
  await house.put({ resourceType: 'Organization', id: 'unit' });
  await house.put(room('r1'), room('r2'));
  await house.put(
    serviceOf('care', { minutes: 30 }),
    serviceOf('scan', { minutes: 60 }),
    serviceOf('talk', { minutes: 60, form: 'video' }),
  );
  await house.put(
    scheduleOf('a-care', { person: 'a', service: 'care', place: 'r1', shifts: [morning] }),
    scheduleOf('a-talk', { person: 'a', service: 'talk', place: 'r1', shifts: [morning] }),
    scheduleOf('b-care', {
      person: 'b',
      service: 'care',
      place: 'r2',
      shifts: [{ ...morning, place: 'r1' }],
    }),
    scheduleOf('c-scan', {
      person: 'c',
      service: 'scan',
      place: 'r2',
      shifts: [morning],
      equipment: ['scanner'],
    }),
    scheduleOf('d-scan', {
      person: 'd',
      service: 'scan',
      place: 'x',
      shifts: [morning],
      equipment: ['scanner'],
    }),
    scheduleOf('d-talk', { person: 'd', service: 'talk', place: 'r2', shifts: [morning] }),
  );
  await house.work();
  await house.put(
    appointmentOf('1', {
      person: 'a',
      service: 'care',
      place: 'r1',
      start: at('08:00'),
      minutes: 30,
    }),
    appointmentOf('2', {
      person: 'c',
      service: 'scan',
      place: 'r2',
      start: at('09:00'),
      minutes: 60,
    }),
  );
  const shown = (name: string) =>
    house.slots().then((all) =>
      all.flatMap((line) => {
        const [calendar, start = '', , status, place] = line.split(' ');
        return calendar === `Schedule/${calendarId(name)}`
          ? [`${start.slice(11, 16)} ${status} ${place}`]
          : [];
      }),
    );
  t.same(
    {
      own: await shown('a-care'),
      'sister of the person, without a place': await shown('a-talk'),
      'shares the room by a shift': await shown('b-care'),
      'own, with equipment': await shown('c-scan'),
      'shares the equipment': await shown('d-scan'),
      'works in that room, and needs none': await shown('d-talk'),
    },
    {
      own: [
        '08:00 busy Location/r1',
        '08:30 free Location/r1',
        '09:00 free Location/r1',
        '09:30 free Location/r1',
      ],
      'sister of the person, without a place': ['08:00 busy-unavailable -', '09:00 free -'],
      'shares the room by a shift': [
        '08:00 busy-unavailable Location/r1',
        '08:30 free Location/r1',
        '09:00 free Location/r1',
        '09:30 free Location/r1',
      ],
      'own, with equipment': ['08:00 free Location/r2', '09:00 busy Location/r2'],
      'shares the equipment': ['08:00 free Location/x', '09:00 busy-unavailable Location/x'],
      'works in that room, and needs none': ['08:00 free -', '09:00 free -'],
    },
  );
  t.same(await house.slots(), await house.rebuilt());

  await t.test(
    'and who asks for shared equipment at once is refused by its reservation',
    async (t) => {
      const ports = house.ports as Ports;
      const offer = await loadOffer(ports, slotId(calendarId('d-scan'), at('09:00')));
      const wanted = reservationsFor(ports, offer, 'another');
      t.same(
        wanted.map(({ actor }) => actor),
        ['Practitioner/d', 'Equipment/scanner'],
      );
      const free = wanted.map((one) => ({ ...one, start: at('08:00'), end: at('09:00') }));
      const reserve = (reservations: typeof wanted) =>
        ports.db.transaction((tx) =>
          reserveAll(tx, [{ intent: 'intent', reservations }], now).then((won) =>
            won.has('intent'),
          ),
        );
      t.same([await reserve(wanted), await reserve(free)], [false, true]);
    },
  );

  await t.test('over video nobody needs a room', async (t) => {
    const offer = await loadOffer(house.ports as Ports, slotId(calendarId('a-talk'), at('09:00')));
    t.equal(offer.location, undefined);
    const [only, ...more] = reservationsFor(house.ports, offer, 'another');
    t.same([only?.actor, more], ['Practitioner/a', []]);
  });
});

t.test('beyond the horizon only what is taken has a Slot', async (t) => {
  const house = await calendars(t, now);
  const far = { ...morning, date: '2026-12-24' };
  await house.put(serviceOf('care', { minutes: 30, horizon: 2 }));
  await house.put(
    scheduleOf('a', { person: 'a', service: 'care', place: 'x', shifts: [far, morning] }),
  );
  await house.put(
    appointmentOf('1', {
      ...{ person: 'a', service: 'care', place: 'x', minutes: 30 },
      start: parseInstant('2026-12-24T09:00:00+01:00'),
    }),
  );
  await house.work();
  const ahead = (await house.slots()).filter((line) => line.includes('2026-12-24'));
  t.same(
    ahead.map((line) => line.split(' ').slice(1, 4)),
    [['2026-12-24T09:00:00+01:00', '2026-12-24T09:30:00+01:00', 'busy']],
  );
  t.same(await house.slots(), await house.rebuilt());
});

t.test('a booking after midnight is felt by the evening before', async (t) => {
  const house = await calendars(t, now);
  const night = { date: '2026-11-24', from: '22:00', to: '04:00' };
  await house.put(serviceOf('care', { minutes: 30 }), serviceOf('watch', { minutes: 180 }));
  await house.put(
    ...['care', 'watch'].map((service) =>
      scheduleOf(service, { person: 'a', service, place: 'x', shifts: [night] }),
    ),
  );
  await house.work();
  await house.put(
    appointmentOf('1', {
      ...{ person: 'a', service: 'care', place: 'x', minutes: 30 },
      start: parseInstant('2026-11-25T00:30:00+01:00'),
    }),
  );
  const watch = (await house.slots()).filter((line) => line.includes(calendarId('watch')));
  t.same(
    watch.map((line) => line.split(' ').slice(1, 4)),
    [
      ['2026-11-24T22:00:00+01:00', '2026-11-25T01:00:00+01:00', 'busy-unavailable'],
      ['2026-11-25T01:00:00+01:00', '2026-11-25T04:00:00+01:00', 'free'],
    ],
  );
  t.same(await house.slots(), await house.rebuilt());
});
