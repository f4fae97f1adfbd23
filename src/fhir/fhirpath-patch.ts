/** FHIRPath Patch: changes as a Parameters resource. https://hl7.org/fhir/R4/fhirpatch.html */
import { cloneKeeping } from './decimal.ts';
import type { Definitions } from './definitions.ts';
import {
  insertAt,
  lengthOf,
  moveItem,
  remove,
  replaceAt,
  setAt,
  shadowHolder,
} from './fhirpath-patch-edit.ts';
import {
  holderOf,
  isJson,
  isPrimitive,
  type Json,
  membersOf,
  noSuch,
  type Place,
  shadowOf,
  type Visit,
} from './fhirpath-patch-place.ts';
import { madeFor, memberFor } from './fhirpath-patch-value.ts';
import {
  assertAllowed,
  assertChangeable,
  existing,
  fixed,
  partOf,
  placeAt,
  say,
  stepsOf,
  textOf,
  type Work,
  wholeOf,
} from './fhirpath-patch-work.ts';
import { quote, type Text } from './outcome.ts';
import { maxOperations, refuse } from './patch.ts';
import type { Member } from './shape.ts';

/** Steps that a patch may have and elements that it may visit in all: some 30 ms. */
const maxVisits = 30_000;

function changeable(work: Work, place: Place): NonNullable<Place['at']> {
  if (!place.at) throw work.refuse(fixed);
  assertChangeable(work, place.at.owner, place.at.member.name);
  return place.at;
}

function isThere(parent: Json, members: readonly Member[]): boolean {
  return members.some(
    ({ name }) => Object.hasOwn(parent, name) || Object.hasOwn(parent, shadowOf(name)),
  );
}

/** The object that gets members of a place; a primitive's is made when it has none. */
function parentOf(work: Work, owner: Place, name: string): Json {
  const parent = isPrimitive(owner.type) && owner.at ? shadowHolder(owner.at) : holderOf(owner);
  if (parent) return parent;
  throw work.refuse(noSuch(owner, name));
}

function add(work: Work): void {
  const owner = existing(work, stepsOf(work));
  const [name, value] = [textOf(work, 'name'), partOf(work, 'value')];
  assertAllowed(work, name);
  assertChangeable(work, owner, name);
  const members = membersOf(work.definitions, owner, name);
  const member = memberFor(members, value);
  if (!member) throw work.refuse(noSuch(owner, name));
  const made = madeFor(work, member, value);
  const parent = parentOf(work, owner, name);
  if (member.isArray) insertAt(parent, member.name, lengthOf(parent, member.name), made);
  else if (!isThere(parent, members)) setAt(parent, member.name, made);
  else throw work.refuse(say(`${name} er der allerede`, `${name} is there already`));
}

/** The list that a path names by its last step, whether or not anything is in it. */
function listAt(work: Work): { parent: Json; member: Member } {
  const steps = stepsOf(work);
  const last = steps.at(-1);
  if (last?.kind === 'member') {
    const owner = existing(work, steps.slice(0, -1));
    const [member] = membersOf(work.definitions, owner, last.name);
    if (member?.isArray) return { parent: parentOf(work, owner, last.name), member };
  }
  throw work.refuse(say('stien skal nævne en liste', 'the path must name a list'));
}

function insert(work: Work): void {
  const { parent, member } = listAt(work);
  const index = wholeOf(work, 'index', lengthOf(parent, member.name));
  insertAt(parent, member.name, index, madeFor(work, member, partOf(work, 'value')));
}

function move(work: Work): void {
  const { parent, member } = listAt(work);
  const length = lengthOf(parent, member.name);
  if (length === 0) throw work.refuse(say('listen er tom', 'the list is empty'));
  const from = wholeOf(work, 'source', length - 1);
  moveItem(parent, member.name, from, wholeOf(work, 'destination', length - 1));
}

function erase(work: Work): void {
  const place = placeAt(work, stepsOf(work));
  if (!place) return;
  changeable(work, place);
  remove(place);
}

function replace(work: Work): void {
  const at = changeable(work, existing(work, stepsOf(work)));
  const choices = membersOf(work.definitions, at.owner, at.member.path);
  const member = memberFor(choices, partOf(work, 'value')) ?? at.member;
  replaceAt(at, member.name, madeFor(work, member, partOf(work, 'value')));
}

interface Operation {
  readonly parts: readonly string[];
  readonly run: (work: Work) => void;
}

const operations: Readonly<Record<string, Operation>> = {
  add: { parts: ['path', 'name', 'value'], run: add },
  insert: { parts: ['path', 'value', 'index'], run: insert },
  delete: { parts: ['path'], run: erase },
  replace: { parts: ['path', 'value'], run: replace },
  move: { parts: ['path', 'source', 'destination'], run: move },
};

type Refuse = Visit['refuse'];

function partsOf(given: unknown, refuse: Refuse): Map<string, Json> {
  const isOperation = isJson(given) && given.name === 'operation' && Array.isArray(given.part);
  const parts: unknown[] = isOperation ? (given.part as unknown[]) : [];
  const named = new Map(
    parts.flatMap((part) => (isJson(part) ? [[String(part.name), part] as const] : [])),
  );
  if (isOperation && named.size === parts.length) return named;
  throw refuse(
    say('det er ikke en operation med hver del én gang', 'it is no operation with each part once'),
  );
}

function operationOf(work: Work): Operation {
  const type = textOf(work, 'type');
  const operation = Object.hasOwn(operations, type) ? operations[type] : undefined;
  if (!operation) {
    const known = Object.keys(operations).join(', ');
    throw work.refuse(say(`type skal være ${known}`, `type must be one of ${known}`));
  }
  const missing = operation.parts.find((name) => !work.parts.has(name));
  if (missing) throw work.refuse(say(`der mangler ${missing}`, `${missing} is missing`));
  const odd = [...work.parts.keys()].find(
    (name) => name !== 'type' && !operation.parts.includes(name),
  );
  if (odd === undefined) return operation;
  throw work.refuse(say(`${type} har ikke ${quote(odd)}`, `${type} has no ${quote(odd)}`));
}

function operationsOf(parameters: unknown): readonly unknown[] {
  const isParameters = isJson(parameters) && parameters.resourceType === 'Parameters';
  const list: unknown = isParameters ? (parameters.parameter ?? []) : undefined;
  if (Array.isArray(list) && list.length <= maxOperations) return list;
  throw refuse(
    0,
    `det er ikke en Parameters-ressource med højst ${maxOperations} handlinger`,
    `it is not a Parameters resource with at most ${maxOperations} operations`,
  );
}

/**
 * Runs every operation on a copy, in order. Throws a FhirError (422) that names the first that cannot be done. What comes out
 * may still be no valid resource: whoever stores it validates it.
 */
export function applyFhirPathPatch<T extends object>(
  resource: T,
  parameters: unknown,
  definitions: Definitions,
): T {
  const copy = cloneKeeping(resource);
  const type = isJson(copy) ? String(copy.resourceType) : '';
  const visit = { definitions, left: maxVisits };
  for (const [index, given] of operationsOf(parameters).entries()) {
    const refuseThis = ({ da, en }: Text) => refuse(index, da, en);
    const work: Work = Object.assign(visit, {
      root: { value: copy, type },
      refuse: refuseThis,
      parts: partsOf(given, refuseThis),
    });
    operationOf(work).run(work);
  }
  return copy;
}
