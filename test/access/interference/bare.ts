/** Takes everything out of a store that one caller may not see. */
import type { Room } from '../../../src/resources/define.ts';
import type { Database } from '../../../src/store/database.ts';
import { hasNumbers, tableOf } from '../../../src/store/shape.ts';
import { type Seer, sees } from '../oracle.ts';
import type { World } from '../world.ts';
import { readPast, readStanding, seenPast } from './history.ts';

const keepRows = (
  db: Database,
  table: string,
  kept: readonly { readonly id: string; readonly view: number }[],
) =>
  db.query(
    `delete from ${table} t where not exists
      (select from unnest($1::text[], $2::smallint[]) k(id, view) where k.id = t.id and k.view = t.view)`,
    [kept.map(({ id }) => id), kept.map(({ view }) => view)],
  );

/** Whoever looked at what is shown straight from the ledger. */
async function bareLedger(db: Database, kept: readonly { id: string; patient: string | null }[]) {
  const ids = kept.map(({ id }) => id);
  await db.query("delete from ledger where kind <> 'write' and not id = any($1::text[])", [ids]);
  return kept.flatMap(({ id, patient }) => [id, patient ?? id]);
}

/** Ids of what stays, and of the citizens to whom any of it belongs. */
async function bareRoom(db: Database, world: World, room: Room, seer: Seer): Promise<string[]> {
  const table = tableOf(room);
  const kept = world.rows(room.type).filter((row) => sees(row, seer, 'any'));
  const keys = new Set(kept.map(({ id, view }) => `${id} ${view}`));
  if (room.from) return bareLedger(db, kept);
  const [past, standing] = [await readPast(db, room), await readStanding(db, room)];
  const seen = seenPast(room, seer, { past, standing, kept: keys });
  const tables = [table, `${table}_link`, ...(hasNumbers(room) ? [`${table}_number`] : [])];
  for (const one of tables) await keepRows(db, one, kept);
  await db.query(
    `delete from ${table}_history t where not exists (select from
      unnest($1::text[], $2::smallint[], $3::int[]) k(id, view, version)
      where k.id = t.id and k.view = t.view and k.version = t.version)`,
    [seen.map(({ id }) => id), seen.map(({ view }) => view), seen.map(({ version }) => version)],
  );
  return [...kept, ...seen].flatMap(({ id, patient }) => [id, patient ?? id]);
}

/** Tables beside the rooms that say something of a resource, by the column that names it. */
const beside = [
  ['cura_record', 'id'],
  ['intent', 'resource_id'],
  ['reminder', 'appointment'],
  ['compartment', 'patient'],
  ['login_relative', 'related_person'],
] as const;

/**
 * Leaves only what the seer may see. What is taken of staff's time stays, as bookings are tried against it and free times are
 * public by definition: the one thing that is told of others.
 */
export async function makeBare(db: Database, world: World, seer: Seer): Promise<void> {
  const ids: string[] = [];
  for (const room of world.rooms) ids.push(...(await bareRoom(db, world, room, seer)));
  for (const [table, column] of beside)
    await db.query(`delete from ${table} where not ${column} = any($1::text[])`, [ids]);
}
