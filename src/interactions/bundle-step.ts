/** What the entries of a transaction are to the transaction. https://hl7.org/fhir/R4/http.html#trules */

import { badRequest, FhirError, fail, issue } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import type { Entry } from './bundle-entry.ts';
import { entryAt, refusedAt } from './bundle-issue.ts';
import { type Link, linksIn } from './bundle-link.ts';
import { type Criteria, conditionLocks, criteriaIn, criteriaOf } from './conditional.ts';
import type { Desk } from './exchange.ts';
import { refusedInside, refusedLook } from './look.ts';
import { keyOf } from './own.ts';
import { admit } from './permission.ts';
import { assertNoParameters, idAt } from './place.ts';

type Kind = 'delete' | 'create' | 'update' | 'patch';

/** A write to a room of our own. */
export interface OwnStep extends Entry {
  readonly kind: Kind;
  readonly room: Room;
  /** Of the address. */
  readonly id?: string;
  readonly criteria?: Criteria;
  readonly resource?: unknown;
  readonly links: readonly Link[];
}

/** Anything else: it is carried out as it would be by itself. */
export interface OtherStep extends Entry {
  readonly kind: 'cura' | 'operation' | 'read';
  readonly room?: Room;
  readonly resource?: unknown;
  readonly links: readonly Link[];
}

export type Step = OwnStep | OtherStep;

const writes: readonly string[] = ['create', 'update', 'patch', 'delete'] satisfies Kind[];

export const isOwn = (step: Step): step is OwnStep => writes.includes(step.kind);

const affectsState = (room: Room | undefined, name: string): boolean =>
  room?.operations.some((one) => `$${one.code}` === name && one.affectsState) ?? false;

/** Reading changes nothing; a search by POST neither. */
function otherKind({ route: { room, name, method } }: Entry): OtherStep['kind'] {
  if (writes.includes(name) || (affectsState(room, name) && !room?.own)) return 'cura';
  return method === 'POST' && name.startsWith('$') ? 'operation' : 'read';
}

function criteriaAt({ asking, place, route }: Entry): Criteria | undefined {
  const { ifNoneExist } = asking.conditions;
  if (place.id !== undefined || route.name === 'create') assertNoParameters(asking);
  if (route.name === 'create')
    return ifNoneExist === undefined ? undefined : criteriaIn(ifNoneExist);
  return place.id === undefined ? criteriaOf(asking.query, { inUrl: true }) : undefined;
}

/** An entry as a step. 400 for criteria that mean nothing, 403 for what the token's scopes do not give. */
export function stepOf(desk: Desk, given: Entry): Step {
  const { room, name } = given.route;
  const { asking } = admit(desk, given.route, given.asking, given.place);
  const entry = { ...given, asking };
  const body = asking.method === 'POST' || name === 'update' || name === 'patch';
  const resource = body ? resourceIn(entry) : undefined;
  const links = linksIn(resource, desk.definitions);
  const with_ = { ...entry, links, ...(resource !== undefined && { resource }) };
  if (!room?.own || !writes.includes(name))
    return { ...with_, ...(room && { room }), kind: otherKind(entry) };
  const criteria = criteriaAt(entry);
  const { id } = entry.place;
  return {
    ...{ ...with_, room, kind: name as Kind },
    ...(id !== undefined && { id: idAt(room, id) }),
    ...(criteria && { criteria }),
  };
}

/** Undefined when there is none, or a Binary carries something else. */
function resourceIn({ asking }: Entry): unknown {
  const body = asking.body(['resource', 'json-patch', 'form']);
  return body?.kind === 'resource' ? body.resource : undefined;
}

const twice = (index: number) =>
  badRequest(
    'entry-twice',
    {
      da: 'En ressource kan kun ændres af én handling i en transaction.',
      en: 'A resource can be changed by only one entry of a transaction.',
    },
    { expression: entryAt(index) },
  );

/** Notes what an entry changes. 400 when another does so too. */
export function claim(taken: Set<string>, identity: string, index: number): void {
  if (taken.has(identity)) throw twice(index);
  taken.add(identity);
}

const oneCuraWrite = (index: number) =>
  fail(
    422,
    issue({
      code: 'business-rule',
      key: 'one-cura-write',
      text: {
        da: 'En transaction kan skrive én gang i kommunens system, og så intet andet: mere kan ikke gøres om, hvis noget fejler. Brug en batch.',
        en: "A transaction can write once to the municipality's system, and then nothing else: more could not be undone if something fails. Use a batch.",
      },
      expression: entryAt(index),
    }),
  );

/** Refuses (422) what could not be undone; 400 for a resource that is changed twice. */
export function assertPossible(steps: readonly Step[]): void {
  const taken = new Set<string>();
  for (const step of steps)
    if (isOwn(step) && step.id !== undefined)
      claim(taken, `${step.room.type}/${step.id}`, step.index);
  const [, second] = steps.filter(
    (one) => one.kind === 'cura' || isOwn(one) || one.kind === 'operation',
  );
  if (second && steps.some(({ kind }) => kind === 'cura')) throw oneCuraWrite(second.index);
}

/** Everything whose name is known is locked at once, in one order. */
export const keysOf = (steps: readonly OwnStep[]): string[] =>
  steps.flatMap(({ room, id, kind }) => [
    ...(id !== undefined && kind !== 'create' ? [keyOf(room, id)] : []),
  ]);

/** Those of conditions come first, as a lone conditional write takes them first too. */
export const conditionKeysOf = (steps: readonly OwnStep[]): string[] =>
  steps.flatMap(({ room, criteria }) => (criteria ? conditionLocks(room, criteria) : []));

async function at<T>(step: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FhirError ? refusedBy(error, step) : error;
  }
}

/** The refusal of a transaction by one of its steps. */
export const refusedBy = (error: FhirError, step: Entry): FhirError =>
  refusedInside(
    refusedAt(error, step.index, step.type),
    refusedLook(error, step.route, step.asking, step.place),
  );

/** Does it for one after the other; a refusal says which it is of. */
export async function each<S extends Step>(
  steps: readonly S[],
  work: (step: S) => Promise<void>,
): Promise<void> {
  for (const step of steps) await at(step, () => work(step));
}
