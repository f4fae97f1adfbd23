/** The writes of a room, wherever they end: in our store, or through its hooks in Cura. */
import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import { methodNotAllowed, preconditionFailed } from '../fhir/outcome.ts';
import type { Call, Ports, Room } from '../resources/define.ts';
import { findOne } from '../resources/find-resource.ts';
import type { Stored } from '../resources/write-plan.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { changeOwn, createOwn, removeOwn, type Wanted } from './own.ts';
import { read } from './read.ts';
import { type Row, visibleRow } from './row.ts';
import { tell, tellRemoved, tellWritten } from './tell.ts';
import { assertMatches } from './write-condition.ts';

/** What can be done to the resources of a room. Each validates nothing: what it is given is good. */
interface Writes {
  /** `id` is ours to choose unless it is given. */
  readonly create: (
    desk: Desk,
    room: Room,
    asking: Asking,
    resource: Resource,
    id?: string,
  ) => Promise<Told>;
  readonly change: (desk: Desk, room: Room, asking: Asking, wanted: Wanted) => Promise<Told>;
  readonly remove: (desk: Desk, room: Room, asking: Asking, id: string) => Promise<Told>;
}

const own: Writes = {
  create: async (desk, room, asking, resource, id) =>
    tellWritten(desk, room, asking, await createOwn(desk, room, resource, id)),
  change: async (desk, room, asking, wanted) =>
    tellWritten(desk, room, asking, await changeOwn(desk, room, wanted)),
  remove: async (desk, room, asking, id) => {
    const version = await removeOwn(desk, room, { id, conditions: asking.conditions });
    return tellRemoved(desk, asking, version);
  },
};

const mostTries = 5;

/** What the caller sees and what staff see, of one version: a write may come between the two. */
async function bothNow(call: Call, room: Room, id: string): Promise<{ row: Row; stored: Stored }> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const row = await read(call, room, id);
    const stored = await findOne(call.ports.db, call.ports.room(room.type), id);
    if (stored?.version === row.version) return { row, stored };
  }
  throw preconditionFailed();
}

/** A hook may decide on a newer version than the condition was held against: what it would write then is refused. */
function holding(call: Call, { id, conditions }: Wanted, version: number): Call {
  const { ports } = call;
  if (conditions.ifMatch === undefined) return call;
  const write: Ports['write'] = (plan, actor) => {
    if (plan.resource.id === id && plan.basedOn !== version) throw preconditionFailed(plan.basedOn);
    return ports.write(plan, actor);
  };
  return { ...call, ports: { ...ports, write } };
}

/** Where Cura is the system of record, the hook decides on the version that was read, and Cura refuses another. */
async function changeThrough(
  desk: Desk,
  room: Room,
  asking: Asking,
  wanted: Wanted,
): Promise<Told> {
  const { row, stored } = await bothNow(desk.call, room, wanted.id);
  assertMatches(wanted.conditions, row.version);
  const current = parseStored<Resource>(row.content);
  if (!room.update) throw methodNotAllowed(asking.method, []);
  const resource = wanted.make(current);
  const call = holding(desk.call, wanted, row.version);
  return tell(desk, room, asking, await room.update({ ...call, stored, current, resource }));
}

async function removeThrough(desk: Desk, room: Room, asking: Asking, id: string): Promise<Told> {
  if (!room.remove) throw methodNotAllowed(asking.method, []);
  if (!(await visibleRow(desk.call, room, id))) return tellRemoved(desk, asking, undefined);
  const { row, stored } = await bothNow(desk.call, room, id);
  assertMatches(asking.conditions, row.version);
  return tellRemoved(desk, asking, await room.remove({ ...desk.call, stored }));
}

const through: Writes = {
  create: async (desk, room, asking, resource) => {
    if (!room.create) throw methodNotAllowed('POST', []);
    return tell(desk, room, asking, await room.create({ ...desk.call, resource }));
  },
  change: changeThrough,
  remove: removeThrough,
};

/** How a room is written. */
export const writesOf = (room: Room): Writes => (room.own ? own : through);
