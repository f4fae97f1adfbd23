import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { planReminders } from '../../src/resources/communication/plan.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { retriesOf } from '../../src/workers/define-worker.ts';
import { startRelay } from '../../src/workers/outbox.ts';
import { openQueues } from '../../src/workers/queue.ts';
import { reminderWorkers, startReminders } from '../../src/workers/reminder.ts';
import type { TestHouse } from '../house.ts';
import {
  bookedInCura,
  cancelled,
  portsOf,
  remindingHouse,
  timesFrom,
  untilTrue,
} from '../resources/communication/reminded.ts';

const seed = Number(process.env.SOAK_SEED ?? 7);
const rounds = Number(process.env.SOAK_ROUNDS ?? 12);

/** Small and the same each time. */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const random = randomFrom(seed);

/** One of several processes that plan and send. */
async function worker(t: Test, house: TestHouse): Promise<void> {
  const { db, now } = house.ports;
  const queues = await openQueues({
    connection: db.connection,
    retries: retriesOf(reminderWorkers),
    renewMs: 4_000,
  });
  t.teardown(() => queues.close());
  await startReminders(queues, house.workers);
  const relay = startRelay({ db, queues, now, pollMs: 200 });
  t.teardown(() => relay.close());
}

const kinds = ['fail-before', 'fail-after', 'cut-before', 'cut-after'] as const;

/** All jobs are gone, with those that would have woken the planners. */
async function loseQueue({ owner }: TestHouse): Promise<void> {
  await owner.query('delete from bullmq.job');
}

const time = (): string =>
  `2026-11-25T${String(6 + random(3)).padStart(2, '0')}:${random(2) ? '30' : '00'}:00+01:00`;

/** Something happens in Cura to one of the appointments. */
async function disturb(house: TestHouse, curaIds: readonly string[]): Promise<void> {
  const curaId = curaIds[random(curaIds.length)] ?? '';
  const wish = house.cura.read('borger', 'borger-00001')?.paamindelse;
  const acts = [
    () => house.cura.change('aftale', curaId, cancelled),
    () => house.cura.change('aftale', curaId, timesFrom(time())),
    () =>
      wish &&
      house.cura.change('borger', 'borger-00001', {
        paamindelse: { ...wish, oensket: !wish.oensket },
      }),
  ];
  acts[random(acts.length)]?.();
  await synchronise(house.sync);
}

interface Row {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly told: number;
  readonly acts: number;
}

const rowsSql = `
select r.id, r.state, r.reason, (select count(*) from communication c where c.id = r.id and c.view & 1 <> 0) as told,
  (select count(*) from ledger l where l.interaction = 'remind' and l.targets @> array['Communication/' || r.id || '/_history/1']) as acts
from reminder r where due_at <= to_timestamp($1 / 1000.0)`;

/** What the gateway has against what the plans say. */
async function agree(t: Test, house: TestHouse): Promise<void> {
  const { rows } = await house.ports.db.query<Row>(rowsSql, [house.ports.now()]);
  const given = new Set((await house.sms.list()).map(({ id }) => id));
  const wrong = rows.filter(({ id, state, reason, told, acts }) => {
    const isSent = given.has(id);
    if (state === 'sent') return !isSent || told !== 1 || acts !== 1;
    return isSent || reason === null || state === 'due' || (state === 'skipped' && told > 0);
  });
  t.same(wrong, [], `of ${rows.length} plans`);
  const sent = rows.filter(({ state }) => state === 'sent').length;
  t.equal(given.size, sent, 'and the gateway has no message of no plan');
  t.ok(sent > rounds / 2, `${sent} sent`);
  const { rows: doubled } = await house.ports.db.query(
    `select appointment from reminder where state = 'sent' group by appointment, start, plan, recipient, follows having count(*) > 1`,
  );
  t.same(doubled, []);
}

t.setTimeout(240_000);

t.test(
  'whatever fails on the way, each plan is one message or a reason why there is none',
  async (t) => {
    const house = await remindingHouse(t);
    await worker(t, house);
    await worker(t, house);
    const curaIds: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (let n = 0; n < 3; n += 1) curaIds.push((await bookedInCura(house, time())).curaId);
      house.sms.setFaults({
        fault: { kind: kinds[random(4)] ?? 'cut-after', times: 1 + random(4) },
      });
      house.sms.setFaults({ latencyMs: random(3) * 20 });
      await disturb(house, curaIds);
      await planReminders(portsOf(house));
      if (round === Math.floor(rounds / 2)) await loseQueue(house);
      await sleep(random(300));
    }
    house.sms.setFaults({ fault: null, latencyMs: 0 });
    const left = async (): Promise<number> => {
      const { rows } = await house.ports.db.query<{ n: number }>(
        `select count(*) as n from reminder where state = 'due' and due_at <= to_timestamp($1 / 1000.0)`,
        [house.ports.now()],
      );
      return rows[0]?.n ?? 0;
    };
    // What was lost with its queue is taken up again after five minutes; here they pass at once.
    for (let tries = 0; tries < 8 && (await left()) > 0; tries += 1) {
      await untilTrue('settled', async () => (await left()) === 0).catch(() => undefined);
      if ((await left()) > 0) house.setNow(house.ports.now() + 6 * 60_000);
    }
    t.equal(await left(), 0, 'nothing is left to be sent');
    await agree(t, house);
  },
);
