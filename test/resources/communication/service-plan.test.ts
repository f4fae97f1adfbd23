import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { replan } from '../../../src/resources/communication/plan.ts';
import { sendReminder } from '../../../src/resources/communication/send.ts';
import type { Features } from '../../../src/resources/feature.ts';
import {
  bookedInCura,
  changeInCura,
  plansOf,
  portsOf,
  remind,
  remindingHouse,
  smsOf,
} from './reminded.ts';

t.test('the reminders of a service are as many as it says, each once', async (t) => {
  const house = await remindingHouse(t);
  const at = (instant: string) => ({ ...portsOf(house), now: () => parseInstant(instant) });
  const paamindelser = [{ dageFoer: 1, klokken: '17:00' }, { timerFoer: 2 }];
  await changeInCura(house, 'ydelsestype', 'yt-saar', { paamindelser });

  t.test('the day before at five, and two hours before', async (t) => {
    const { id } = await bookedInCura(house, '2026-11-26T12:00:00+01:00');
    const plans = await plansOf(house, id);
    t.same(
      plans.map(({ dueAt }) => dueAt),
      ['2026-11-25T17:00:00+01:00', '2026-11-26T10:00:00+01:00'].map(parseInstant),
    );
    for (const instant of ['2026-11-25T17:00:00+01:00', '2026-11-26T10:00:00+01:00'])
      for (const { id: plan } of plans) await sendReminder(at(instant), plan);
    t.equal((await smsOf(house, id)).length, 2);
  });

  t.test('who books when both have passed but the start has not is told once', async (t) => {
    const { id } = await bookedInCura(house, '2026-11-24T11:30:00+01:00');
    await remind(house, id);
    t.equal((await smsOf(house, id)).length, 1);
  });

  t.test('when the service changes them, what is ahead is planned anew', async (t) => {
    const { id } = await bookedInCura(house, '2026-11-27T12:00:00+01:00');
    await changeInCura(house, 'ydelsestype', 'yt-saar', { paamindelser: [{ timerFoer: 24 }] });
    const { rows } = await house.ports.db.query<{ data: { service: string } }>(
      `select data from outbox where queue = 'plan' order by id desc limit 1`,
    );
    await replan(portsOf(house), rows[0]?.data.service);
    const dayBefore = parseInstant('2026-11-26T12:00:00+01:00');
    t.match(await plansOf(house, id), [
      { state: 'skipped', reason: 'changed' },
      { state: 'skipped', reason: 'changed' },
      { state: 'due', dueAt: dayBefore },
    ]);
    await replan(portsOf(house));
    t.equal((await plansOf(house, id)).length, 3, 'and planning again makes no more');
  });

  t.test('where reminders are off for the unit or for all, nothing is sent', async (t) => {
    const ports = portsOf(house);
    const { municipality } = ports;
    const sent = async (start: string, features: Features) => {
      const { id } = await bookedInCura(house, start);
      const now = () => parseInstant(start) - 20 * 3_600_000;
      for (const plan of await plansOf(house, id))
        await sendReminder({ ...ports, now, municipality: { ...municipality, features } }, plan.id);
      const [plan] = await plansOf(house, id);
      return [(await smsOf(house, id)).length, plan?.reason];
    };
    const off = [0, 'switched off'];
    t.same(await sent('2026-12-01T12:00:00+01:00', { reminders: 'off' }), off);
    t.same(await sent('2026-12-02T12:00:00+01:00', { reminders: ['enhed-forebyggelse'] }), off);
    t.same(await sent('2026-12-03T12:00:00+01:00', { reminders: ['enhed-klinik'] }), [1, null]);
  });

  t.test('a service that reminds nobody has no plans, and takes away those it had', async (t) => {
    const { id } = await bookedInCura(house, '2026-11-28T12:00:00+01:00');
    await changeInCura(house, 'ydelsestype', 'yt-saar', { paamindes: false });
    await replan(portsOf(house));
    const other = await bookedInCura(house, '2026-11-28T13:00:00+01:00');
    t.match(await plansOf(house, id), [{ state: 'skipped', reason: 'changed' }]);
    t.same(await plansOf(house, other.id), []);
  });
});
