import t from 'tap';
import type { Borger } from '../../../src/cura/person-records.ts';
import { SmsOutcomeUnknown, sendReminder } from '../../../src/resources/communication/send.ts';
import { type ConnectedHouse, connectedHouse, givenTo } from './connected.ts';
import {
  bookedInCura,
  changeInCura,
  type PlanRow,
  planned,
  plansOf,
  portsOf,
  smsOf,
  told,
  untilTrue,
} from './reminded.ts';

const start = '2026-11-25T07:00:00+01:00';
const citizen = 'borger-00001';

const recordOf = ({ cura }: ConnectedHouse): Borger => {
  const record = cura.read('borger', citizen);
  if (!record?.paamindelse || !record.cpr) throw new Error('The citizen has no wish.');
  return record;
};

async function wishes(house: ConnectedHouse, wish: Partial<Borger['paamindelse']>): Promise<void> {
  const { paamindelse } = recordOf(house);
  if (paamindelse)
    await changeInCura(house, 'borger', citizen, { paamindelse: { ...paamindelse, ...wish } });
}

/** Books, sends, and gives what became of it. */
async function sent(house: ConnectedHouse): Promise<PlanRow & { appointment: string }> {
  const { id } = await bookedInCura(house, start);
  const plan = await planned(house, id);
  await sendReminder(portsOf(house), plan);
  const [row] = await plansOf(house, id);
  if (!row) throw new Error('There is no plan.');
  return { ...row, appointment: id };
}

const mediumOf = async (house: ConnectedHouse, plan: string): Promise<unknown> =>
  (await told(house, plan)).communication?.medium?.[0]?.coding?.map(({ code }) => code);

