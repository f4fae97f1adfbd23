import type { Room } from '../resources/define.ts';
import type { Database } from '../store/database.ts';
import { schema } from '../store/schema.ts';
import { changedRooms } from '../store/tables.ts';

/** The tables are not those of this version, and whoever asks may not make them; the message says what to do. */
export class OwnerNeeded extends Error {
  override readonly name = 'OwnerNeeded';
}

/** Whether this login may make tables. */
export async function mayMake(db: Pick<Database, 'query'>): Promise<boolean> {
  const { rows } = await db.query<{ may: boolean | null }>(
    `select has_schema_privilege(current_schema(), 'create') as may`,
  );
  return rows[0]?.may === true;
}

const noTable = '42P01';

async function isReady(db: Database, rooms: readonly Room[]): Promise<boolean> {
  try {
    const { rows } = await db.query<{ id: string }>('select id from migration');
    const known = new Set(rows.map(({ id }) => id));
    if (!schema.every(({ id }) => known.has(id))) return false;
    return (await changedRooms(db, rooms)).length === 0;
  } catch (error) {
    if ((error as { code?: string }).code === noTable) return false;
    throw error;
  }
}

/** Passes when the owner has made all that this version needs: then a process can run without knowing the owner. Throws `OwnerNeeded`. */
export async function assertReady(db: Database, rooms: readonly Room[]): Promise<void> {
  if (await isReady(db, rooms)) return;
  throw new OwnerNeeded(
    'The tables of the database are not those of this version, and this login may not make them: start one process with DATABASE_OWNER_URL first.',
  );
}
