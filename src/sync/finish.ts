/** Writes whose answers of Cura came at one moment are committed in one transaction. */
import type { CuraType } from '../cura/records.ts';
import { refusedByCura } from '../cura/refusal.ts';
import { type FhirError, preconditionFailed, unavailable } from '../fhir/outcome.ts';
import { clearAll } from '../resources/appointment/reserve.ts';
import { findAll } from '../resources/find-resource.ts';
import type { Stored } from '../resources/write-plan.ts';
import type { Transaction } from '../store/database.ts';
import { commitRecords } from './commit.ts';
import { standDown } from './deliver.ts';
import { type Completed, type End, type Intent, lockOpen, settleAll } from './intent.ts';
import { admitAll, covered } from './on-top.ts';
import type { SyncPorts } from './ports.ts';
import { recordLate } from './record-late.ts';
import type { Sent } from './send.ts';
import { heldInCura, type InCura } from './take-back.ts';

/** When to ask again for what nobody knows yet. */
export const retryAfterSeconds = 10;

const notReached = (): FhirError =>
  unavailable(
    'cura-unavailable',
    {
      da: 'Kommunens system kan ikke nås lige nu. Intet er ændret. Prøv igen om lidt.',
      en: "The municipality's system cannot be reached now. Nothing was changed. Try again in a moment.",
    },
    retryAfterSeconds,
  );

/** A refusal as an intent keeps it. */
export type Refusal = Pick<FhirError, 'status' | 'issues' | 'headers'>;

export const asRefusal = ({ status, issues, headers }: FhirError): Refusal => ({
  status,
  issues,
  headers,
});

const refusalOf = (sent: Exclude<Sent, { kind: 'done' | 'unknown' }>): Refusal => {
  if (sent.kind === 'unsent') return asRefusal(notReached());
  return asRefusal(sent.kind === 'stale' ? preconditionFailed() : refusedByCura(sent));
};

async function commitTurn(
  tx: Transaction,
  ports: SyncPorts,
  type: CuraType,
  all: readonly Completed[],
): Promise<void> {
  const news = await commitAll(tx, ports, type, all);
  for (const { intent, record } of all)
    if (!news.has(record.id)) await recordLate(tx, ports, intent);
}

const commitAll = (
  tx: Transaction,
  ports: SyncPorts,
  type: CuraType,
  all: readonly Completed[],
): Promise<Set<string>> =>
  commitRecords(
    tx,
    ports,
    type,
    all.map(({ record, intent: { kind, actor, policy } }) => ({
      ...{ curaId: record.id, version: record.version, record },
      deed: { kind, actor, policy },
    })),
    { kind: 'import', round: 0, bulk: false },
  );

/** Oldest version first; of two acts on one record each is entered for itself. */
function inTurn(all: readonly Completed[]): Completed[][] {
  const turns: Completed[][] = [];
  const depth = new Map<string, number>();
  for (const one of [...all].sort((a, b) => a.record.version - b.record.version)) {
    const key = `${one.intent.record}/${one.record.id}`;
    const turn = depth.get(key) ?? 0;
    depth.set(key, turn + 1);
    const others = turns[turn] ?? [];
    others.push(one);
    turns[turn] = others;
  }
  return turns;
}

/** Completes intents with the records that Cura has: resources, index, history, Provenance and the intents' ends in one transaction. */
export async function completeAll(
  tx: Transaction,
  ports: SyncPorts,
  all: readonly Completed[],
): Promise<void> {
  if (all.length === 0) return;
  const ends = all.map(({ intent }): End => ({ intent, state: 'done' }));
  await settleAll(tx, ends, ports.now());
  const under = await covered(tx, ports, all);
  for (const turn of inTurn(all))
    for (const [type, some] of Map.groupBy(turn, ({ intent }) => intent.record)) {
      const isUnder = ({ intent }: Completed): boolean => under.has(intent.id);
      await admitAll(tx, ports, type, some.filter(isUnder));
      await commitTurn(
        tx,
        ports,
        type,
        some.filter((one) => !isUnder(one)),
      );
    }
  await clearAll(
    tx,
    all.map(({ intent }) => intent.id),
  );
}

/** What Cura answered to an intent; never `unknown`, which leaves it open. */
export interface Answered {
  readonly intent: Intent;
  readonly sent: Exclude<Sent, { kind: 'unknown' }>;
}

/** What stands, or why nothing was done; null when somebody else has settled it meanwhile. */
export type Outcome = { readonly stored: Stored } | { readonly refusal: Refusal } | null;

async function standing(
  tx: Transaction,
  ports: SyncPorts,
  intents: readonly Intent[],
): Promise<Map<string, Stored>> {
  const found = new Map<string, Stored>();
  for (const [room, some] of Map.groupBy(intents, (intent) => intent.room)) {
    const ids = some.map(({ resourceId }) => resourceId);
    for (const one of await findAll(tx, ports.room(room), ids)) found.set(one.resource.id, one);
  }
  return found;
}

async function enterAll(
  tx: Transaction,
  ports: SyncPorts,
  answered: readonly Answered[],
  held: InCura,
): Promise<Outcome[]> {
  const ids = answered.map(({ intent }) => intent.id);
  const open = new Map((await lockOpen(tx, ids)).map((one) => [one.id, one]));
  const completed: Completed[] = [];
  const refused: (End & { refusal: Refusal })[] = [];
  for (const {
    intent: { id },
    sent,
  } of answered) {
    const intent = open.get(id);
    if (!intent) continue;
    if (sent.kind === 'done') completed.push({ intent, record: sent.record });
    else refused.push({ intent, state: 'refused', refusal: refusalOf(sent) });
  }
  await settleAll(tx, refused, ports.now());
  await standDown(
    tx,
    ports,
    refused.flatMap(({ intent: { id } }) => open.get(id) ?? []),
    held,
  );
  await completeAll(tx, ports, completed);
  const done = completed.map(({ intent }) => intent);
  const found = await standing(tx, ports, done);
  const refusals = new Map(refused.map(({ intent, refusal }) => [intent.id, refusal]));
  return answered.map(({ intent: { id, resourceId } }) => {
    const refusal = refusals.get(id);
    const stored = found.get(resourceId);
    if (refusal) return { refusal };
    return open.has(id) && stored ? { stored } : null;
  });
}

/** Who waits this long for others leaves those who came along behind: the group is tried in halves. */
const lockTimeoutMs = 500;

/** Enters what Cura answered; in the order of `answered`. */
export async function finishAll(
  ports: SyncPorts,
  answered: readonly Answered[],
): Promise<Outcome[]> {
  const refused = answered.filter(({ sent }) => sent.kind !== 'done');
  const held = await heldInCura(
    ports,
    refused.map(({ intent }) => intent),
  );
  return ports.db.transaction(
    (tx) => enterAll(tx, ports, answered, held),
    answered.length > 1 ? { lockTimeoutMs } : {},
  );
}
