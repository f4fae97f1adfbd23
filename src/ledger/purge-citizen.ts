/** What is known of citizens who are gone. Who did what with it is told by the ledger, for its own time. */
import type { Database, Transaction } from '../store/database.ts';
import { removeAll } from '../store/put.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import { appendRows } from './append.ts';
import { type PurgePorts, purgeRow } from './retention.ts';

/** `rooms`: those that hold what belongs to citizens, that of Patient among them. */
export interface CitizenPorts extends PurgePorts {
  readonly rooms: readonly StoredRoom[];
  /** How long after the citizen died, or was taken away by Cura. */
  readonly contentDays: number;
}

const dayMs = 86_400_000;

/** Dead, taken away by Cura, or gone before and named once more by something that came late. */
const endedSql = (patient: string): string => `
  select id from ${patient} where view & 1 <> 0 and p_death_date_to < $1
  union select id from ${patient}_history h where content is null
    and not exists (select from ${patient} p where p.id = h.id) group by id having max(last_updated) < $1
  union select patient from purged g where exists (select from compartment c where c.patient = g.patient)
    and not exists (select from ${patient} p where p.id = g.patient)
    and not exists (select from ${patient}_history h where h.id = g.patient)`;

async function endedNow(
  db: Pick<Database, 'query'>,
  { rooms, now, contentDays }: CitizenPorts,
): Promise<string[]> {
  const patient = rooms.find(({ shape }) => shape.type === 'Patient');
  if (!patient) return [];
  const { rows } = await db.query<{ id: string }>(
    endedSql(patient.table).replaceAll('$1', 'to_timestamp($1 / 1000.0)'),
    [now() - contentDays * dayMs],
  );
  return rows.map(({ id }) => id);
}

/** Takes what one room has of the citizen, and what it had; gives the ids. */
async function empty(
  tx: Transaction,
  room: StoredRoom,
  citizen: string,
  now: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from ${room.table} where patient = $1 union select id from ${room.table}_history where patient = $1`,
    [citizen],
  );
  const ids = rows.map(({ id }) => id);
  await removeAll(tx, room, ids, now);
  await tx.query(`delete from ${room.table}_history where patient = $1`, [citizen]);
  return ids;
}

/** What stands outside the rooms, by citizen or by the ids of what went. An act under way is ended by recovery first. */
const beside: readonly (readonly [text: string, by: 'citizen' | 'ids'])[] = [
  ['delete from reminder where patient = $1', 'citizen'],
  ['delete from failed_number where patient = $1', 'citizen'],
  ['delete from calendar_feed where patient = $1', 'citizen'],
  ['delete from accepted_key where patient = $1', 'citizen'],
  ['delete from waiting where patient = $1', 'citizen'],
  ['delete from message_identifier where patient = $1', 'citizen'],
  ['delete from message_read where patient = $1', 'citizen'],
  ['delete from binary_content where patient = $1', 'citizen'],
  ['delete from change_event where patient = $1', 'citizen'],
  ['delete from subscription_event where resource = any($1::text[])', 'ids'],
  [`delete from subscription_run where $1 in (patient, citizen)`, 'citizen'],
  ['delete from login_relative where patient = $1', 'citizen'],
  [`delete from intent where patient = $1 and state <> 'open'`, 'citizen'],
  ['delete from seat where citizen = $1', 'citizen'],
  ['delete from reservation where appointment = any($1::text[])', 'ids'],
  ['delete from cura_record where id = any($1::text[])', 'ids'],
  [
    `delete from bulk_export e where exists (select from bulk_chunk c where c.export = e.id and strpos(c.content, $1) > 0)`,
    'citizen',
  ],
];

const purgeOne = (ports: CitizenPorts, citizen: string): Promise<number> =>
  ports.db.transaction(async (tx) => {
    const ids: string[] = [];
    for (const room of ports.rooms) ids.push(...(await empty(tx, room, citizen, ports.now())));
    for (const [text, by] of beside) await tx.query(text, [by === 'ids' ? ids : citizen]);
    const what = { what: 'content', count: ids.length, patient: citizen };
    await appendRows(tx, [purgeRow(ports, what)]);
    await tx.query(
      'insert into purged values ($1, to_timestamp($2 / 1000.0)) on conflict do nothing',
      [citizen, ports.now()],
    );
    // After the compartments that were touched have been counted up.
    tx.last(async () => {
      await tx.query('delete from compartment where patient = $1', [citizen]);
    });
    return ids.length;
  });

/**
 * Takes all content of citizens who have been gone long enough, each in one transaction; gives the number of citizens. Safe to run
 * twice: what comes back, because Cura tells of it again, goes again.
 */
export async function purgeCitizens(ports: CitizenPorts): Promise<number> {
  const citizens = await endedNow(ports.db, ports);
  for (const citizen of citizens) await purgeOne(ports, citizen);
  return citizens.length;
}
