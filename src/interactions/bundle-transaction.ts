/** A transaction: all of its entries or none. https://hl7.org/fhir/R4/http.html#trules */
import { setImmediate as turn } from 'node:timers/promises';
import { FhirError } from '../fhir/outcome.ts';
import { tellBundle, tellEntry } from './bundle-answer.ts';
import { type Entry, readEntry } from './bundle-entry.ts';
import type { Envelope } from './bundle-envelope.ts';
import { collecting } from './bundle-issue.ts';
import { type Identities, type Link, targetOf } from './bundle-link.ts';
import { runSteps } from './bundle-run.ts';
import { assertPossible, isOwn, refusedBy, type Step, stepOf } from './bundle-step.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import type { Match } from './route.ts';
import { assertId, assertValid, assertWhole, patchOf } from './write-body.ts';
import { inTransaction } from './write-desk.ts';

/** Entries after which others get their turn. */
const atATime = 20;

async function stepsOf(
  desk: Desk,
  { entries }: Envelope,
  asking: Asking,
  match: Match,
): Promise<Step[]> {
  const { attempt, settle } = collecting();
  const how = { match, prefer: asking.prefer };
  const steps: Step[] = [];
  for (const [index, given] of entries.entries()) {
    const step = attempt(index, undefined, () => stepOf(desk, readEntry(desk, given, index, how)));
    if (step) steps.push(step);
    if (index % atATime === 0) await turn();
  }
  settle();
  return steps;
}

/** Where references lead is known when the entries are written; what they will look like, before. */
function standIn(link: Link, identities: Identities, fullUrl: string | undefined): void {
  const { holder, key, text } = link;
  holder[key] = targetOf(link, identities, fullUrl) ?? text.replace(/\?.*$/s, '/0');
}

const standIns = (steps: readonly Step[]): Identities =>
  new Map(
    steps.flatMap(({ fullUrl, room, kind }) =>
      fullUrl === undefined || kind === 'delete' ? [] : [[fullUrl, `${room?.type}/0`] as const],
    ),
  );

function assertStep(desk: Desk, step: Step): void {
  if (!isOwn(step)) return;
  if (step.kind === 'patch') patchOf(desk, step.room, step.asking);
  if (step.kind !== 'create' && step.kind !== 'update') return;
  const resource = assertValid(step.resource, step.room, desk.definitions);
  if (step.kind === 'create') return;
  assertWhole(resource);
  if (step.id !== undefined) assertId(step.room, resource, step.id);
}

/** Refuses a transaction for everything that can be known before it begins. Others get their turn meanwhile. */
async function assertGood(desk: Desk, steps: readonly Step[]): Promise<void> {
  assertPossible(steps);
  const { attempt, settle } = collecting();
  const identities = standIns(steps);
  for (const { index, type, fullUrl, links } of steps.filter(({ kind }) => kind !== 'cura'))
    for (const link of links) attempt(index, type, () => standIn(link, identities, fullUrl));
  settle();
  for (const step of steps) {
    attempt(step.index, step.type, () => assertStep(desk, step));
    if (step.index % atATime === 0) await turn();
  }
  settle();
}

async function runAlone(desk: Desk, step: Entry): Promise<Told> {
  try {
    return tellEntry(step, await step.route.run(desk, step.asking, step.place));
  } catch (error) {
    throw error instanceof FhirError ? refusedBy(error, step) : error;
  }
}

/** What is written to Cura cannot be undone: what else is asked for is tried before, so that a refusal comes in time. */
async function runWithCura(desk: Desk, steps: readonly Step[]): Promise<Told[]> {
  const reads = steps.filter(({ kind }) => kind === 'read');
  for (const step of reads) await runAlone(desk, step);
  const told = new Map<Step, Told>();
  const first = steps.filter(({ kind }) => kind !== 'read');
  for (const step of [...first, ...reads]) told.set(step, await runAlone(desk, step));
  return steps.flatMap((step) => told.get(step) ?? []);
}

/** Carries out the entries in one transaction of the database; nobody sees a part of it. */
export async function runTransaction(
  desk: Desk,
  envelope: Envelope,
  asking: Asking,
  match: Match,
): Promise<Told> {
  const steps = await stepsOf(desk, envelope, asking, match);
  await assertGood(desk, steps);
  const isCura = steps.some(({ kind }) => kind === 'cura');
  // Reads alone are all of one moment; with writes each is, after them.
  const isolation = steps.every(({ kind }) => kind === 'read')
    ? 'repeatable read'
    : 'read committed';
  const told = isCura
    ? await runWithCura(desk, steps)
    : await inTransaction(desk, (bound, tx) => runSteps(bound, tx, steps), { isolation });
  const answers = steps.map((step, at) => ({ asking: step.asking, told: told[at] as Told }));
  return tellBundle('transaction', desk.base, answers);
}
