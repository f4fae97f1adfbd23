import type { Appointment } from '@medplum/fhirtypes';
import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { participantId } from '../../../src/resources/appointment/participants.ts';
import { notify } from '../../../src/resources/communication/notify.ts';
import { sendReminder } from '../../../src/resources/communication/send.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';
import { keep } from '../../access/story.ts';
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

  t.test('who is moved by staff is told so at once, and reminded of no other time', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('07:00'));
    const old = await planned(house, id);
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('07:30')));
    await sendReminder(portsOf(house), old);
    await remind(house, id);
    t.match(await plansOf(house, id), [
      { kind: 'reminder', state: 'skipped', reason: 'changed' },
      { kind: 'moved', state: 'sent' },
    ]);
    t.match(await smsOf(house, id), [/^Din aftale med .* er flyttet til ons 25\/11 kl\. 07\.30\./]);
    await remind(house, id);
    t.equal((await smsOf(house, id)).length, 1, 'and only once');
  });

  t.test('an appointment moved away and back is told of at the time that counts', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('08:00'));
    for (const time of ['08:00', '08:30', '08:00', '08:30']) {
      await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow(time)));
      await remind(house, id);
      await remind(house, id);
    }
    t.match(await smsOf(house, id), [/^Husk.*kl\. 08\.00/, /08\.30/, /08\.00/, /08\.30/]);
  });

  t.test('a move that came to nothing before its SMS repeats no reminder', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('09:00'));
    await remind(house, id);
    for (const time of ['09:30', '09:00'])
      await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow(time)));
    await remind(house, id);
    t.match(await smsOf(house, id), { length: 1, 0: /^Husk.*kl\. 09\.00/ });
  });

  t.test('a cancelled appointment is not reminded of, even if it was planned', async (t) => {
    const before = await bookedInCura(house, tomorrow('05:00'), cancelled);
    const after = await bookedInCura(house, tomorrow('05:30'));
    const plan = await planned(house, after.id);
    await cancelInCura(house, after.curaId);
    await sendReminder(portsOf(house), plan);
    await remind(house, after.id);
    t.match(await plansOf(house, after.id), [
      { state: 'skipped', reason: 'changed' },
      { kind: 'cancelled', state: 'sent' },
    ]);
    t.same(await plansOf(house, before.id), []);
    t.match(await smsOf(house, after.id), [/^Din aftale ons 25\/11 kl\. 05\.30 .* er aflyst\.$/]);
  });

  t.test('an offer is told at once, and not when it is none any more', async (t) => {
    const { id: like } = await bookedInCura(house, tomorrow('04:00'));
    const { rows } = await house.ports.db.query<{ content: string }>(
      'select content from appointment where id = $1 and view & 1 <> 0',
      [like],
    );
    const offered = JSON.parse(rows[0]?.content ?? '{}') as Appointment;
    const start = parseInstant(tomorrow('04:00'));
    const until = house.ports.now() + 3 * 3_600_000;
    const offer = async (id: string, status: Appointment['status']): Promise<void> => {
      const { id: kept } = await keep(house, { ...offered, id, status });
      const patient = participantId(offered, 'Patient') ?? '';
      const notices = [{ kind: 'offer', appointment: kept, patient, start, until } as const];
      for (let times = 0; times < 2; times += 1)
        await house.ports.db.transaction((tx) => notify(tx, house.ports, notices));
      await remind(house, kept);
    };
    await offer('offer-stands', 'pending');
    await offer('offer-lapsed', 'cancelled');
    t.match(await smsOf(house, 'offer-stands'), [
      /har en ledig tid til dig ons 25\/11 kl\. 04\.00\. Svar senest tir 24\/11 kl\. 13\.0\d\./,
    ]);
    t.match(await plansOf(house, 'offer-lapsed'), [{ state: 'skipped', reason: 'not booked' }]);
  });

  t.test('nothing is sent before its time, or for what begins within the hour', async (t) => {
    const far = await bookedInCura(house, tomorrow('11:00'));
    const soon = await bookedInCura(house, '2026-11-24T10:45:00+01:00');
    const between = await bookedInCura(house, '2026-11-24T11:30:00+01:00');
    for (const one of [far, soon, between]) await remind(house, one.id);
    t.match(await plansOf(house, far.id), [
      { state: 'due', dueAt: parseInstant('2026-11-24T11:00:00+01:00') },
    ]);
    t.same(await plansOf(house, soon.id), []);
    t.equal((await smsOf(house, between.id)).length, 1);
    const [plan] = await plansOf(house, far.id);
    await sendReminder(portsOf(house), `${plan?.id}`);
    t.same(await smsOf(house, far.id), [], 'a job that comes too early sends nothing');
    const oneHourLater = {
      ...portsOf(house),
      now: () => parseInstant('2026-11-24T11:00:01+01:00'),
    };
    await sendReminder(oneHourLater, `${plan?.id}`);
    t.equal((await smsOf(house, far.id)).length, 1);
  });

  t.test('nobody is woken: what is late in the quiet hours waits for their end', async (t) => {
    const { id } = await bookedInCura(house, tomorrow('09:45'));
    const [plan] = await plansOf(house, id);
    const municipality = { ...sandby, quietHours: { from: '21:00', to: '07:00' } };
    const at = (instant: string) => ({
      ...portsOf(house),
      municipality,
      now: () => parseInstant(instant),
    });
    await sendReminder(at('2026-11-24T22:30:00+01:00'), `${plan?.id}`);
    t.same(await smsOf(house, id), []);
    const { rows } = await house.ports.db.query<{ next: number }>(
      'select next_at as next from reminder where id = $1',
      [plan?.id],
    );
    t.equal(rows[0]?.next, parseInstant('2026-11-25T07:00:00+01:00'));
    await sendReminder(at('2026-11-25T07:00:00+01:00'), `${plan?.id}`);
    t.equal((await smsOf(house, id)).length, 1);
  });

  t.test('what would be of no use after the quiet hours is not sent at all', async (t) => {
    const { id } = await bookedInCura(house, tomorrow('07:15'));
    const [plan] = await plansOf(house, id);
    const municipality = { ...sandby, quietHours: { from: '21:00', to: '07:00' } };
    const now = () => parseInstant('2026-11-24T22:30:00+01:00');
    await sendReminder({ ...portsOf(house), municipality, now }, `${plan?.id}`);
    t.match(await plansOf(house, id), [{ state: 'skipped', reason: 'quiet hours' }]);
  });
});
