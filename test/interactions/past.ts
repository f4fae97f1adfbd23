import type { Appointment, Bundle, Communication, Device, Resource } from '@medplum/fhirtypes';
import { registry } from '../../src/registry.ts';
import { putAll, removeAll } from '../../src/store/put.ts';
import { tableOf } from '../../src/store/shape.ts';
import type { Ask } from '../access/ask.ts';
import { noon, type TestHouse } from '../house.ts';
import { versionsIn } from './walk.ts';

type Kept = Resource & { id: string };
const minuteMs = 60_000;

const message = (patient: string, id: string, status: Communication['status']) =>
  ({
    ...{ resourceType: 'Communication', id, status, sent: '2026-11-24T08:00:00Z' },
    subject: { reference: `Patient/${patient}` },
  }) satisfies Communication;

const machine = (id: string, status: 'active' | 'inactive'): Device & { id: string } => ({
  ...{ resourceType: 'Device', id, status },
});

/** A citizen does not see what was entered in error. */
const visit = (
  patient: string,
  status: 'booked' | 'entered-in-error',
): Appointment & { id: string } => ({
  ...{ resourceType: 'Appointment', id: 'visit', status },
  participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
});

/** Writes at a minute behind noon. */
async function writeAt({ ports }: TestHouse, minute: number, resource: Kept): Promise<void> {
  const room = ports.room(resource.resourceType);
  const at = noon + minute * minuteMs;
  await ports.db.transaction((tx) => putAll(tx, room, [resource], at));
}

async function removeAt({ ports }: TestHouse, minute: number, type: string, id: string) {
  const at = noon + minute * minuteMs;
  await ports.db.transaction((tx) => removeAll(tx, ports.room(type), [id], at));
}

/** Messages that came, changed and went, of two citizens; one that moved between them; machines of nobody. */
export async function live(house: TestHouse, mine: string, theirs: string): Promise<void> {
  for (const [who, patient] of [
    ['mine', mine],
    ['theirs', theirs],
  ] as const) {
    await writeAt(house, 10, message(patient, `${who}-kept`, 'in-progress'));
    await writeAt(house, 20, message(patient, `${who}-kept`, 'completed'));
    await writeAt(house, 11, message(patient, `${who}-gone`, 'in-progress'));
    await removeAt(house, 21, 'Communication', `${who}-gone`);
    await writeAt(house, 12, message(patient, `${who}-back`, 'in-progress'));
    await removeAt(house, 22, 'Communication', `${who}-back`);
    await writeAt(house, 32, message(patient, `${who}-back`, 'completed'));
  }
  await writeAt(house, 13, message(theirs, 'moved', 'in-progress'));
  await writeAt(house, 23, message(mine, 'moved', 'in-progress'));
  await writeAt(house, 14, machine('scale', 'active'));
  await writeAt(house, 14, machine('scale', 'inactive'));
  // At the moments of some messages.
  await writeAt(house, 10, machine('bed', 'active'));
  await writeAt(house, 11, machine('lost', 'active'));
  await removeAt(house, 21, 'Device', 'lost');
  await writeAt(house, 16, visit(mine, 'booked'));
  await removeAt(house, 26, 'Appointment', 'visit');
  await writeAt(house, 36, visit(mine, 'entered-in-error'));
}

/** Rooms with a history of their type. */
export const withHistory = registry.filter(({ interactions }) =>
  interactions.includes('history-type'),
);

/** Whom an answer above the level of an instance is about, by table of the room. */
const overview = ['Patient', 'RelatedPerson', 'Consent'];

async function everyId({ ports }: TestHouse, table: string) {
  const { rows } = await ports.db.query<{ id: string; patient: string | null }>(
    `select id, patient from ${table} union select id, patient from ${table}_history`,
  );
  return rows;
}

/** What the histories of all resources of a type give together, in the capacity that names nobody. */
export async function together(house: TestHouse, ask: Ask, type: string, self: string | undefined) {
  const room = withHistory.find((one) => one.type === type);
  const rows = await everyId(house, tableOf(room as never));
  const own = rows.filter(
    ({ patient }) =>
      self === undefined || patient === null || patient === self || overview.includes(type),
  );
  const ids = [...new Set(own.map(({ id }) => id))];
  const answers = await Promise.all(
    ids.map(async (id) => {
      const answer = await ask(`${type}/${id}/_history?_count=1000`);
      const body = (await answer.json()) as Bundle;
      return answer.status === 404 ? [] : versionsIn([body]);
    }),
  );
  return new Set(answers.flat());
}
