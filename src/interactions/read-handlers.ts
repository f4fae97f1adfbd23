/** https://hl7.org/fhir/R4/http.html#read */
import type { Room } from '../resources/define.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { assertNoParameters, idAt, versionAt } from './place.ts';
import { historyOf, read, vread } from './read.ts';
import type { Handler, Place, SystemHandler } from './route.ts';
import type { Row } from './row.ts';
import { searchByForm, searchByUrl } from './search.ts';
import { tellRow } from './tell.ts';

const shown = (interaction: string, room: Room, row: Row) => [
  { interaction, target: `${room.type}/${row.id}`, patient: row.patient, shown: 1 },
];

async function readOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  const row = await read(desk.call, room, id);
  return tellRow(row, shown('read', room, row));
}

async function readVersion(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  const row = await vread(desk.call, room, id, versionAt(room, place));
  return tellRow(row, shown('vread', room, row));
}

async function readHistory(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  const { body, now } = await historyOf(desk.call, room, id, desk.base);
  return { status: 200, body, looks: shown('history-instance', room, now) };
}

/** Interactions that change nothing. */
export const readHandlers: readonly Handler[] = [
  { name: 'read', needs: 'read', method: 'GET', path: '/:id', run: readOne },
  {
    name: 'vread',
    needs: 'vread',
    method: 'GET',
    path: '/:id/_history/:version',
    run: readVersion,
  },
  {
    ...{ name: 'history-instance', needs: 'history-instance', method: 'GET' },
    ...{ path: '/:id/_history', run: readHistory },
  },
  { name: 'search-type', needs: 'search-type', method: 'GET', path: '', run: searchByUrl },
  {
    name: 'search-type',
    needs: 'search-type',
    method: 'POST',
    path: '/_search',
    run: searchByForm,
  },
];

export const systemReadHandlers: readonly SystemHandler[] = [];
