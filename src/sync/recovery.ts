import { CuraUnavailable } from '../cura/port.ts';
import { FhirError } from '../fhir/outcome.ts';
import { mustWait } from './deliver.ts';
import { finishAll } from './finish.ts';
import { type Intent, openAmong, openBefore, readIntent } from './intent.ts';
import type { SyncPorts } from './ports.ts';
import type { Sent } from './send.ts';
import { sendOrRefuse } from './write-through.ts';

const batch = 200;
/** Cura is asked about so many at a time. */
const lanes = 8;

/**
 * What Cura says of an intent's key decides. A key that Cura has never seen is sent now: the citizen asked for it, the time is
 * still reserved, and the same key cannot be done twice even if the first sending is still on its way.
 */
async function settled(ports: SyncPorts, intent: Intent): Promise<Sent> {
  const known = await ports.cura.outcome(intent.id);
  if (known) return known;
  const sent = await sendOrRefuse(ports, intent);
  // The first sending may have arrived since: then the record is stale by our own doing, or the key is used.
  const doubtful = sent.kind === 'stale' || sent.kind === 'refused';
  return (doubtful && (await ports.cura.outcome(intent.id))) || sent;
}

/** What a change rests on may have come to Cura since it was read. */
const asDecided = async (ports: SyncPorts, intent: Intent): Promise<Intent> =>
  intent.later && intent.method === 'replace'
    ? ((await readIntent(ports.db, intent.id)) ?? intent)
    : intent;

/** `out of reach`: Cura cannot be asked, so the others need not try either. */
type Settling = 'settled' | 'left' | 'out of reach';

async function resolveOne(ports: SyncPorts, intent: Intent): Promise<Settling> {
  try {
    if (intent.later && (await mustWait(ports, intent))) return 'left';
    const sent = await settled(ports, await asDecided(ports, intent));
    if (sent.kind === 'unknown') return 'left';
    if (sent.kind === 'unsent') return 'out of reach';
    await finishAll(ports, [{ intent, sent }]);
    return 'settled';
  } catch (error) {
    if (error instanceof CuraUnavailable) return 'out of reach';
    // Refused for good: it is settled by now.
    if (error instanceof FhirError) return 'settled';
    throw error;
  }
}

interface Round {
  readonly count: number;
  readonly isReached: boolean;
}

/** Some writes, a few at a time; those on one resource one after the other. */
async function settleSome(ports: SyncPorts, open: readonly Intent[]): Promise<Round> {
  const faults: unknown[] = [];
  const chains = [...Map.groupBy(open, ({ resourceId }) => resourceId).values()];
  let count = 0;
  let isReached = true;
  const note = (intent: Intent, one: Settling): void => {
    if (one === 'settled') count += 1;
    if (one === 'out of reach' && intent.later) isReached = false;
  };
  const follow = async (chain: readonly Intent[]): Promise<void> => {
    for (const intent of chain)
      await resolveOne(ports, intent).then(
        (one) => note(intent, one),
        (error: unknown) => faults.push(error),
      );
  };
  const walk = async (): Promise<void> => {
    for (let chain = chains.shift(); chain && isReached; chain = chains.shift())
      await follow(chain);
  };
  await Promise.all(Array.from({ length: lanes }, walk));
  if (faults.length > 0) throw new AggregateError(faults, 'Some writes could not be settled.');
  return { count, isReached };
}

/** Delivers what was accepted, by the ids of its intents; gives how many it settled. What cannot be delivered now stays open. */
export async function deliver(ports: SyncPorts, ids: readonly string[]): Promise<number> {
  let sum = 0;
  // What waited for others, as a message does for its files, goes in the next round.
  for (let more = true; more; ) {
    const open = await openAmong(ports.db, ids);
    const { count, isReached } = await settleSome(ports, open);
    sum += count;
    more = isReached && count > 0 && count < open.length;
  }
  return sum;
}

/**
 * Resolves writes whose outcome nobody knows, and delivers what is still to be delivered; runs on start and on a schedule, in any number
 * of processes. Gives how many it settled. One that fails unforeseen keeps no other from being settled; its error comes last.
 */
export async function recover(ports: SyncPorts): Promise<number> {
  let sum = 0;
  for (let full = true; full; ) {
    const open = await openBefore(ports.db, ports.now() - ports.patienceMs, batch);
    const { count, isReached } = await settleSome(ports, open);
    sum += count;
    const isWorthIt = open.length === batch ? count > batch / 2 : 0 < count && count < open.length;
    full = isReached && isWorthIt;
  }
  return sum;
}
