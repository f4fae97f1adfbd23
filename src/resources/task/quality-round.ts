import type { Database } from '../../store/database.ts';
import { checkAppointments, type QualityPorts } from './quality.ts';

/** Rows of a transaction that was slow to commit may be older than what was seen: so far back is looked again. */
const overlapMs = 60_000;
const pageSize = 500;

interface Row {
  readonly id: string;
  readonly at: number;
}

const changedSql = `
select id, extract(epoch from last_updated)::float8 * 1000 as at from appointment
where view & 1 <> 0 and (last_updated, id) > (to_timestamp($1 / 1000.0), $2) and sort > to_timestamp($3 / 1000.0)
order by last_updated, id limit ${pageSize}`;

/** Appointments ahead in places that were changed, or that are part of such. */
const movedSql = `
with recursive down (id, step) as (
  select id, 0 from location where view & 1 <> 0 and last_updated >= to_timestamp($1 / 1000.0)
  union
  select l.id, down.step + 1 from down join location_link l on l.param = 'partof' and l.value = 'Location/' || down.id
  where down.step < 10)
select distinct k.id, 0 as at from down join appointment_link k
  on k.param = 'actor' and k.value = 'Location/' || down.id and k.view & 1 <> 0 and k.sort > to_timestamp($2 / 1000.0)`;

const sharingSql = `
select p_focus[1] as focus from task where view & 1 <> 0 and p_status && '{requested,received}'
  and id in (select id from task_link where param = 'quality-issue' and value = 'double-booked')`;

async function cursorOf(db: Database): Promise<number> {
  const { rows } = await db.query<{ cursor: string }>(
    `select cursor from sync_state where name = 'quality'`,
  );
  return Number(rows[0]?.cursor ?? 0);
}

const keepCursor = (db: Database, at: number): Promise<unknown> =>
  db.query(
    `insert into sync_state (name, cursor) values ('quality', $1)
     on conflict (name) do update set cursor = greatest(sync_state.cursor, excluded.cursor)`,
    [Math.floor(at)],
  );

async function checkChanged(ports: QualityPorts, from: number): Promise<void> {
  let at: Row = { id: '', at: from };
  for (;;) {
    const { rows } = await ports.db.query<Row>(changedSql, [
      at.at,
      at.id,
      ports.now() - 86_400_000,
    ]);
    const last = rows.at(-1);
    if (!last) return;
    await checkAppointments(
      ports,
      rows.map(({ id }) => id),
    );
    at = last;
  }
}

async function checkMoved(ports: QualityPorts, from: number): Promise<void> {
  const { rows } = await ports.db.query<Row>(movedSql, [from, ports.now()]);
  for (let at = 0; at < rows.length; at += pageSize)
    await checkAppointments(
      ports,
      rows.slice(at, at + pageSize).map(({ id }) => id),
    );
}

/** Who was in the way may have gone. */
async function checkSharing(ports: QualityPorts): Promise<void> {
  const { rows } = await ports.db.query<{ focus: string }>(sharingSql);
  const ids = rows.map(({ focus }) => focus.slice('Appointment/'.length));
  for (let at = 0; at < ids.length; at += pageSize)
    await checkAppointments(ports, ids.slice(at, at + pageSize));
}

/**
 * Looks through what was changed since the last round: appointments, and the places of those ahead. Safe to run twice, and to cut off
 * anywhere: each flag follows from what stands.
 */
export async function checkQuality(ports: QualityPorts): Promise<void> {
  const from = (await cursorOf(ports.db)) - overlapMs;
  const begun = ports.now();
  await checkMoved(ports, from);
  await checkChanged(ports, from);
  await checkSharing(ports);
  await keepCursor(ports.db, begun);
}