t.test('one message, by the first channel that reaches the citizen', async (t) => {
  const house = await connectedHouse(t);
  const { cpr = '', paamindelse } = recordOf(house);
  const number = paamindelse?.nummer ?? '';
  /** How many messages of this plan each channel has. */
  const counts = async ({ id }: { id: string }): Promise<number[]> =>
    Promise.all(
      [house.sms, house.nemsms, house.digitalPost].map(
        async (one) => (await givenTo(one)).filter((message) => message.id === id).length,
      ),
    );

  t.test('that is what is wished, where it works', async (t) => {
    const one = await sent(house);
    t.same(await counts(one), [1, 0, 0]);
    t.same(await mediumOf(house, one.id), ['SMSWRIT', 'sms']);
  });

  t.test('NemSMS is addressed by CPR, which stands nowhere here', async (t) => {
    await wishes(house, { kanal: 'nemsms' });
    const one = await sent(house);
    t.same(await counts(one), [0, 1, 0]);
    t.equal((await givenTo(house.nemsms))[0]?.to, cpr);
    t.same(await mediumOf(house, one.id), ['SMSWRIT', 'nemsms']);
    const { rows } = await house.ports.db.query<{ all: string }>(
      `select concat((select json_agg(r) from reminder r), (select json_agg(o) from outbox o),
         (select json_agg(c.content) from communication c), (select json_agg(f) from failed_number f),
         (select json_agg(l) from ledger l)) as all`,
    );
    t.ok((rows[0]?.all.length ?? 0) > 1_000, 'there is something to look through');
    t.notMatch(`${rows[0]?.all}${house.lines.join()}`, cpr);
  });

  t.test('who is not enrolled there is told by the next channel, in MeMo', async (t) => {
    house.nemsms.setFaults({ notEnrolled: [cpr] });
    await wishes(house, { kanal: 'nemsms', nummer: 'intet' });
    const one = await sent(house);
    t.match(one, { state: 'sent', channel: 'digital-post' });
    t.same(await counts(one), [0, 0, 1]);
    const [letter] = await givenTo(house.digitalPost);
    t.equal(letter?.to, cpr);
    t.match(letter?.text, /^Påmindelse om en aftale\n\nHusk din aftale ons 25\/11/);
    t.same(await mediumOf(house, one.id), ['ONLINEWRIT', 'digital-post']);
  });

  t.test('whom no channel reaches is not told, and that is written down', async (t) => {
    house.digitalPost.setFaults({ notEnrolled: [cpr] });
    const one = await sent(house);
    t.match(one, { state: 'failed', reason: 'unreachable' });
    t.same(await counts(one), [0, 0, 0]);
    t.match((await told(house, one.id)).communication, {
      status: 'stopped',
      statusReason: { coding: [{ code: 'unreachable' }] },
    });
    house.digitalPost.setFaults({ notEnrolled: [] });
    await wishes(house, { kanal: 'sms', nummer: number });
  });

  t.test(
    'a number that the gateway refuses is left for the next channel, and not tried again',
    async (t) => {
      await wishes(house, { kanal: 'sms', nummer: '123' });
      const refused = await sent(house);
      t.match(refused, { state: 'sent', channel: 'digital-post' });
      house.sms.setFaults({ fault: { kind: 'fail-before', times: 1 } });
      const again = await sent(house);
      t.match(again, { state: 'sent', channel: 'digital-post' }, 'the gateway is not even asked');
      house.sms.setFaults({ fault: null });
      await wishes(house, { nummer: number });
    },
  );

  t.test(
    'a number that a message did not reach is used again when the wish is renewed',
    async (t) => {
      house.sms.setFaults({ undeliverable: [number] });
      t.match(await sent(house), { state: 'sent', channel: 'sms' });
      await untilTrue('the number is noted', async () => {
        const { rows } = await house.ports.db.query(
          `select from failed_number f join reminder r using (number_hash) where r.receipt = 'undeliverable'`,
        );
        return rows.length > 0;
      });
      house.sms.setFaults({ undeliverable: [] });
      t.match(await sent(house), { state: 'sent', channel: 'digital-post' });
      await wishes(house, { registreret: '2026-11-24T11:00:00+01:00' });
      t.match(await sent(house), { state: 'sent', channel: 'sms' });
    },
  );

  t.test('a channel that may have it is asked until it says no: no other is', async (t) => {
    for (const kind of ['cut-after', 'cut-before'] as const) {
      const { id } = await bookedInCura(house, start);
      const plan = await planned(house, id);
      house.sms.setFaults({ fault: { kind, times: 1 } });
      await t.rejects(sendReminder(portsOf(house), plan), new SmsOutcomeUnknown());
      await wishes(house, { kanal: 'nemsms' });
      house.nemsms.setFaults({ notEnrolled: [] });
      await sendReminder(portsOf(house), plan);
      t.same(await counts({ id: plan }), [1, 0, 0], kind);
      t.match(await plansOf(house, id), [{ state: 'sent', channel: 'sms' }]);
      await wishes(house, { kanal: 'sms' });
    }
  });

  t.test(
    'a number taken away meanwhile: what was sent is told, what was not goes by another',
    async (t) => {
      for (const [kind, expected] of [
        ['cut-after', [1, 0, 0]],
        ['cut-before', [0, 1, 0]],
      ] as const) {
        const { id } = await bookedInCura(house, start);
        const plan = await planned(house, id);
        house.sms.setFaults({ fault: { kind, times: 1 } });
        await t.rejects(sendReminder(portsOf(house), plan), new SmsOutcomeUnknown());
        await wishes(house, { nummer: 'intet' });
        await sendReminder(portsOf(house), plan);
        t.same(await counts({ id: plan }), expected, kind);
        t.equal((await plansOf(house, id))[0]?.state, 'sent');
        await wishes(house, { nummer: number });
      }
    },
  );

  t.test('a place is named where the service lets it, and it is short enough', async (t) => {
    const textOf = async ({ appointment }: { appointment: string }) =>
      (await smsOf(house, appointment))[0];
    t.notMatch(await textOf(await sent(house)), /Sted:/);
    await changeInCura(house, 'ydelsestype', 'yt-saar', { stedISms: true });
    const lokationId = 'lok-sundhedshus';
    await changeInCura(house, 'lokation', lokationId, { navn: 'Sundhedshuset' });
    const booked = async (): Promise<string | undefined> => {
      const { id } = await bookedInCura(house, start, { lokationId });
      await sendReminder(portsOf(house), await planned(house, id));
      return textOf({ appointment: id });
    };
    t.match(await booked(), / Sted: Sundhedshuset\. /);
    await changeInCura(house, 'lokation', lokationId, { navn: 'Sundhedshuset i Sandby' });
    t.notMatch(await booked(), /Sted:/, 'too long');
    await changeInCura(house, 'lokation', lokationId, { navn: 'Łódź' });
    t.notMatch(await booked(), /Sted:/, 'signs that an SMS has not');
  });
});
