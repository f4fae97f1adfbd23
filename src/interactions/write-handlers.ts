/** https://hl7.org/fhir/R4/http.html#create */
import type { Room } from '../resources/define.ts';
import { assertActs } from '../resources/mandate-to-act.ts';
import { runBundle } from './bundle.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { assertNoParameters, idAt } from './place.ts';
import type { Handler, Place, SystemHandler } from './route.ts';
import { visibleRow } from './row.ts';
import { writesOf } from './write.ts';
import { assertId, assertWhole, patchOf, readyResource } from './write-body.ts';
import { createUnless, deleteWhere, patchWhere, updateWhere } from './write-where.ts';

/** To see alone is refused before what was sent is looked at, so that no other refusal is worth mending first. */
async function assertMayAct({ call }: Desk, room: Room, id: string): Promise<void> {
  const { caller, mandates } = call.grant;
  // What is one's own is no part of the citizen's record.
  if (room.access.kind === 'compartment' && room.access.owned) return;
  const isAnyToSee = mandates.some(({ rights }) => !rights.includes('act'));
  if (caller.kind !== 'person' || !isAnyToSee) return;
  const row = await visibleRow(call, room, id);
  if (row?.patient) assertActs(call.grant, row.patient, room.type);
}

async function createOne(desk: Desk, room: Room, asking: Asking): Promise<Told> {
  assertNoParameters(asking);
  const { ifNoneExist } = asking.conditions;
  if (ifNoneExist !== undefined) return createUnless(desk, room, asking, ifNoneExist);
  return writesOf(room).create(desk, room, asking, await readyResource(desk, room, asking));
}

async function updateOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  await assertMayAct(desk, room, id);
  const resource = await readyResource(desk, room, asking);
  assertId(room, resource, id);
  assertWhole(resource);
  return writesOf(room).change(desk, room, asking, {
    ...{ id, make: () => resource, fresh: resource, conditions: asking.conditions },
  });
}

async function patchOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  await assertMayAct(desk, room, id);
  const make = patchOf(desk, room, asking);
  return writesOf(room).change(desk, room, asking, { id, make, conditions: asking.conditions });
}

async function deleteOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  return writesOf(room).remove(desk, room, asking, id);
}

/** Interactions that change something: by id, and by what fulfils the criteria in the address. */
export const writeHandlers: readonly Handler[] = [
  { name: 'create', needs: 'create', method: 'POST', path: '', run: createOne },
  { name: 'update', needs: 'update', method: 'PUT', path: '/:id', run: updateOne },
  { name: 'update', needs: 'update', method: 'PUT', path: '', run: updateWhere },
  { name: 'patch', needs: 'patch', method: 'PATCH', path: '/:id', run: patchOne },
  { name: 'patch', needs: 'patch', method: 'PATCH', path: '', run: patchWhere },
  { name: 'delete', needs: 'delete', method: 'DELETE', path: '/:id', run: deleteOne },
  { name: 'delete', needs: 'delete', method: 'DELETE', path: '', run: deleteWhere },
];

/** Both kinds of Bundle come to one address. https://hl7.org/fhir/R4/http.html#transaction */
export const systemWriteHandlers: readonly SystemHandler[] = [
  { name: 'transaction', method: 'POST', path: '', run: runBundle },
  { name: 'batch', method: 'POST', path: '', run: runBundle },
];
