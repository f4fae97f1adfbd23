import type { DatabaseSync } from 'node:sqlite';
import type { Holdtilmelding } from '../../cura/class-records.ts';
import type { CuraType } from '../../cura/records.ts';

/** Who has a seat in which session of a class. */
export interface Seats {
  /** Keeps the seat of a record, or gives it back. */
  note(type: CuraType, record: object): void;
  forget(id: string): void;
  /** Seats taken in a session, and whether the citizen has one, without counting this enrolment. */
  taken(enrolment: Holdtilmelding): { readonly count: number; readonly own: boolean };
  /** Ids of all enrolments in a class that have a seat. */
  enrolled(holdId: string): string[];
}

const ddl = `
create table if not exists seat (
  hold text, gang text, citizen text, id text primary key
) without rowid;
create index if not exists seat_session on seat (hold, gang);
`;
const taking = ['planlagt', 'ankommet', 'gennemfoert'];

/** Keeps seats in a table of their own beside the records. */
export function seatsIn(database: DatabaseSync): Seats {
  database.exec(ddl);
  const sql = (text: string) => database.prepare(text);
  const forget = sql('delete from seat where id = ?');
  const note = sql('insert into seat values (?, ?, ?, ?)');
  const others = sql('select citizen from seat where hold = ? and gang = ? and id <> ?');
  const ids = sql('select id from seat where hold = ? order by id');
  return {
    note(type, record) {
      if (type !== 'holdtilmelding') return;
      const { id, holdId, gangId, borgerId, status } = record as Holdtilmelding;
      forget.run(id);
      if (taking.includes(status)) note.run(holdId, gangId, borgerId, id);
    },
    forget: (id) => void forget.run(id),
    taken({ holdId, gangId, id, borgerId }) {
      const rows = others.all(holdId, gangId, id);
      return { count: rows.length, own: rows.some(({ citizen }) => citizen === borgerId) };
    },
    enrolled: (holdId) => ids.all(holdId).map(({ id }) => String(id)),
  };
}
