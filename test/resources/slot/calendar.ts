import type { Resource, Slot } from '@medplum/fhirtypes';
import { formatInstant, parseInstant } from '../../../src/fhir/instant.ts';
import { registry } from '../../../src/registry.ts';
import { timesChanged } from '../../../src/resources/appointment/after.ts';
import { holdExpires } from '../../../src/resources/appointment/participants.ts';
import type { Change, Ports, Room } from '../../../src/resources/define.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';
import type { SlotJob } from '../../../src/resources/slot/ask.ts';
import { deriveWhole } from '../../../src/resources/slot/derive.ts';
import { slotLocation } from '../../../src/resources/slot/element.ts';
import type { Transaction } from '../../../src/store/database.ts';
import { putAll, removeAll } from '../../../src/store/put.ts';
import { storeRoom } from '../../../src/store/stored-room.ts';
import type { SyncPorts } from '../../../src/sync/ports.ts';
import { slotWorker } from '../../../src/workers/slot.ts';
import type { Teardown } from '../../database.ts';
import { emptyStore } from '../../house-store.ts';

type Kept = Resource & { id: string };

const types = ['Organization', 'Location', 'HealthcareService', 'Schedule', 'Appointment', 'Slot'];

/** Calendars over a real store, without the rest of a house: what is put goes the way that a commit takes. */
export interface Calendars {
  readonly ports: Pick<Ports, 'room' | 'now' | 'municipality' | 'secret' | 'db'>;
  readonly setNow: (now: number) => void;
  /** All of one type, in one transaction. */
  readonly put: (...resources: readonly Resource[]) => Promise<void>;
  readonly remove: (type: string, ...ids: readonly string[]) => Promise<void>;
  /** Does what changes have asked the worker for. */
  readonly work: () => Promise<void>;
  /** What every night does. */
  readonly round: () => Promise<void>;
  /** The Slots from now on as they count at this moment, one a line. */
  readonly slots: () => Promise<string[]>;
  /** The same, made anew from nothing. */
  readonly rebuilt: () => Promise<string[]>;
}

/** Of appointments, only what they take: nobody is reminded here, and no unit asked. */
const afterOf = (type: string): Room['after'] =>
  type === 'Appointment' ? timesChanged : registry.find((room) => room.type === type)?.after;

async function changesOf(
  tx: Transaction,
  { room, now }: Calendars['ports'],
  resources: readonly Kept[],
): Promise<Change[]> {
  const written = await putAll(tx, room(resources[0]?.resourceType ?? ''), resources, now());
  return resources.flatMap((resource, at) => {
    const one = written[at];
    return one && one.outcome !== 'same' ? [{ written: one, resource }] : [];
  });
}

async function put(ports: Calendars['ports'], given: readonly Kept[]): Promise<void> {
  const type = given[0]?.resourceType ?? '';
  const room = registry.find((one) => one.type === type);
  await ports.db.transaction(async (tx) => {
    const resources = (await room?.complete?.(tx, ports, given)) ?? given;
    const changes = await changesOf(tx, ports, resources as readonly Kept[]);
    if (changes.length > 0) await afterOf(type)?.(tx, ports, changes, { bulk: false });
  });
}

async function remove(ports: Calendars['ports'], type: string, ids: readonly string[]) {
  const stored = ports.room(type);
  await ports.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ content: string }>(
      `select content from ${stored.table} where id = any($1::text[]) and view & 1 <> 0 order by id`,
      [ids],
    );
    const written = await removeAll(tx, stored, ids, ports.now());
    const changes = rows.flatMap(({ content }): Change[] => {
      const resource = JSON.parse(content) as Kept;
      const one = written.find(({ id }) => id === resource.id);
      return one ? [{ written: { ...one, before: content }, resource, removed: true }] : [];
    });
    await afterOf(type)?.(tx, ports, changes, { bulk: false });
  });
}

async function work(ports: Calendars['ports']): Promise<void> {
  const { rows } = await ports.db.query<{ data: SlotJob }>(
    `with taken as (delete from outbox where queue = 'slots' returning id, data) select data from taken order by id`,
  );
  const sync = ports as unknown as SyncPorts;
  for (const { data } of rows) await slotWorker.run(data, { sync }, { attempt: 1 });
}

const placeOf = ({ extension = [] }: Slot): string =>
  extension.find(({ url }) => url === slotLocation)?.valueReference?.reference ?? '-';
const endOf = ({ extension = [] }: Slot): number =>
  parseInstant(
    extension.find(({ url }) => url === holdExpires)?.valueDateTime ?? '9999-12-31T00:00:00Z',
  );

/** What only a hold that is over stands in the way of is free: nobody has to be told of it. */
const line = (slot: Slot, now: number): string => {
  const over = endOf(slot) <= now;
  const held = endOf(slot) < parseInstant('9999-01-01T00:00:00Z') && !over;
  return [
    slot.schedule.reference,
    slot.start,
    slot.end,
    over ? 'free' : slot.status,
    placeOf(slot),
    held ? formatInstant(endOf(slot)) : '',
    slot.id,
  ].join(' ');
};

async function slots({ db, now }: Calendars['ports']): Promise<string[]> {
  const { rows } = await db.query<{ content: string }>(
    'select content from slot where view & 1 <> 0 and sort >= to_timestamp($1 / 1000.0)',
    [now()],
  );
  return rows.map(({ content }) => line(JSON.parse(content) as Slot, now())).sort();
}

async function round(ports: Calendars['ports']): Promise<void> {
  const { rows } = await ports.db.query<{ id: string }>(
    'select id from schedule where view & 1 <> 0',
  );
  await ports.db.transaction((tx) =>
    deriveWhole(
      tx,
      ports,
      rows.map(({ id }) => id),
    ),
  );
}

/** Opens calendars on an empty store. */
export async function calendars(t: Teardown, start: number): Promise<Calendars> {
  const rooms = registry.filter(({ type }) => types.includes(type));
  const { db } = await emptyStore(t, rooms, false);
  const key = Buffer.alloc(32, 7);
  const stored = new Map(rooms.map((room) => [room.type, storeRoom(room, key)]));
  let now = start;
  const ports: Calendars['ports'] = {
    db,
    now: () => now,
    municipality: loadMunicipality('9999'),
    secret: () => key,
    room: (type) => {
      const found = stored.get(type);
      if (!found) throw new Error(`There is no ${type} here.`);
      return found;
    },
  };
  return {
    ports,
    setNow: (at) => {
      now = at;
    },
    put: (...resources) => put(ports, resources as readonly Kept[]),
    remove: (type, ...ids) => remove(ports, type, ids),
    work: () => work(ports),
    round: () => round(ports),
    slots: () => slots(ports),
    rebuilt: async () => {
      for (const table of ['slot', 'slot_link', 'slot_history'])
        await db.query(`delete from ${table}`);
      await round(ports);
      return slots(ports);
    },
  };
}
