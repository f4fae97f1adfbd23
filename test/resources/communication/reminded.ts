import { setTimeout as sleep } from 'node:timers/promises';
import type { Communication, Provenance } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { Aftale } from '../../../src/cura/care-records.ts';
import { formatInstant, parseInstant } from '../../../src/fhir/instant.ts';
import { createHttpGateway } from '../../../src/resources/communication/gateway.ts';
import { planReminders } from '../../../src/resources/communication/plan.ts';
import { type SendPorts, sendReminder } from '../../../src/resources/communication/send.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { startHouse, type TestHouse } from '../../house.ts';

const minuteMs = 60_000;

/** A municipality without workers: a test takes each step of a reminder itself. Its gateway sends receipts. */
export async function remindingHouse(t: Test): Promise<TestHouse> {
  const house = await startHouse(t, { citizens: 10 });
  const gateway = createHttpGateway({
    baseUrl: house.sms.url,
    secret: 'test',
    timeoutMs: 5_000,
    receiptUrl: `${house.base.replace('/fhir', '')}/sms/receipts`,
  });
  const channels = { sms: gateway };
  return { ...house, workers: { ...house.workers, send: { ...house.workers.send, channels } } };
}

export const portsOf = ({ workers }: TestHouse): SendPorts => workers.send;

const fhirIdOf = async ({ ports }: TestHouse, curaId: string): Promise<string> => {
  const { rows } = await ports.db.query<{ id: string }>(
    `select id from cura_record where record = 'aftale' and cura_id = $1`,
    [curaId],
  );
  return rows[0]?.id ?? 'none';
};

/** Staff have booked half an hour with the first nurse, and we know; `start` is an instant with its offset. */
export async function bookedInCura(
  house: TestHouse,
  start: string,
  changes: Partial<Aftale> = {},
): Promise<{ id: string; curaId: string }> {
  const { id: curaId } = house.cura.insert('aftale', {
    borgerId: 'borger-00001',
    ydelsestypeId: 'yt-saar',
    ydelseId: 'yd-00001-saar',
    medarbejderId: 'med-001',
    status: 'planlagt',
    oprettet: '2026-11-21T10:00:00+01:00',
    ...timesFrom(start),
    ...changes,
  });
  await synchronise(house.sync);
  return { id: await fhirIdOf(house, curaId), curaId };
}

export const timesFrom = (start: string): Pick<Aftale, 'start' | 'slut'> => ({
  start,
  slut: formatInstant(parseInstant(start) + 30 * minuteMs),
});

/** Something is changed in Cura, and we know. */
export async function changeInCura(
  house: TestHouse,
  ...change: Parameters<TestHouse['cura']['change']>
): Promise<void> {
  house.cura.change(...change);
  await synchronise(house.sync);
}

/** What a cancelled record says. */
export const cancelled = {
  status: 'aflyst',
  aflysning: { aarsag: 'borger', tidspunkt: '2026-11-24T09:30:00+01:00', sent: false },
} as const satisfies Partial<Aftale>;

export const cancelInCura = (house: TestHouse, curaId: string): Promise<void> =>
  changeInCura(house, 'aftale', curaId, cancelled);

export interface PlanRow {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly start: number;
  readonly kind: string;
  readonly recipient: string;
  readonly channel: string | null;
  readonly dueAt: number;
  readonly until: number;
}

/** The plans of an appointment, oldest first. */
export async function plansOf({ ports }: TestHouse, appointment: string): Promise<PlanRow[]> {
  const { rows } = await ports.db.query<PlanRow>(
    `select id, state, reason, start, kind, recipient, channel, due_at as "dueAt", until from reminder
     where appointment = $1 order by made_at, due_at, id`,
    [appointment],
  );
  return rows;
}

/** Plans what is due and gives the one plan of the appointment that is to be sent. */
export async function planned(house: TestHouse, appointment: string): Promise<string> {
  await planReminders(portsOf(house));
  const due = (await plansOf(house, appointment)).filter(
    ({ state, dueAt }) => state === 'due' && dueAt <= house.ports.now(),
  );
  if (due.length !== 1 || !due[0]) throw new Error(`There are ${due.length} plans to be sent.`);
  return due[0].id;
}

/** Plans what is due and sends what is planned for the appointment, as the workers do. */
export async function remind(house: TestHouse, appointment: string): Promise<void> {
  await planReminders(portsOf(house));
  for (const { id, state } of await plansOf(house, appointment))
    if (state === 'due') await sendReminder(portsOf(house), id);
}

/** Texts of the SMS that came about an appointment, oldest first. */
export async function smsOf(house: TestHouse, appointment: string): Promise<string[]> {
  const came = await house.sms.list();
  return (await plansOf(house, appointment)).flatMap(({ id }) =>
    came.filter((sms) => sms.id === id).map(({ text }) => text),
  );
}

/** What the store tells of a reminder: its Communication and who is said to have sent it. */
export async function told(
  { ports }: TestHouse,
  plan: string,
): Promise<{ communication: Communication | undefined; acts: Provenance[] }> {
  const { rows } = await ports.db.query<{ content: string }>(
    'select content from communication where id = $1 and view & 1 <> 0',
    [plan],
  );
  const { rows: acts } = await ports.db.query<{ content: string }>(
    `select r.content from provenance r where r.view & 1 <> 0 and r.content like '%Communication/' || $1 || '/_history/%'
     order by r.id`,
    [plan],
  );
  return {
    communication: rows[0] && (JSON.parse(rows[0].content) as Communication),
    acts: acts.map(({ content }) => JSON.parse(content) as Provenance),
  };
}

/** Waits for a condition, five seconds at most. */
export async function untilTrue(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 20) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error(`It did not happen: ${what}.`);
}
