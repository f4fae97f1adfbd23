/** What a write brings with it, made ready to be stored. */
import type { Meta, Resource } from '@medplum/fhirtypes';
import type { Definitions } from '../fhir/definitions.ts';
import { applyFhirPathPatch } from '../fhir/fhirpath-patch.ts';
import { badRequest, fail, unprocessable } from '../fhir/outcome.ts';
import { applyPatch } from '../fhir/patch.ts';
import { validate } from '../fhir/validate.ts';
import type { Room } from '../resources/define.ts';
import { resolveReferences } from './conditional-reference.ts';
import { type Asking, bodyOf, type Desk, resourceOf } from './exchange.ts';

/** Refuses what is no R4 resource of the room's type, with every issue. 400 for what cannot be one, 422 for what breaks rules. */
export function assertValid(resource: unknown, room: Room, definitions: Definitions): Resource {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType;
  if (type !== room.type)
    throw badRequest(
      'resource-type',
      {
        da: `Her skal resourceType være ${room.type}.`,
        en: `resourceType must be ${room.type} here.`,
      },
      { expression: 'resourceType' },
    );
  // What goes to Cura is completed first: `assertFits` looks at it when it is.
  refuseFaults(resource, definitions, room.own ? [room.profile] : []);
  return resource as Resource;
}

function refuseFaults(
  resource: unknown,
  definitions: Definitions,
  profiles: readonly string[],
  notYet: readonly string[] = [],
): void {
  // A room may name a profile of others that is not held here.
  const known = profiles.filter((url) => definitions.profiles.profile(url));
  const issues = validate(resource, definitions, { profiles: known }).filter(
    ({ severity, key, expression = '' }) =>
      (severity === 'error' || severity === 'fatal') &&
      !(key === 'missing' && notYet.includes(expression)),
  );
  if (issues.length > 0) throw fail(422, issues);
}

/** Refuses (422) a resource that is complete and not as the profile of its room says. What is new has no number of Cura's yet. */
export function assertFits(
  resource: Resource,
  room: Room,
  { definitions, isNew }: { readonly definitions: Definitions; readonly isNew: boolean },
): void {
  const notYet = isNew ? [`${room.type}.identifier`] : [];
  refuseFaults(resource, definitions, [room.profile], notYet);
}

/** Refuses the part of a resource: to store it would take the rest away. */
export function assertWhole(resource: Resource): void {
  const { tag } = (resource as { meta?: Meta }).meta ?? {};
  if (!tag?.some(({ code }) => code === 'SUBSETTED')) return;
  throw unprocessable(
    'subsetted',
    {
      da: 'Det er et uddrag af ressourcen (SUBSETTED); hent den hele, og ret i den.',
      en: 'This is a part of the resource (SUBSETTED); read the whole and change that.',
    },
    { expression: `${resource.resourceType}.meta.tag` },
  );
}

/** Refuses (400) a resource under another id than it has itself. */
export function assertId(room: Room, resource: Resource, id: string): void {
  if (resource.id === id) return;
  throw badRequest(
    'id-mismatch',
    {
      da: 'Ressourcens id skal være det i adressen.',
      en: 'The id of the resource must be that in the address.',
    },
    { expression: `${room.type}.id` },
  );
}

/** The resource that was sent: its conditional references resolved, and valid. */
export async function readyResource(desk: Desk, room: Room, asking: Asking): Promise<Resource> {
  const given = resourceOf(asking);
  await resolveReferences(desk, given);
  return assertValid(given, room, desk.definitions);
}

/** The change that was sent as JSON Patch or FHIRPath Patch: made to what the caller sees, it must give a valid resource. */
export function patchOf(desk: Desk, room: Room, asking: Asking): (seen: Resource) => Resource {
  const body = bodyOf(asking, ['json-patch', 'resource']);
  const { definitions } = desk;
  const patched = (seen: Resource): Resource =>
    body.kind === 'json-patch'
      ? applyPatch(seen, body.operations)
      : applyFhirPathPatch(seen, body.kind === 'resource' ? body.resource : body, definitions);
  return (seen) => assertValid(patched(seen), room, definitions);
}
