import type { Appointment, Slot } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { aftaleMapping } from '../../mappings/aftale.ts';
import { virtualServiceUrl } from '../../mappings/element/virtual-service.ts';
import { parseInstant } from '../../src/fhir/instant.ts';
import { takesTime, timeOf } from '../../src/resources/appointment/participants.ts';
import { idOf } from '../../src/sync/door.ts';
import { inboundContext } from '../../src/sync/identity.ts';
import { deriveAll } from '../derive-all.ts';
import type { TestHouse } from '../house.ts';
import { aftaler } from './scene.ts';

/** What Cura says of it: Slot, codes of the service and the address of a meeting by video are added here. */
const ofCura = ({ meta: _, slot: __, serviceType: ___, ...rest }: Appointment): unknown => {
  const { extension = [], ...other } = rest;
  const said = extension.filter(({ url }) => url !== virtualServiceUrl);
  return said.length > 0 ? { ...other, extension: said } : other;
};

async function stored<T>({ sync }: TestHouse, table: string): Promise<(T & { id: string })[]> {
  const { rows } = await sync.db.query<{ content: string }>(
    `select content from ${table} where view & 1 <> 0 order by id`,
  );
  return rows.map(({ content }) => JSON.parse(content));
}

/** Visits come from another record. */
const isAftale = ({ identifier }: Appointment): boolean =>
  identifier?.some(({ system }) => system?.endsWith('/cura/aftale')) ?? false;

async function sameAppointments(t: Test, house: TestHouse): Promise<Appointment[]> {
  const { namespace } = house.sync;
  const records = await aftaler(house);
  const wanted = records.map((record) => ({
    ...JSON.parse(JSON.stringify(aftaleMapping.toFhir(record, inboundContext(namespace)))),
    id: idOf({ namespace }, 'aftale', record.id, record),
  }));
  const all = await stored<Appointment>(house, 'appointment');
  const found = all.filter(isAftale);
  const byId = new Map(found.map((one) => [one.id, one]));
  t.ok(wanted.length > 10, 'there are appointments to compare');
  const wrong = wanted.filter((one) => {
    const own = byId.get(one.id);
    return !own || JSON.stringify(sorted(ofCura(own))) !== JSON.stringify(sorted(one));
  });
  t.same(
    wrong.map(({ id }) => id),
    [],
    'the store has each aftale as Cura has it',
  );
  t.equal(found.length, wanted.length, 'and no other');
  return all;
}

/** Members in the order of their names, so that texts can be compared. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
};

/** Reservations are those of what stands, and no open intent keeps any. */
async function sameReservations(t: Test, house: TestHouse, all: Appointment[]): Promise<void> {
  const { rows } = await house.sync.db.query<{
    appointment: string;
    intent: string | null;
    start: number;
    end: number;
  }>(
    `select appointment, intent, extract(epoch from lower(during))::float8 * 1000 as start,
       extract(epoch from upper(during))::float8 * 1000 as end from reservation
     where upper(during) > to_timestamp($1 / 1000.0)
       and not exists (select from class_session c where c.id = appointment)`,
    [house.sync.now()],
  );
  const standing = new Map(all.map((one) => [one.id, one]));
  const left = rows.filter(({ appointment, intent, start, end }) => {
    const one = standing.get(appointment);
    const time = one && takesTime(one, house.sync.now()) && timeOf(one);
    return intent !== null || !time || time.start < start || end < time.end;
  });
  t.same(left, [], 'no reservation is left over');
  const reserved = new Set(rows.map(({ appointment }) => appointment));
  const bare = all.filter(
    (one) =>
      takesTime(one, house.sync.now()) &&
      isAftale(one) &&
      (timeOf(one)?.start ?? 0) > house.sync.now() &&
      !reserved.has(one.id ?? ''),
  );
  t.same(
    bare.map(({ id }) => id),
    [],
    'each appointment ahead has its reservation',
  );
}

const plain = (slots: readonly (Slot & { id: string })[]): string[] =>
  slots.map(({ id, status, start }) => `${id} ${status} ${parseInstant(start)}`);

/** Store and Cura agree on every appointment; nothing is open; reservations and slots follow from what stands. */
export async function agree(t: Test, house: TestHouse): Promise<void> {
  const all = await sameAppointments(t, house);
  const { rows } = await house.sync.db.query(`select id from intent where state = 'open'`);
  t.same(rows, [], 'no intent is open');
  await sameReservations(t, house, all);
  const before = plain(await stored<Slot>(house, 'slot'));
  await deriveAll(house);
  t.same(plain(await stored<Slot>(house, 'slot')), before, 'the slots are right as they are');
}
