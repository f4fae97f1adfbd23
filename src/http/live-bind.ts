/** Ways in for those who are to be told, whatever connects them. */
import type { Caller } from '../access/grant.ts';
import type { Binding } from '../interactions/subscription-binding.ts';
import { rightNow } from '../interactions/subscription-right.ts';
import { runsById, type Standing } from '../resources/subscription/run.ts';
import type { Hub } from './live-hub.ts';
import type { Service } from './server.ts';

/** What all connections of a process share. */
export interface Live {
  readonly service: Service;
  readonly hub: Hub;
  /** Connections of each caller. */
  readonly held: Map<string, number>;
}

/** Of one caller, in one process; a browser opens six to one server. */
const mostOfOne = 20;

const holderOf = (caller: Caller): string =>
  caller.kind === 'person'
    ? caller.hash.toString('base64url')
    : `${caller.kind} ${caller.kind === 'staff' ? caller.employee : caller.client}`;

/** Takes a place for a connection of the caller; undefined when all are taken, else what gives it back. */
export function takePlace({ held }: Live, caller: Caller): (() => void) | undefined {
  const key = holderOf(caller);
  const count = held.get(key) ?? 0;
  if (count >= mostOfOne) return undefined;
  held.set(key, count + 1);
  let isGiven = false;
  return () => {
    if (isGiven) return;
    isGiven = true;
    const now = (held.get(key) ?? 1) - 1;
    if (now === 0) held.delete(key);
    else held.set(key, now);
  };
}

/** The running Subscriptions of a binding that can be told over a connection, and by whose right; others are left out. */
export async function runsOf({ service }: Live, binding: Binding): Promise<Standing[]> {
  const runs = await runsById(service.ports.db, binding.subscriptions);
  const rights = await Promise.all(runs.map((run) => rightNow(service, binding.caller, run)));
  return runs.filter(
    ({ live, channel }, at) => live && channel !== 'rest-hook' && 'desk' in (rights[at] ?? {}),
  );
}
