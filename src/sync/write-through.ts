import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import { refusedByCura } from '../cura/refusal.ts';
import { type FhirError, fail, preconditionFailed, unavailable } from '../fhir/outcome.ts';
import { inGroups } from '../ledger/group-commit.ts';
import { Unmappable } from '../mapping/mapping.ts';
import { findOne } from '../resources/find-resource.ts';
import type { Stored, WritePlan } from '../resources/write-plan.ts';
import { standDown } from './deliver.ts';
import type { Asked } from './enter-intent.ts';
import {
  type Answered,
  asRefusal,
  finishAll,
  type Outcome,
  type Refusal,
  retryAfterSeconds,
} from './finish.ts';
import { type Intent, lockOpen, readIntent, settleAll } from './intent.ts';
import { type Opened, openAll } from './open-intent.ts';
import type { SyncPorts } from './ports.ts';
import { type Sent, send } from './send.ts';
import { heldInCura } from './take-back.ts';

/** Nobody knows yet: the time stays reserved, and asking again with the same request joins this one. */
const notKnown = (): FhirError =>
  unavailable(
    'outcome-unknown',
    {
      da: 'Kommunens system svarede ikke. Tiden er reserveret, til vi ved, om det lykkedes. Se dine aftaler om lidt, eller prøv igen.',
      en: "The municipality's system did not answer. The time is reserved until we know. Look at your appointments in a moment, or try again.",
    },
    retryAfterSeconds,
  );

const asError = (refusal: unknown): FhirError => {
  const { status, issues, headers } = refusal as Refusal;
  return fail(status, issues, headers);
};

/** The outcome of a settled intent: the resource as it stands, or the refusal. Null while it is open. */
async function outcomeOf(ports: SyncPorts, intent: Intent): Promise<Stored | null> {
  const now = await readIntent(ports.db, intent.id);
  if (!now || now.state === 'open') return null;
  if (now.state === 'refused') throw asError(now.refusal);
  const stored = await findOne<Resource>(ports.db, ports.room(intent.room), intent.resourceId);
  if (!stored) throw notKnown();
  return stored;
}

async function awaitOther(ports: SyncPorts, intent: Intent): Promise<Stored> {
  for (let waitedMs = 0; waitedMs < ports.patienceMs; waitedMs += 50) {
    const stored = await outcomeOf(ports, intent);
    if (stored) return stored;
    await sleep(50);
  }
  throw notKnown();
}

/** Sends it; what cannot be said in Cura's words is refused, for it was never sent. */
export async function sendOrRefuse(ports: SyncPorts, intent: Intent): Promise<Sent> {
  try {
    return await send(ports, intent);
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    const refusal = fail(422, {
      severity: 'error',
      code: 'value',
      key: 'unmappable',
      text: error.text,
      expression: error.expression,
    });
    const held = await heldInCura(ports, [intent]);
    await ports.db.transaction(async (tx) => {
      const open = await lockOpen(tx, [intent.id]);
      const ends = open.map(
        (one) => ({ intent: one, state: 'refused', refusal: asRefusal(refusal) }) as const,
      );
      await settleAll(tx, ends, ports.now());
      await standDown(tx, ports, open, held);
    });
    throw refusal;
  }
}

/** What an intent came to by Cura's answer; what is unknown may have been settled by the feed meanwhile. */
async function finished(
  ports: SyncPorts,
  enter: (answered: Answered) => Promise<Outcome>,
  intent: Intent,
  sent: Sent,
): Promise<Stored> {
  const outcome = sent.kind === 'unknown' ? null : await enter({ intent, sent });
  if (outcome && 'refusal' in outcome) throw asError(outcome.refusal);
  const stored = outcome ? outcome.stored : await outcomeOf(ports, intent);
  if (!stored) throw notKnown();
  return stored;
}

/** Sends what was opened, or waits for whoever sends it, and gives what it came to. Throws the refusal. */
export async function cameTo(
  ports: SyncPorts,
  enter: (answered: Answered) => Promise<Outcome>,
  opened: Opened,
): Promise<Stored> {
  if (opened.kind === 'taken') throw refusedByCura({ kode: 'overlap', tekst: '' });
  if (opened.kind === 'past') throw preconditionFailed();
  if (opened.kind === 'refused') throw opened.refusal;
  const { intent } = opened;
  if (opened.kind === 'joined') return awaitOther(ports, intent);
  return finished(ports, enter, intent, await sendOrRefuse(ports, intent));
}

/** Writes a plan through to Cura for an actor. */
export type WriteThrough = (plan: WritePlan, actor: Actor) => Promise<Stored>;

/**
 * Writes through to Cura: the intent is committed first, then Cura is asked, then all that follows is committed at once. Writes that come
 * to a commit at the same time share it. Throws the refusal; 503 when Cura's answer is not known, and then the time stays reserved until
 * recovery knows.
 */
export function writeThroughOf(ports: SyncPorts): WriteThrough {
  const open = inGroups<Asked, Opened>((asked) => openAll(ports, asked));
  const enter = inGroups<Answered, Outcome>((answered) => finishAll(ports, answered));
  return async (plan, actor) => cameTo(ports, enter, await open({ plan, actor }));
}
