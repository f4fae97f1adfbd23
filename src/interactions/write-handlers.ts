/** https://hl7.org/fhir/R4/http.html#create */
import type { Room } from '../resources/define.ts';
import { type Asking, bodyOf, type Desk, resourceOf, type Told } from './exchange.ts';
import { assertNoParameters, idAt } from './place.ts';
import type { Handler, Place, SystemHandler } from './route.ts';
import { tell } from './tell.ts';
import { assertValid, create, patch, update } from './write.ts';

async function createOne(desk: Desk, room: Room, asking: Asking): Promise<Told> {
  assertNoParameters(asking);
  const resource = assertValid(resourceOf(asking), room, desk.definitions);
  return tell(desk, room, asking, await create(desk.call, room, resource));
}

async function updateOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  const resource = assertValid(resourceOf(asking), room, desk.definitions);
  const answer = await update(
    desk.call,
    room,
    { id, ifMatch: asking.conditions.ifMatch },
    resource,
  );
  return tell(desk, room, asking, answer);
}

async function patchOne(desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> {
  const id = idAt(room, place.id);
  assertNoParameters(asking);
  const target = { id, ifMatch: asking.conditions.ifMatch };
  const answer = await patch(
    desk.call,
    room,
    target,
    bodyOf(asking, ['json-patch']),
    desk.definitions,
  );
  return tell(desk, room, asking, answer);
}

/** Interactions that change something. */
export const writeHandlers: readonly Handler[] = [
  { name: 'create', needs: 'create', method: 'POST', path: '', run: createOne },
  { name: 'update', needs: 'update', method: 'PUT', path: '/:id', run: updateOne },
  { name: 'patch', needs: 'patch', method: 'PATCH', path: '/:id', run: patchOne },
];

export const systemWriteHandlers: readonly SystemHandler[] = [];
