import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { dueAt, isQuiet, planReminders } from '../../../src/resources/communication/plan.ts';
import { sendReminder } from '../../../src/resources/communication/send.ts';
import { loadMunicipality, type Municipality } from '../../../src/resources/municipality.ts';
import {
  bookedInCura,
  cancelInCura,
  cancelled,
  changeInCura,
  planned,
  plansOf,
  portsOf,
  remind,
  remindingHouse,
  smsOf,
  timesFrom,
  told,
} from './reminded.ts';

const sandby = loadMunicipality('9999');
/** The present is Tuesday 24 November 2026, 10:00: all of these are due. */
const tomorrow = (time: string): string => `2026-11-25T${time}:00+01:00`;

t.test('reminders follow wish and appointment', async (t) => {
  const house = await remindingHouse(t);

  t.test('who wants SMS gets one the day before, and it is written down', async (t) => {
    const { id } = await bookedInCura(house, tomorrow('06:00'));
    await remind(house, id);
    const [plan] = await plansOf(house, id);
    t.match(await smsOf(house, id), [/^Husk din aftale ons 25\/11 kl\. 06\.00 med Sandby Kommune/]);
    t.match(await told(house, plan?.id ?? ''), {
      communication: { status: 'completed', about: [{ reference: `Appointment/${id}` }] },
      acts: [{ activity: { coding: [{}, { code: 'remind' }] } }],
    });
  });

  t.test('who does not want any gets none, and none is claimed', async (t) => {
    const borgerId = 'borger-00007';
    t.equal(house.cura.read('borger', borgerId)?.paamindelse?.oensket, false);
    const { id } = await bookedInCura(house, tomorrow('06:00'), { borgerId });
    await remind(house, id);
    const [plan] = await plansOf(house, id);
    t.match(plan, { state: 'skipped', reason: 'not wanted' });
    t.same(await smsOf(house, id), []);
    t.equal((await told(house, plan?.id ?? '')).communication, undefined);
  });

  t.test(
    'a wish withdrawn just before the sending counts; one given again counts too',
    async (t) => {
      const { id } = await bookedInCura(house, tomorrow('06:30'));
      const wish = house.cura.read('borger', 'borger-00001')?.paamindelse ?? { kanal: 'sms' };
      const plan = await planned(house, id);
      await changeInCura(house, 'borger', 'borger-00001', {
        paamindelse: { ...wish, oensket: false },
      });
      await sendReminder(portsOf(house), plan);
      await remind(house, id);
      t.match(await plansOf(house, id), [{ state: 'skipped', reason: 'not wanted' }]);
      t.same(await smsOf(house, id), []);
      await changeInCura(house, 'borger', 'borger-00001', {
        paamindelse: { ...wish, oensket: true },
      });
      await remind(house, id);
      t.equal((await smsOf(house, id)).length, 1);
    },
  );

  t.test('a moved appointment is reminded of at its new time, and only then', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('07:00'));
    const old = await planned(house, id);
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('07:30')));
    await sendReminder(portsOf(house), old);
    await remind(house, id);
    t.match(await plansOf(house, id), [{ state: 'skipped', reason: 'moved' }, { state: 'sent' }]);
    t.match(await smsOf(house, id), [/kl\. 07\.30/]);
    await remind(house, id);
    t.equal((await smsOf(house, id)).length, 1, 'and only once');
  });

  t.test('an appointment moved away and back is reminded of at the time that counts', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('08:00'));
    for (const time of ['08:00', '08:30', '08:00']) {
      await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow(time)));
      await remind(house, id);
      await remind(house, id);
    }
    t.match(await smsOf(house, id), [/kl\. 08\.00/, /kl\. 08\.30/, /kl\. 08\.00/]);
  });

  t.test('a move that came to nothing before its SMS repeats none', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('09:00'));
    await remind(house, id);
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('09:30')));
    const second = await planned(house, id);
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('09:00')));
    await sendReminder(portsOf(house), second);
    await remind(house, id);
    t.match(await smsOf(house, id), [/kl\. 09\.00/]);
  });

  t.test('a cancelled appointment is not reminded of, even if it was planned', async (t) => {
    const before = await bookedInCura(house, tomorrow('05:00'), cancelled);
    const after = await bookedInCura(house, tomorrow('05:30'));
    const plan = await planned(house, after.id);
    await cancelInCura(house, after.curaId);
    await sendReminder(portsOf(house), plan);
    await remind(house, after.id);
    t.match(await plansOf(house, after.id), [{ state: 'skipped', reason: 'not booked' }]);
    t.same(await plansOf(house, before.id), []);
    t.same(await smsOf(house, after.id), []);
  });

  t.test('nothing is planned before its time, or for what begins within the hour', async (t) => {
    const far = await bookedInCura(house, tomorrow('11:00'));
    const soon = await bookedInCura(house, '2026-11-24T10:45:00+01:00');
    const between = await bookedInCura(house, '2026-11-24T11:30:00+01:00');
    await planReminders(portsOf(house));
    t.same(await plansOf(house, far.id), []);
    t.same(await plansOf(house, soon.id), []);
    t.equal((await plansOf(house, between.id)).length, 1);
    const oneHourLater = parseInstant('2026-11-24T11:00:01+01:00');
    await planReminders({ ...portsOf(house), now: () => oneHourLater });
    t.equal((await plansOf(house, far.id)).length, 1);
  });

  t.test('nobody is woken: what falls due in the quiet hours is planned after them', async (t) => {
    const { id } = await bookedInCura(house, '2026-11-26T06:15:00+01:00');
    const municipality: Municipality = { ...sandby, quietHours: { from: '21:00', to: '07:00' } };
    const at = (instant: string) => ({
      ...portsOf(house),
      municipality,
      now: () => parseInstant(instant),
    });
    await planReminders(at('2026-11-25T06:30:00+01:00'));
    t.same(await plansOf(house, id), []);
    await planReminders(at('2026-11-25T07:00:00+01:00'));
    t.equal((await plansOf(house, id)).length, 1);
  });
});

