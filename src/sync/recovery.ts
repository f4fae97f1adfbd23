import { CuraUnavailable } from '../cura/port.ts';
import { FhirError } from '../fhir/outcome.ts';
import { finishAll } from './finish.ts';
import { type Intent, openBefore } from './intent.ts';
import type { SyncPorts } from './ports.ts';
import type { Sent } from './send.ts';
import { sendOrRefuse } from './write-through.ts';

const batch = 200;

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

async function resolveOne(ports: SyncPorts, intent: Intent): Promise<boolean> {
  try {
    const sent = await settled(ports, intent);
    if (sent.kind === 'unsent' || sent.kind === 'unknown') return false;
    await finishAll(ports, [{ intent, sent }]);
    return true;
  } catch (error) {
    if (error instanceof CuraUnavailable) return false;
    // Refused for good: it is settled by now.
    if (error instanceof FhirError) return true;
    throw error;
  }
}

/**
 * Resolves writes whose outcome nobody knows; runs on start and on a schedule, in any number of processes. Gives how many it
 * settled. One that fails unforeseen keeps no other from being settled; its error comes last.
 */
export async function recover(ports: SyncPorts): Promise<number> {
  const open = await openBefore(ports.db, ports.now() - ports.patienceMs, batch);
  const faults: unknown[] = [];
  let count = 0;
  for (const intent of open) {
    const one = await resolveOne(ports, intent).catch((error: unknown) => {
      faults.push(error);
      return false;
    });
    if (one) count += 1;
  }
  if (faults.length > 0) throw new AggregateError(faults, 'Some writes could not be settled.');
  return count;
}
