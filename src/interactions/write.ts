/** https://hl7.org/fhir/R4/http.html#create */
import type { Resource } from '@medplum/fhirtypes';
import type { Definitions } from '../fhir/definitions.ts';
import {
  badRequest,
  fail,
  methodNotAllowed,
  preconditionFailed,
  unsupportedMediaType,
} from '../fhir/outcome.ts';
import { applyPatch } from '../fhir/patch.ts';
import { validate } from '../fhir/validate.ts';
import type { Answer, Call, Room } from '../resources/define.ts';
import { findOne } from '../resources/find-resource.ts';
import type { Body } from './exchange.ts';
import { read } from './read.ts';
import type { Row } from './row.ts';

/** Refuses what is no R4 resource of the room's type, with every issue. 400 for what cannot be one, 422 for what breaks rules. */
export function assertValid(resource: unknown, room: Room, definitions: Definitions): Resource {
  const type = (resource as { resourceType?: unknown }).resourceType;
  if (type !== room.type)
    throw badRequest(
      'resource-type',
      {
        da: `Her skal resourceType være ${room.type}.`,
        en: `resourceType must be ${room.type} here.`,
      },
      { expression: 'resourceType' },
    );
  const issues = validate(resource, definitions).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  );
  if (issues.length > 0) throw fail(422, issues);
  return resource as Resource;
}

export async function create(call: Call, room: Room, resource: Resource): Promise<Answer> {
  if (!room.create) throw methodNotAllowed('POST', []);
  return room.create({ ...call, resource });
}

const versionIn = (ifMatch: string): number =>
  Number(/^(?:W\/)?"(\d+)"$/.exec(ifMatch.trim())?.[1] ?? Number.NaN);

/** 412 when the caller saw another version. */
export function assertMatches(ifMatch: string | undefined, version: number): void {
  if (ifMatch !== undefined && ifMatch.trim() !== '*' && versionIn(ifMatch) !== version)
    throw preconditionFailed(version);
}

interface Target {
  readonly id: string;
  readonly ifMatch: string | undefined;
}

async function change(call: Call, room: Room, row: Row, resource: Resource): Promise<Answer> {
  const stored = await findOne(call.ports.db, call.ports.room(room.type), row.id);
  if (!room.update || !stored) throw methodNotAllowed('PUT', []);
  return room.update({ ...call, stored, current: JSON.parse(row.content), resource });
}

export async function update(
  call: Call,
  room: Room,
  { id, ifMatch }: Target,
  resource: Resource,
): Promise<Answer> {
  if (resource.id !== id)
    throw badRequest(
      'id-mismatch',
      {
        da: 'Ressourcens id skal være det i adressen.',
        en: 'The id of the resource must be that in the address.',
      },
      { expression: `${room.type}.id` },
    );
  const row = await read(call, room, id);
  assertMatches(ifMatch, row.version);
  return change(call, room, row, resource);
}

/** JSON Patch, applied to what the caller sees and then written as an update. */
export async function patch(
  call: Call,
  room: Room,
  { id, ifMatch }: Target,
  body: Body,
  definitions: Definitions,
): Promise<Answer> {
  const row = await read(call, room, id);
  assertMatches(ifMatch, row.version);
  if (body.kind !== 'json-patch')
    throw unsupportedMediaType(body.kind, ['application/json-patch+json']);
  const patched = applyPatch(JSON.parse(row.content) as Resource, body.operations);
  return change(call, room, row, assertValid(patched, room, definitions));
}
