import { createHmac } from 'node:crypto';
import t from 'tap';
import { sendReminder } from '../../../src/resources/communication/send.ts';
import type { TestHouse } from '../../house.ts';
import { bookedInCura, planned, portsOf, remindingHouse, told, untilTrue } from './reminded.ts';

const start = '2026-11-25T07:00:00+01:00';
const number = '+4500110099';

interface Post {
  readonly secret?: string;
  readonly ageMs?: number;
}

/** Posts a receipt as the gateway does, or as somebody else would. */
async function post(
  { base, ports }: TestHouse,
  body: string,
  { secret = 'test', ageMs = 0 }: Post = {},
): Promise<number> {
  const signedAt = String(ports.now() - ageMs);
  const answer = await fetch(`${base.replace('/fhir', '')}/sms/receipts`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-sms-time': signedAt,
      'x-sms-signature': createHmac('sha256', secret).update(`${signedAt}.${body}`).digest('hex'),
    },
  });
  return answer.status;
}

t.test('a delivery receipt ends in the Communication', async (t) => {
  const house = await remindingHouse(t);
  const due = async (): Promise<string> => {
    const { id } = await bookedInCura(house, start);
    return planned(house, id);
  };
  const receiptOf = async (plan: string): Promise<string | null | undefined> => {
    const { rows } = await house.ports.db.query<{ receipt: string | null }>(
      'select receipt from reminder where id = $1',
      [plan],
    );
    return rows[0]?.receipt;
  };
  const received = async (plan: string): Promise<string | undefined> =>
    (await told(house, plan)).communication?.received;

  t.test('when it comes after the sending was written down', async (t) => {
    const plan = await due();
    await sendReminder(portsOf(house), plan);
    await untilTrue('received', async () => (await received(plan)) !== undefined);
    const { communication, acts } = await told(house, plan);
    t.match(communication, { status: 'completed', received: String });
    t.ok((communication?.received ?? '') >= (communication?.sent ?? '~'), 'sent before received');
    t.equal(acts.length, Number(communication?.meta?.versionId), 'each version has its Provenance');
  });

  /** The commit waits until the receipt is there. */
  const sendSlowly = (plan: string): Promise<void> => {
    const ports = portsOf(house);
    const transaction: typeof ports.db.transaction = async (work) => {
      await untilTrue('the receipt', async () => (await receiptOf(plan)) !== null);
      return ports.db.transaction(work);
    };
    return sendReminder({ ...ports, db: { ...ports.db, transaction } }, plan);
  };

  t.test('when it comes before', async (t) => {
    const plan = await due();
    await sendSlowly(plan);
    t.match((await told(house, plan)).communication, { status: 'completed', received: String });
  });

  t.test('when it says that the SMS could not be delivered, before and after', async (t) => {
    const telefon = house.cura.read('borger', 'borger-00001')?.paamindelse?.nummer ?? number;
    house.sms.setFaults({ undeliverable: [telefon] });
    const [before, after] = [await due(), await due()];
    await sendSlowly(before);
    await sendReminder(portsOf(house), after);
    await untilTrue('stopped', async () => {
      const { communication } = await told(house, after);
      return communication?.status === 'stopped';
    });
    for (const plan of [before, after]) {
      const { communication } = await told(house, plan);
      t.match(communication, { status: 'stopped' });
      t.equal(communication?.received, undefined);
    }
    house.sms.setFaults({ undeliverable: [] });
    const { rows } = await house.ports.db.query<{ text: string }>(
      'delete from failed_number f returning f::text as text',
    );
    t.equal(rows.length, 1, 'the number is noted once');
    const { rows: tasks } = await house.ports.db.query<{ content: string }>(
      `select k.content from task k join reminder r on k.p_focus && array['Appointment/' || r.appointment]
       where r.id = any($1::text[]) and k.view & 1 <> 0`,
      [[before, after]],
    );
    t.match(
      tasks.map(({ content }) => JSON.parse(content)),
      Array(2).fill({ status: 'requested', reasonCode: { coding: [{ code: 'unreached' }] } }),
      'and the unit is told of each appointment',
    );
    t.notMatch(rows[0]?.text, telefon.slice(-8), 'and not in clear');
  });

  t.test('the first counts: repeats and contradictions change nothing', async (t) => {
    const plan = await due();
    await sendSlowly(plan);
    const before = await told(house, plan);
    for (const status of ['delivered', 'undeliverable'])
      t.equal(await post(house, JSON.stringify({ id: plan, status })), 204);
    t.same(await told(house, plan), before);
  });

  t.test(
    'one that nobody signed, or long ago, is refused; one for an unknown message is nothing',
    async (t) => {
      const plan = await due();
      const body = JSON.stringify({ id: plan, status: 'delivered' });
      t.equal(await post(house, body, { secret: 'guess' }), 403);
      t.equal(await post(house, body, { ageMs: 11 * 60_000 }), 403);
      t.equal(await post(house, '{'), 403);
      t.equal(await receiptOf(plan), null);
      t.equal(await post(house, JSON.stringify({ id: 'unknown', status: 'delivered' })), 204);
      t.equal(await post(house, body), 204);
      t.equal(await receiptOf(plan), null, 'nor one for what this channel was never given');
    },
  );
});
