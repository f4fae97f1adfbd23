import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { planReminders } from '../../src/resources/communication/plan.ts';
import { sendReminders } from '../../src/resources/communication/send.ts';
import { temporaryDir } from '../database.ts';
import type { TestHouse } from '../house.ts';
import {
  bookedInCura,
  cancelInCura,
  plansOf,
  portsOf,
  remindingHouse,
  told,
} from '../resources/communication/reminded.ts';
import type { Doom } from './doomed-reminder.ts';

const program = new URL('doomed-reminder.ts', import.meta.url).pathname;
const compiled = temporaryDir(t);

/** `SIGKILL`, or how many calls it took when it lived to the end. */
async function run(doom: Doom): Promise<'SIGKILL' | number> {
  const child = spawn(process.execPath, [program, JSON.stringify(doom)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const [code, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') return signal;
  if (code !== 0) throw new Error(`The process ended with ${code}.`);
  return Number(Buffer.concat(said).toString());
}

const hex = ({ ports }: TestHouse, purpose: string): string =>
  ports.secret(purpose).toString('hex');

interface Booked {
  readonly id: string;
  readonly curaId: string;
  readonly plan: string;
}

/** Three appointments whose reminders are due. */
async function due(house: TestHouse): Promise<Booked[]> {
  const all: Booked[] = [];
  for (const time of ['07:00', '07:30', '08:00']) {
    const booked = await bookedInCura(house, `2026-11-25T${time}:00+01:00`);
    const [plan] = await plansOf(house, booked.id);
    all.push({ ...booked, plan: plan?.id ?? '' });
  }
  return all;
}

const messagesOf = async (house: TestHouse, plan: string): Promise<number> =>
  (await house.sms.list()).filter(({ id }) => id === plan).length;

/** One message, one Communication, one Provenance that says so; and nothing left to do. */
async function sentOnce(
  t: Test,
  house: TestHouse,
  { id, plan }: Booked,
  at: string,
): Promise<void> {
  const { communication, acts } = await told(house, plan);
  const reminding = acts.filter(({ activity }) => activity?.coding?.[1]?.code === 'remind');
  const [row] = await plansOf(house, id);
  t.same(
    [await messagesOf(house, plan), communication !== undefined, reminding.length, row?.state],
    [1, true, 1, 'sent'],
    at,
  );
}

t.setTimeout(600_000);

/** `KILL_STEP=1` leaves no call out. */
const step = Number(process.env.KILL_STEP ?? 4);

/** One of them is cancelled after the kill: it is told as sent if it was, and else not sent. */
async function settled(
  t: Test,
  house: TestHouse,
  all: readonly Booked[],
  at: string,
): Promise<void> {
  const [, gone] = all;
  const wasSent = await messagesOf(house, gone?.plan ?? '');
  if (gone) await cancelInCura(house, gone.curaId);
  // Another planner takes up what the dead one left, after its time.
  await planReminders({ ...portsOf(house), now: () => house.ports.now() + 6 * 60_000 });
  const planIds = all.map(({ plan }) => plan);
  await Promise.all([1, 2].map(() => sendReminders(portsOf(house), planIds)));
  for (const one of all) if (one !== gone || wasSent > 0) await sentOnce(t, house, one, at);
  if (!gone || wasSent > 0) return;
  t.equal(await messagesOf(house, gone.plan), 0);
  t.match((await plansOf(house, gone.id))[0], { state: 'skipped', reason: String });
}

t.test('a process killed at any statement of sending leaves one message a plan', async (t) => {
  const house = await remindingHouse(t);
  const secrets = {
    person: hex(house, 'person'),
    reminder: hex(house, 'reminder'),
    number: hex(house, 'number'),
  };
  const { samspil } = portsOf(house);
  let ended: 'SIGKILL' | number = 'SIGKILL';
  for (let killAt = 1; ended === 'SIGKILL'; killAt += step) {
    const all = await due(house);
    ended = await run({
      ...{ connection: house.ports.db.connection, smsUrl: house.sms.url, secrets },
      ...{ now: house.ports.now(), samspil, planIds: all.map(({ plan }) => plan), killAt },
    });
    await settled(t, house, all, `killed at call ${killAt}`);
  }
  t.ok(Number(ended) > 12, `${ended} calls`);
  t.comment(`calls of database and gateway: ${ended}`);
});
