/** Writes that mean what fulfils a condition. https://hl7.org/fhir/R4/http.html#cond-update */
import { createHmac, randomUUID } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { badRequest, fail, issue, unavailable } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import { giveBack, takeLease } from '../store/lease.ts';
import {
  type Criteria,
  conditionLocks,
  criteriaIn,
  criteriaKey,
  criteriaOf,
  type Match,
  matchOne,
} from './conditional.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { withMembers } from './own-same.ts';
import { read } from './read.ts';
import { tellFound, tellRemoved } from './tell.ts';
import { writesOf } from './write.ts';
import { assertWhole, patchOf, readyResource } from './write-body.ts';
import { assertMatches } from './write-condition.ts';
import { inTransaction, lockAll } from './write-desk.ts';

const busy = () =>
  unavailable(
    'condition-busy',
    {
      da: 'En anden er i gang med det samme. Prøv igen om lidt.',
      en: 'Somebody else is doing the same. Try again in a moment.',
    },
    5,
  );

const noneFulfils = (type: string) =>
  fail(
    404,
    issue({
      code: 'not-found',
      key: 'not-found',
      text: {
        da: `Ingen ${type} opfylder betingelsen, så der er intet at rette.`,
        en: `No ${type} fulfils the condition, so there is nothing to patch.`,
      },
    }),
  );

/** Refuses (400) an update of one resource with another, the id of which it gives. */
function assertIsMatch({ id, resourceType }: Resource, found: string): void {
  if (id === undefined || id === found) return;
  throw badRequest(
    'id-mismatch',
    {
      da: 'Ressourcen har et andet id end den, der opfylder betingelsen.',
      en: 'The resource has another id than the one that fulfils the condition.',
    },
    { expression: `${resourceType}.id` },
  );
}

/** No transaction stays open while Cura is asked: a lease keeps others away. */
async function leased<T>(desk: Desk, key: string, work: () => Promise<T>): Promise<T> {
  const { db, secret } = desk.call.ports;
  // The criteria may name a person.
  const hashed = createHmac('sha256', secret('lease')).update(key).digest('base64url');
  const holder = randomUUID();
  if (!(await takeLease(db, hashed, holder))) throw busy();
  try {
    return await work();
  } finally {
    await giveBack(db, hashed, holder);
  }
}

/** Finds what is meant and writes, while nobody else does so by criteria that may mean the same. */
function whileAlone(
  desk: Desk,
  room: Room,
  criteria: Criteria,
  write: (desk: Desk, found: Match) => Promise<Told>,
): Promise<Told> {
  const run = async (at: Desk): Promise<Told> => {
    const found = await matchOne(at, room, criteria);
    const told = await write(at, found);
    return { ...told, looks: [...found.looks, ...told.looks] };
  };
  if (!room.own) return leased(desk, criteriaKey(room, criteria), () => run(desk));
  return inTransaction(desk, async (bound, tx) => {
    await lockAll(tx, conditionLocks(room, criteria));
    return run(bound);
  });
}

/** `If-None-Exist`: what is there already is answered in place of another. */
export async function createUnless(
  desk: Desk,
  room: Room,
  asking: Asking,
  header: string,
): Promise<Told> {
  const criteria = criteriaIn(header);
  const resource = await readyResource(desk, room, asking);
  return whileAlone(desk, room, criteria, async (at, { id }) =>
    id === undefined
      ? writesOf(room).create(at, room, asking, resource)
      : tellFound(at, room, asking, await read(at.call, room, id), []),
  );
}

const inAddress = ({ query }: Asking): Criteria => criteriaOf(query, { inUrl: true });

/** Nothing fulfils the criteria of an update: it is made, under the client's id where it gives one and that may be. */
export async function updateNone(
  desk: Desk,
  room: Room,
  asking: Asking,
  { resource, id }: { readonly resource: Resource; readonly id: string | undefined },
): Promise<Told> {
  assertMatches(asking.conditions, undefined);
  if (id === undefined) return writesOf(room).create(desk, room, asking, resource, resource.id);
  return writesOf(room).change(desk, room, asking, {
    ...{ id, make: () => resource, fresh: resource },
    // What stands under the id does not fulfil the criteria: it is not what the client means.
    conditions: { ifNoneMatch: '*' },
  });
}

/** `PUT Type?criteria`. */
export async function updateWhere(desk: Desk, room: Room, asking: Asking): Promise<Told> {
  const criteria = inAddress(asking);
  const resource = await readyResource(desk, room, asking);
  assertWhole(resource);
  return whileAlone(desk, room, criteria, (at, { id }) => {
    if (id === undefined) return updateNone(at, room, asking, { resource, id: resource.id });
    assertIsMatch(resource, id);
    const make = () => withMembers(resource, { id });
    return writesOf(room).change(at, room, asking, { id, make, conditions: asking.conditions });
  });
}

/** `PATCH Type?criteria`. */
export async function patchWhere(desk: Desk, room: Room, asking: Asking): Promise<Told> {
  const criteria = inAddress(asking);
  const make = patchOf(desk, room, asking);
  return whileAlone(desk, room, criteria, (at, { id }) => {
    if (id === undefined) throw noneFulfils(room.type);
    return writesOf(room).change(at, room, asking, { id, make, conditions: asking.conditions });
  });
}

/** `DELETE Type?criteria`: one or none. */
export const deleteWhere = (desk: Desk, room: Room, asking: Asking): Promise<Told> =>
  whileAlone(desk, room, inAddress(asking), async (at, { id }) => {
    if (id !== undefined) return writesOf(room).remove(at, room, asking, id);
    assertMatches(asking.conditions, undefined);
    return tellRemoved(at, asking, undefined);
  });