t.test(
  'a reminder is due at the same wall time the day before, over both changes of the clock',
  async (t) => {
    const due = (start: string, reminder: Municipality['reminder'] = { leadDays: 1 }): string =>
      new Date(dueAt(parseInstant(start), { ...sandby, reminder })).toISOString();
    t.same(
      [
        due('2026-11-25T13:15:00+01:00'),
        due('2026-03-29T13:15:00+02:00'),
        due('2026-03-30T02:30:00+02:00'),
        due('2026-10-25T13:15:00+01:00'),
        due('2026-10-25T02:30:00+02:00'),
        due('2026-10-25T02:30:00+01:00'),
        due('2026-10-26T02:30:00+01:00'),
        due('2026-03-30T09:00:00+02:00', { leadDays: 2, time: '17:00' }),
      ],
      [
        '2026-11-24T12:15:00.000Z',
        '2026-03-28T12:15:00.000Z',
        // 02.30 is not there on 29 March: 03.30 summer time.
        '2026-03-29T01:30:00.000Z',
        '2026-10-24T11:15:00.000Z',
        '2026-10-24T00:30:00.000Z',
        '2026-10-24T00:30:00.000Z',
        // 02.30 is there twice on 25 October: the first.
        '2026-10-25T00:30:00.000Z',
        '2026-03-28T16:00:00.000Z',
      ],
    );
  },
);

t.test(
  'quiet hours are wall time and may pass midnight, also in the nights of the clock',
  async (t) => {
    const quiet = (quietHours: Municipality['quietHours'], instant: string): boolean =>
      isQuiet(parseInstant(instant), { ...sandby, quietHours });
    const night = { from: '21:00', to: '07:00' };
    const noon = { from: '12:00', to: '13:00' };
    t.same(
      [
        quiet(null, '2026-11-24T03:00:00+01:00'),
        quiet(night, '2026-11-24T20:59:59+01:00'),
        quiet(night, '2026-11-24T21:00:00+01:00'),
        quiet(night, '2026-11-24T06:59:00+01:00'),
        quiet(night, '2026-11-24T07:00:00+01:00'),
        quiet(night, '2026-03-29T06:30:00+02:00'),
        quiet(night, '2026-03-29T07:00:00+02:00'),
        quiet(night, '2026-10-25T06:30:00+01:00'),
        quiet(night, '2026-10-25T07:00:00+01:00'),
        quiet(noon, '2026-11-24T12:30:00+01:00'),
        quiet(noon, '2026-11-24T13:00:00+01:00'),
      ],
      [false, false, true, true, false, true, false, true, false, true, false],
    );
  },
);
