/** https://hl7.org/fhir/R4/http.html#read */

import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import { parseSearch } from '../fhir/search-query.ts';
import { together } from '../resources/binary/content.ts';
import type { Room } from '../resources/define.ts';
import { hasCompartments, searchMember, searchMemberByForm } from './compartment.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { historyOfInstance, historyOfSystem, historyOfType } from './history.ts';
import { looksAt } from './look.ts';
import { assertOnly, idAt, unreadable, versionAt } from './place.ts';
import { read, vread } from './read.ts';
import type { Handler, Place, SystemHandler } from './route.ts';
import type { Row } from './row.ts';
import { searchByForm, searchByUrl } from './search.ts';
import { elementsOf, type Part, show } from './summary.ts';
import { tellRow } from './tell.ts';

const shaping: readonly string[] = ['_summary', '_elements'];

/** What is asked for of one resource. 400 for what cannot be asked of one. */
function partAsked({ definitions }: Desk, { type }: Room, { query }: Asking): Part {
  if (query.length === 0) return {};
  assertOnly(query, shaping);
  if (query.some(([name, value]) => name === '_summary' && value === 'count'))
    throw unreadable('_summary', 'true, text, data, false');
  const elements = elementsOf(type, definitions);
  return parseSearch(query, {}, { type, elements, method: 'GET' });
}

/** With the bytes that are kept apart of it; they need no escaping, which for megabytes takes longer than all else. */
function withData(content: string, data: Buffer | undefined): string {
  const whole = JSON.stringify(together(parseStored<Resource>(content), undefined));
  return data && data.length > 0
    ? `${whole.slice(0, -1)},"data":"${data.toString('base64')}"}`
    : whole;
}

async function tellShown({ call, definitions }: Desk, room: Room, row: Row, part: Part) {
  const data = await room.data?.(call.ports.db, row.id);
  const whole = room.data ? withData(row.content, data) : row.content;
  const content = show(whole, part, definitions);
  const told = tellRow({ ...row, content }, looksAt([{ ...row, type: room.type }]));
  return room.native ? { ...told, native: room.native(row.content, data) } : told;
}

async function readOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  const part = partAsked(desk, room, asking);
  return tellShown(desk, room, await read(desk.call, room, id), part);
}

async function readVersion(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  const part = partAsked(desk, room, asking);
  const row = await vread(desk.call, room, id, versionAt(room, place));
  return tellShown(desk, room, row, part);
}

const get = { method: 'GET' } as const;
const search = { name: 'search-type', needs: 'search-type' } as const;

const member = {
  name: 'search-compartment',
  needs: 'search-type',
  offers: hasCompartments,
} as const;

/** Interactions that change nothing. */
export const readHandlers: readonly Handler[] = [
  { ...get, name: 'read', needs: 'read', path: '/:id', run: readOne },
  { ...get, name: 'vread', needs: 'vread', path: '/:id/_history/:version', run: readVersion },
  {
    ...{ ...get, name: 'history-instance', needs: 'history-instance' },
    ...{ path: '/:id/_history', run: historyOfInstance },
  },
  { ...get, name: 'history-type', needs: 'history-type', path: '/_history', run: historyOfType },
  { ...get, ...search, path: '', run: searchByUrl },
  { ...search, method: 'POST', path: '/_search', run: searchByForm },
  { ...get, ...member, path: '/:id/:member', run: searchMember },
  { ...member, method: 'POST', path: '/:id/:member/_search', run: searchMemberByForm },
];

/** What is asked of all rooms at once. */
export const systemReadHandlers: readonly SystemHandler[] = [
  { ...get, name: 'history-system', path: '/_history', run: historyOfSystem },
];
