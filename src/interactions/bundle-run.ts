/** The entries of a transaction in the order of the specification, whatever that of the Bundle. */
import type { Resource } from '@medplum/fhirtypes';
import { uuidv7 } from '../fhir/id.ts';
import { notFound } from '../fhir/outcome.ts';
import type { Transaction } from '../store/database.ts';
import { tellEntry } from './bundle-answer.ts';
import { targetOf } from './bundle-link.ts';
import {
  claim,
  conditionKeysOf,
  each,
  isOwn,
  keysOf,
  type OtherStep,
  type OwnStep,
  type Step,
} from './bundle-step.ts';
import { criteriaKey, type Match, matchOne } from './conditional.ts';
import { referenceFinder } from './conditional-reference.ts';
import type { Asking, Desk, Look, Told } from './exchange.ts';
import { stamped } from './look.ts';
import { keyOf } from './own.ts';
import { withMembers } from './own-same.ts';
import { deskFor } from './permission.ts';
import { read } from './read.ts';
import { tellFound, tellRemoved } from './tell.ts';
import { writesOf } from './write.ts';
import { assertId, patchOf } from './write-body.ts';
import { lockAll } from './write-desk.ts';
import { updateNone } from './write-where.ts';

/** What is known while the entries are carried out. */
interface Run {
  readonly desk: Desk;
  readonly identities: Map<string, string>;
  readonly taken: Set<string>;
  readonly looks: Look[];
  readonly told: Map<Step, Told>;
  /** Ids of what creates and updates are to write. */
  readonly ids: Map<Step, string>;
  /** Conditional creates that found what they ask for. */
  readonly found: Map<Step, string>;
  /** Updates whose criteria nothing fulfils. */
  readonly fresh: Set<Step>;
}

/** The desk of a step by itself. */
const deskOf = ({ desk }: Run, { route, asking, place }: OwnStep): Desk =>
  deskFor(desk, route, asking, place);

/** What a step's address or condition means. */
async function meant(run: Run, step: OwnStep): Promise<Match> {
  const { room, id, criteria } = step;
  if (id !== undefined || !criteria) return { looks: [], ...(id !== undefined && { id }) };
  const match = await matchOne(deskOf(run, step), room, criteria);
  run.looks.push(...match.looks);
  return match;
}

async function remove(run: Run, step: OwnStep): Promise<void> {
  const { room, asking, index } = step;
  const { id } = await meant(run, step);
  if (id !== undefined && step.id === undefined) claim(run.taken, `${room.type}/${id}`, index);
  const told =
    id === undefined
      ? tellRemoved(run.desk, asking, undefined)
      : await writesOf(room).remove(deskOf(run, step), room, asking, id);
  run.told.set(step, told);
}

/** Two entries that would make the same make it once. */
function sameBefore(run: Run, { kind, room, criteria }: OwnStep): string | undefined {
  if (kind !== 'create' || !criteria) return undefined;
  return run.identities.get(criteriaKey(room, criteria))?.slice(room.type.length + 1);
}

/** The id that a client gives to what it updates. */
const givenId = ({ kind, resource }: OwnStep): string | undefined =>
  kind === 'update' ? (resource as Resource).id : undefined;

function settled(run: Run, step: OwnStep, match: Match): string {
  const { kind, room, resource } = step;
  const [before, given] = [sameBefore(run, step) ?? match.id, givenId(step)];
  if (kind === 'create' && before !== undefined) run.found.set(step, before);
  if (before !== undefined && given !== undefined) assertId(room, resource as Resource, before);
  if (before !== undefined) return before;
  if (kind === 'patch') throw notFound(room.type, '?');
  if (kind === 'update') run.fresh.add(step);
  return given ?? uuidv7(run.desk.call.ports.now());
}

/** Settles which resource an entry is about, before any is written: others may refer to it. */
async function identify(run: Run, step: OwnStep): Promise<void> {
  const { room, criteria, fullUrl, asking, index, kind } = step;
  const match = await meant(run, step);
  const id = settled(run, step, match);
  const identity = `${room.type}/${id}`;
  if (kind !== 'create' && step.id === undefined) claim(run.taken, identity, index);
  run.ids.set(step, id);
  if (fullUrl !== undefined) run.identities.set(fullUrl, identity);
  if (!criteria) return;
  run.identities.set(criteriaKey(room, criteria), identity);
  const header = asking.conditions.ifNoneExist;
  if (header !== undefined) run.identities.set(`${room.type}?${header}`, identity);
}

