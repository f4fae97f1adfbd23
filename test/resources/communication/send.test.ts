import type { Provenance } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { duePlans, factsOf } from '../../../src/resources/communication/facts.ts';
import { compose } from '../../../src/resources/communication/message.ts';
import { noteSending } from '../../../src/resources/communication/note-sending.ts';
import { planReminders } from '../../../src/resources/communication/plan.ts';
import {
  type SendPorts,
  SmsOutcomeUnknown,
  sendReminder,
} from '../../../src/resources/communication/send.ts';
import type { Database } from '../../../src/store/database.ts';
import type { TestHouse } from '../../house.ts';
import {
  bookedInCura,
  cancelInCura,
  changeInCura,
  planned,
  plansOf,
  portsOf,
  remindingHouse,
  smsOf,
  told,
} from './reminded.ts';

const start = '2026-11-25T07:00:00+01:00';

const isReminding = ({ activity }: Provenance): boolean =>
  activity?.coding?.some(({ code }) => code === 'remind') ?? false;

/** The process dies before its transaction: what the gateway was asked stays, what we would have written does not. */
function dyingPorts(house: TestHouse): SendPorts {
  const ports = portsOf(house);
  const transaction: Database['transaction'] = () => Promise.reject(new Error('killed'));
  return { ...ports, db: { ...ports.db, transaction } };
}

t.test('a reminder is sent once and written down once, whatever breaks on the way', async (t) => {
  const house = await remindingHouse(t);
  const due = async (): Promise<{ id: string; curaId: string; plan: string }> => {
    const booked = await bookedInCura(house, start);
    return { ...booked, plan: await planned(house, booked.id) };
  };
  const once = async (t: Test, { id, plan }: { id: string; plan: string }): Promise<void> => {
    t.equal((await smsOf(house, id)).length, 1, 'one SMS');
    const { communication, acts } = await told(house, plan);
    t.match(communication, { status: 'completed' });
    t.equal(acts.filter(isReminding).length, 1, 'one Provenance');
    t.match(await plansOf(house, id), [{ state: 'sent' }]);
  };

  t.test('killed between the answer of the gateway and the commit', async (t) => {
    const one = await due();
    await t.rejects(sendReminder(dyingPorts(house), one.plan), { message: 'killed' });
    t.equal((await smsOf(house, one.id)).length, 1, 'it has left the house');
    t.match(await plansOf(house, one.id), [{ state: 'due' }], 'and nobody knows');
    await sendReminder(portsOf(house), one.plan);
    await once(t, one);
  });

  t.test(
    'killed likewise, and cancelled before it is tried again: what was sent is told',
    async (t) => {
      const one = await due();
      await t.rejects(sendReminder(dyingPorts(house), one.plan), { message: 'killed' });
      await cancelInCura(house, one.curaId);
      await sendReminder(portsOf(house), one.plan);
      await once(t, one);
    },
  );

  t.test('eight workers at once', async (t) => {
    const one = await due();
    await Promise.all(Array.from({ length: 8 }, () => sendReminder(portsOf(house), one.plan)));
    await once(t, one);
  });

  for (const kind of ['fail-before', 'fail-after', 'cut-before', 'cut-after'] as const)
    t.test(`the gateway: ${kind}`, async (t) => {
      const one = await due();
      house.sms.setFaults({ fault: { kind, times: 1 } });
      await t.rejects(sendReminder(portsOf(house), one.plan), new SmsOutcomeUnknown());
      t.equal((await told(house, one.plan)).communication, undefined, 'nothing is claimed');
      await sendReminder(portsOf(house), one.plan);
      await once(t, one);
    });

  t.test('what another worker has given to another channel is left to that worker', async (t) => {
    const one = await due();
    const ports = portsOf(house);
    const [plan] = await duePlans(ports, [one.plan]);
    if (!plan) throw new Error('Nothing is due.');
    const message = compose(ports, await factsOf(ports, [plan]), plan);
    if ('skip' in message) throw new Error(message.skip);
    const given = `update reminder set channel = $2, sending_at = now() where id = $1`;
    await ports.db.query(given, [plan.id, 'nemsms']);
    t.same(await noteSending(ports, [{ plan, message }]), []);
    await ports.db.query(given, [plan.id, 'sms']);
    t.equal((await noteSending(ports, [{ plan, message }])).length, 1, 'the same is the same');
    await sendReminder(ports, plan.id);
    await once(t, one);
  });

  t.test('a number that changes between the tries makes no second SMS', async (t) => {
    const one = await due();
    const wish = house.cura.read('borger', 'borger-00001')?.paamindelse;
    await t.rejects(sendReminder(dyingPorts(house), one.plan), { message: 'killed' });
    if (wish)
      await changeInCura(house, 'borger', 'borger-00001', {
        paamindelse: { ...wish, nummer: '+4500990099' },
      });
    await sendReminder(portsOf(house), one.plan);
    await once(t, one);
  });

  t.test(
    'an outage that outlasts the tries of a job: the plan is queued again under another id',
    async (t) => {
      const one = await due();
      const queued = async (): Promise<string[]> => {
        const { rows } = await house.ports.db.query<{ job_id: string }>(
          `select job_id from outbox where data->'planIds' ? $1 order by id`,
          [one.plan],
        );
        return rows.map(({ job_id }) => job_id);
      };
      const later = (minutes: number) =>
        planReminders({ ...portsOf(house), now: () => house.ports.now() + minutes * 60_000 });
      await later(4);
      t.equal((await queued()).length, 1, 'it is under way');
      await later(6);
      await later(7);
      t.equal(new Set(await queued()).size, 2, 'as a job with an id of its own');
      await sendReminder(portsOf(house), one.plan);
      await once(t, one);
      await later(30);
      t.equal((await queued()).length, 2, 'what is sent is done');
    },
  );
});
