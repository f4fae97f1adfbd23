import type { DatabaseSync } from 'node:sqlite';
import type { Aftale } from '../../cura/care-records.ts';
import type { Lokation } from '../../cura/place-records.ts';
import type { CuraType } from '../../cura/records.ts';
import { parseInstant } from '../../fhir/instant.ts';

/** Who and which room is taken when, by appointments still to come. Not open hours and halls, where many may be. */
export interface BusyTimes {
  /** Keeps the times of a record; also learns which places are rooms. */
  note(type: CuraType, record: object): void;
  forget(aftaleId: string): void;
  /** The id of another appointment of the same staff member or in the same room. */
  overlapping(aftale: Aftale): string | undefined;
}

const ddl = `
create table if not exists busy (
  actor text, start integer, stop integer, aftale text, primary key (actor, start, aftale)
) without rowid;
create index if not exists busy_aftale on busy (aftale);
create table if not exists room (id text primary key) without rowid;
`;
/** No appointment is longer, so that a search for overlaps need not go back further. */
const longestMs = 24 * 3_600_000;
const taking = ['planlagt', 'ankommet'];

/** Staff may have written anything, such as a date that does not exist: that takes no time. */
function timesOf({ start, slut }: Aftale): { start: number; stop: number } {
  try {
    return { start: parseInstant(start), stop: parseInstant(slut) };
  } catch {
    return { start: 0, stop: 0 };
  }
}

function prepare(database: DatabaseSync) {
  database.exec(ddl);
  return {
    forget: database.prepare('delete from busy where aftale = ?'),
    note: database.prepare('insert into busy values (?, ?, ?, ?)'),
    room: database.prepare('insert or ignore into room values (?)'),
    rooms: database.prepare('select id from room'),
    other: database.prepare(`select aftale from busy
      where actor = ? and start < ? and start > ? and stop > ? and aftale <> ? limit 1`),
  };
}

type Statements = ReturnType<typeof prepare>;

function otherThan(sql: Statements, aftale: Aftale, actors: readonly string[]): string | undefined {
  const { start, stop } = timesOf(aftale);
  for (const actor of actors) {
    const row = sql.other.get(actor, stop, start - longestMs, start, aftale.id);
    if (row !== undefined) return String(row.aftale);
  }
  return undefined;
}

function take(sql: Statements, aftale: Aftale, actors: readonly string[]): void {
  if (aftale.version > 1) sql.forget.run(aftale.id);
  const { start, stop } = timesOf(aftale);
  for (const actor of actors) sql.note.run(actor, start, stop, aftale.id);
}

/** Keeps who is busy in tables of its own beside the records. */
export function busyTimes(database: DatabaseSync): BusyTimes {
  const sql = prepare(database);
  const rooms = new Set(sql.rooms.all().map(({ id }) => String(id)));
  const actorsOf = ({ status, medarbejderId, lokationId }: Aftale): string[] => {
    if (!taking.includes(status)) return [];
    const room = lokationId !== undefined && rooms.has(lokationId) ? lokationId : undefined;
    return [medarbejderId, room].filter((actor) => actor !== undefined);
  };
  return {
    note(type, record) {
      if (type === 'aftale') take(sql, record as Aftale, actorsOf(record as Aftale));
      if (type !== 'lokation' || (record as Lokation).art !== 'lokale') return;
      rooms.add((record as Lokation).id);
      sql.room.run((record as Lokation).id);
    },
    forget: (aftaleId) => void sql.forget.run(aftaleId),
    overlapping: (aftale) => otherThan(sql, aftale, actorsOf(aftale)),
  };
}