async function link(run: Run, step: Step, find: ReturnType<typeof referenceFinder>): Promise<void> {
  for (const one of step.links)
    one.holder[one.key] =
      targetOf(one, run.identities, step.fullUrl) ??
      (await find({ text: one.text, path: one.path }));
}

const noConditions: Asking['conditions'] = {};

function written(run: Run, step: OwnStep, id: string): Promise<Told> {
  const { fresh } = run;
  const desk = deskOf(run, step);
  const { room, asking, kind } = step;
  const writes = writesOf(room);
  const { conditions } = asking;
  if (kind === 'patch')
    return writes.change(desk, room, asking, { id, make: patchOf(desk, room, asking), conditions });
  const resource = withMembers(step.resource as Resource, { id });
  if (kind === 'create') return writes.create(desk, room, asking, resource, id);
  if (fresh.has(step)) return updateNone(desk, room, asking, { resource, id: givenId(step) });
  const make = () => resource;
  return writes.change(desk, room, asking, { id, make, fresh: resource, conditions });
}

async function write(run: Run, step: OwnStep): Promise<void> {
  const id = run.ids.get(step);
  if (id !== undefined && !run.found.has(step)) run.told.set(step, await written(run, step, id));
}

/** An ETag over many resources counts commits: inside a transaction it would be that of before. */
async function other(run: Run, step: OtherStep, isWriting: boolean): Promise<void> {
  const { route, place, asking } = step;
  const single = route.name === 'read' || route.name === 'vread';
  const asked = single || !isWriting ? asking : { ...asking, conditions: noConditions };
  const { etag, ...told } = stamped(await route.run(run.desk, asked, place), route, asked);
  const tagged = etag !== undefined && asked === asking ? { ...told, etag } : told;
  run.told.set(step, tellEntry({ ...step, asking: asked }, tagged));
}

async function tellAll(run: Run, steps: readonly Step[]): Promise<Told[]> {
  const { told, found, looks } = run;
  for (const step of steps.filter(isOwn)) {
    const id = found.get(step);
    if (id === undefined) continue;
    const desk = deskOf(run, step);
    const row = await read(desk.call, step.room, id);
    told.set(step, tellFound(desk, step.room, step.asking, row, []));
  }
  return steps.map((step, index) => {
    const one = told.get(step) ?? { status: 204, looks: [] };
    return index === 0 ? { ...one, looks: [...looks, ...one.looks] } : one;
  });
}

/** Carries out all entries at a desk that is bound to the transaction. Gives their answers in the order of the Bundle. */
export async function runSteps(
  desk: Desk,
  tx: Transaction,
  steps: readonly Step[],
): Promise<Told[]> {
  const own = steps.filter(isOwn);
  const of = (...kinds: readonly Step['kind'][]) => own.filter(({ kind }) => kinds.includes(kind));
  const others = steps.filter((step): step is OtherStep => !isOwn(step));
  const taken = new Set(own.flatMap(({ room, id }) => (id === undefined ? [] : [keyOf(room, id)])));
  const run: Run = {
    ...{ desk, taken, looks: [], identities: new Map(), told: new Map() },
    ...{ ids: new Map(), found: new Map(), fresh: new Set() },
  };
  await lockAll(tx, conditionKeysOf(own));
  await lockAll(tx, keysOf(own));
  await each(of('delete'), (step) => remove(run, step));
  await each(of('create', 'update', 'patch'), (step) => identify(run, step));
  const find = referenceFinder(desk);
  await each(steps, (step) => link(run, step, find));
  await each(of('create'), (step) => write(run, step));
  await each(
    others.filter(({ kind }) => kind === 'operation'),
    (step) => other(run, step, true),
  );
  await each(of('update', 'patch'), (step) => write(run, step));
  await each(
    others.filter(({ kind }) => kind === 'read'),
    (step) => other(run, step, own.length > 0),
  );
  return tellAll(run, steps);
}
