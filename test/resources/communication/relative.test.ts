import t from 'tap';
import { personas } from '../../../src/sandbox/people/personas.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { idOf, keep, stopFor } from '../../access/story.ts';
import type { TestHouse } from '../../house.ts';
import { bookedInCura, changeInCura, plansOf, remind, remindingHouse, told } from './reminded.ts';

const start = '2026-11-25T07:00:00+01:00';
const citizen = 'borger-00001';
const daughterNumber = '+4500220099';

async function wishes(house: TestHouse, paaroerende: boolean, oensket = true): Promise<void> {
  const wish = house.cura.read('borger', citizen)?.paamindelse;
  if (wish)
    await changeInCura(house, 'borger', citizen, {
      paamindelse: { ...wish, paaroerende, oensket },
    });
}

/** Whom the reminder of a new appointment reaches, and the plans that came to nothing. */
async function reached(house: TestHouse, meanwhile = async (): Promise<void> => undefined) {
  const { id } = await bookedInCura(house, start);
  await remind(house, id);
  await meanwhile();
  await remind(house, id);
  const plans = await plansOf(house, id);
  const sms = await house.sms.list();
  return {
    texts: sms.filter((one) => plans.some((plan) => plan.id === one.id)),
    relatives: plans.filter(({ recipient }) => recipient.startsWith('RelatedPerson/')),
  };
}

t.test(
  'a relative is reminded only with a mandate of Cura’s and the citizen’s own wish',
  async (t) => {
    const house = await remindingHouse(t);
    const { relative } = personas(1);
    const paaroerende = `${relative?.paaroerendeId}`;
    await changeInCura(house, 'paaroerende', paaroerende, { telefon: daughterNumber });
    const daughter = await idOf(house, 'paaroerende', paaroerende);
    const recipient = `RelatedPerson/${daughter}`;

    t.test('without the wish there is no message to her', async (t) => {
      t.same((await reached(house)).relatives, []);
    });

    t.test('with it she has one of her own, which is written down as hers', async (t) => {
      await wishes(house, true);
      const { texts, relatives } = await reached(house);
      t.match(
        texts.find(({ to }) => to === daughterNumber)?.text,
        /^Husk din pårørendes aftale ons 25\/11 kl\. 07\.00 med Sandby Kommune\./,
      );
      const hers = relatives.find((one) => one.recipient === recipient);
      t.match(hers, { state: 'sent' });
      t.match((await told(house, `${hers?.id}`)).communication, {
        subject: { reference: /^Patient\// },
        recipient: [{ reference: recipient }],
      });
      t.equal(texts.length, 1 + relatives.filter(({ state }) => state === 'sent').length);
    });

    t.test('also when the citizen wants none herself', async (t) => {
      await wishes(house, true, false);
      const { texts } = await reached(house);
      t.ok(texts.some(({ to }) => to === daughterNumber));
      t.notOk(texts.some(({ text }) => text.startsWith('Husk din aftale')));
      await wishes(house, true);
    });

    t.test('a wish taken back, or a stop, counts up to the moment of sending', async (t) => {
      const withdrawn = await reached(house, () => wishes(house, false));
      t.match(withdrawn.relatives[0], { state: 'skipped', reason: 'not wanted' });
      await wishes(house, true);
      const patient = await idOf(house, 'borger', citizen);
      const stopped = await reached(house, async () => {
        const stop = stopFor(patient, daughter);
        const period = { start: '2026-11-01T00:00:00+01:00' };
        await keep(house, {
          ...stop,
          id: 'stop-of-test',
          provision: { ...stop.provision, period },
        });
      });
      t.match(
        stopped.relatives.find((one) => one.recipient === recipient),
        {
          state: 'skipped',
          reason: 'no mandate',
        },
      );
      await house.ports.db.query(`delete from consent where id = 'stop-of-test'`);
    });

    t.test('nobody gets one while Cura’s word on mandates is old', async (t) => {
      const { id } = await bookedInCura(house, start);
      await house.ports.db.query(
        `update sync_state set checked_at = checked_at - interval '1 hour'`,
      );
      await remind(house, id);
      await remind(house, id);
      t.same(await plansOf(house, id).then((plans) => plans.length), 1);
      await synchronise(house.sync);
    });

    t.test('a mandate that ended gives no message', async (t) => {
      const consents = await house.ports.db.query<{ cura_id: string }>(
        `select r.cura_id from cura_record r join consent c on c.id = r.id and c.view & 1 <> 0
       where r.record = 'fuldmagt' and c.p_actor && array[$1]`,
        [recipient],
      );
      for (const { cura_id } of consents.rows)
        house.cura.change('fuldmagt', cura_id, { gyldigTil: '2026-11-20' });
      await synchronise(house.sync);
      const { relatives } = await reached(house);
      t.notOk(relatives.some((one) => one.recipient === recipient));
    });
  },
);
