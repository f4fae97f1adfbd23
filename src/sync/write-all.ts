/** Several writes that stand or fall together until they are on their way, such as joining a whole series. */
import type { Actor } from '../access/grant.ts';
import { FhirError } from '../fhir/outcome.ts';
import type { Stored, WritePlan } from '../resources/write-plan.ts';
import { finishAll } from './finish.ts';
import type { Opened } from './open-intent.ts';
import { NotTogether, openTogether } from './open-together.ts';
import type { SyncPorts } from './ports.ts';
import { cameTo } from './write-through.ts';

/** Cura is asked for so many at a time. */
const atOnce = 4;

const nothing = () => Promise.reject(new Error('Nothing was sent.'));

async function opened(
  ports: SyncPorts,
  plans: readonly WritePlan[],
  actor: Actor,
): Promise<readonly Opened[]> {
  const asked = plans.map((plan) => ({ plan, actor }));
  try {
    return await openTogether(ports, asked);
  } catch (error) {
    const kept =
      error instanceof NotTogether &&
      error.opened.find(({ kind }) => kind !== 'open' && kind !== 'joined');
    if (kept) await cameTo(ports, nothing, kept);
    throw error;
  }
}

/** What one came to; a refusal is told, and keeps nobody from the others. */
async function toldOf(ports: SyncPorts, one: Opened): Promise<Stored | FhirError> {
  const enter = async (answered: Parameters<typeof finishAll>[1][number]) => {
    // Nothing, when the feed told of it first.
    const [outcome = null] = await finishAll(ports, [answered]);
    return outcome;
  };
  try {
    return await cameTo(ports, enter, one);
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
}

/**
 * Opens an intent for each in one transaction, all or none; throws the refusal. Then each is sent and comes to what it comes to; what a
 * crash leaves behind, recovery finishes.
 */
export async function writeTogether(
  ports: SyncPorts,
  plans: readonly WritePlan[],
  actor: Actor,
): Promise<(Stored | FhirError)[]> {
  const all = await opened(ports, plans, actor);
  const told: (Stored | FhirError)[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    const some = all.slice(at, at + atOnce);
    told.push(...(await Promise.all(some.map((one) => toldOf(ports, one)))));
  }
  return told;
}
