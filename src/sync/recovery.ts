import { CuraUnavailable } from '../cura/port.ts';
import { Unmappable } from '../mapping/mapping.ts';
import { type Intent, openBefore } from './intent.ts';
import type { SyncPorts } from './ports.ts';
import { send } from './send.ts';
import { finish } from './write-through.ts';

const batch = 200;

/**
 * What Cura says of an intent's key decides. A key that Cura has never seen is sent now: the citizen asked for it, the time is
 * still reserved, and the same key cannot be done twice even if the first sending is still on its way.
 */
async function resolveOne(ports: SyncPorts, intent: Intent): Promise<boolean> {
  const known = await ports.cura.outcome(intent.id);
  const sent = known ?? (await send(ports, intent));
  if (sent.kind === 'unsent' || sent.kind === 'unknown') return false;
  await finish(ports, intent, sent);
  return true;
}

async function attempt(ports: SyncPorts, intent: Intent): Promise<boolean> {
  try {
    return await resolveOne(ports, intent);
  } catch (error) {
    if (!(error instanceof CuraUnavailable) && !(error instanceof Unmappable)) throw error;
    return false;
  }
}

/** Resolves writes whose outcome nobody knows; runs on start and on a schedule, in any number of processes. Gives how many it settled. */
export async function recover(ports: SyncPorts): Promise<number> {
  const open = await openBefore(ports.db, ports.now() - ports.patienceMs, batch);
  let settled = 0;
  for (const intent of open) if (await attempt(ports, intent)) settled += 1;
  return settled;
}
