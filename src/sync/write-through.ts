import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import type { CuraRecords, CuraType } from '../cura/records.ts';
import { refusedByCura } from '../cura/refusal.ts';
import { type FhirError, fail, preconditionFailed, unavailable } from '../fhir/outcome.ts';
import type { Act } from '../ledger/provenance.ts';
import { recordWrites } from '../ledger/record.ts';
import { Unmappable } from '../mapping/mapping.ts';
import { findOne } from '../resources/find-resource.ts';
import type { Stored, WritePlan } from '../resources/write-plan.ts';
import type { Transaction } from '../store/database.ts';
import { commitRecords } from './commit.ts';
import { deviceId } from './identity.ts';
import {
  DecidedOnPast,
  type Intent,
  lockOpen,
  openIntent,
  readIntent,
  settle,
  TimeTaken,
} from './intent.ts';
import type { SyncPorts } from './ports.ts';
import { type Sent, send } from './send.ts';

const retryAfterSeconds = 10;

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

const notReached = (): FhirError =>
  unavailable(
    'cura-unavailable',
    {
      da: 'Kommunens system kan ikke nås lige nu. Intet er ændret. Prøv igen om lidt.',
      en: "The municipality's system cannot be reached now. Nothing was changed. Try again in a moment.",
    },
    retryAfterSeconds,
  );

type Refusal = Pick<FhirError, 'status' | 'issues' | 'headers'>;

const asRefusal = ({ status, issues, headers }: FhirError): Refusal => ({
  status,
  issues,
  headers,
});
const asError = (refusal: unknown): FhirError => {
  const { status, issues, headers } = refusal as Refusal;
  return fail(status, issues, headers);
};

/** The act was done, but a newer version is here already: the one who acted stays in the Provenance. */
async function recordLate(tx: Transaction, ports: SyncPorts, intent: Intent): Promise<void> {
  const now = ports.now();
  const stored = await findOne(tx, ports.room(intent.room), intent.resourceId);
  const act: Act = {
    target: { type: intent.room, id: intent.resourceId, version: stored?.version ?? 1 },
    patient: intent.patient,
    actor: intent.actor,
    kind: intent.kind,
    outcome: intent.method === 'create' ? 'created' : 'updated',
    policy: intent.policy,
    occurred: intent.madeAt,
    recorded: now,
    assembler: `Device/${deviceId(ports.namespace, 'samspil')}`,
  };
  await recordWrites(tx, ports.room('Provenance'), [act], now);
}

/** Completes an intent with the record that Cura has: resource, index, history, Provenance and the intent's end in one transaction. */
export async function complete<T extends CuraType>(
  tx: Transaction,
  ports: SyncPorts,
  intent: Intent,
  record: CuraRecords[T],
): Promise<void> {
  await settle(tx, intent, 'done', ports.now());
  const delivery = { curaId: record.id, version: record.version, record };
  const reason = {
    kind: intent.kind,
    actor: intent.actor,
    policy: intent.policy,
    round: 0,
    bulk: false,
  };
  const news = await commitRecords(tx, ports, intent.record, [delivery], reason);
  if (!news.has(record.id)) await recordLate(tx, ports, intent);
}

const refusalOf = (sent: Exclude<Sent, { kind: 'done' | 'unknown' }>): FhirError => {
  if (sent.kind === 'unsent') return notReached();
  return sent.kind === 'stale' ? preconditionFailed() : refusedByCura(sent);
};

/** Enters what Cura answered. What is unknown stays open for recovery. */
export async function finish(ports: SyncPorts, intent: Intent, sent: Sent): Promise<void> {
  if (sent.kind === 'unknown') return;
  await ports.db.transaction(async (tx) => {
    const open = await lockOpen(tx, intent.id);
    if (!open) return;
    if (sent.kind === 'done') await complete(tx, ports, open, sent.record);
    else await settle(tx, open, 'refused', ports.now(), asRefusal(refusalOf(sent)));
  });
}

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

async function opened(
  ports: SyncPorts,
  plan: WritePlan,
  actor: Actor,
): ReturnType<typeof openIntent> {
  try {
    return await openIntent(ports, plan, actor);
  } catch (error) {
    if (error instanceof TimeTaken) throw refusedByCura({ kode: 'overlap', tekst: '' });
    if (error instanceof DecidedOnPast) throw preconditionFailed();
    throw error;
  }
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
    await ports.db.transaction(async (tx) => {
      const open = await lockOpen(tx, intent.id);
      if (open) await settle(tx, open, 'refused', ports.now(), asRefusal(refusal));
    });
    throw refusal;
  }
}

/**
 * Writes through to Cura: the intent is committed first, then Cura is asked, then all that follows is committed at once.
 * Throws the refusal; 503 when Cura's answer is not known, and then the time stays reserved until recovery knows.
 */
export async function writeThrough(
  ports: SyncPorts,
  plan: WritePlan,
  actor: Actor,
): Promise<Stored> {
  const { intent, joined } = await opened(ports, plan, actor);
  if (joined) return awaitOther(ports, intent);
  await finish(ports, intent, await sendOrRefuse(ports, intent));
  const stored = await outcomeOf(ports, intent);
  if (!stored) throw notKnown();
  return stored;
}
