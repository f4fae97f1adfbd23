/** The next events of one who is connected, one notification after the other. */
import type { Caller } from '../access/grant.ts';
import { endRun } from '../interactions/subscription-dispatch.ts';
import type { Said } from '../interactions/subscription-notification.ts';
import type { Ended, Teller } from '../interactions/subscription-right.ts';
import { tellEvents } from '../interactions/subscription-tell.ts';
import { eventsOf, runsById, type Standing } from '../resources/subscription/run.ts';

/** Why a connection ends. */
export type Closing = 'login-ended' | 'right-ended' | 'subscription-ended' | 'slow' | 'stopping';

/** One connection's part in one Subscription. */
export interface Sink {
  readonly subscription: string;
  /** By whose right it is told, and until when; who binds again goes on. */
  caller: Caller;
  until: number;
  /** Number of the last event that was sent or passed over. */
  last: number;
  /** When it was last heard of, and looked after; epoch milliseconds. */
  toldAt: number;
  checkedAt: number;
  /** Sends a notification; `number` is that of its last event. */
  readonly send: (body: string, number?: number) => void;
  readonly close: (why: Closing) => void;
}

/** What a notification says of a running Subscription. */
export const saidOf = (teller: Teller, run: Standing, kind: Said['kind']): Said => ({
  ...{ base: `${teller.ports.publicUrl}/fhir`, id: run.id, type: run.type, kind },
  ...{ status: run.live ? 'active' : 'off', events: run.events, content: run.content },
});

type Draining = WeakMap<Sink, 'running' | 'again'>;

/** Those who are connected to this process. */
export interface Room {
  readonly teller: Teller;
  readonly sinks: Map<string, Set<Sink>>;
  readonly draining: Draining;
  readonly leave: (sink: Sink, why: Closing) => void;
}

/** A login that expires takes its connection with it, and leaves the Subscription to the next one. */
export async function endFor({ teller, leave }: Room, sink: Sink, ended: Ended): Promise<void> {
  if (ended !== 'login-ended') await endRun(teller, sink.subscription, ended);
  leave(sink, ended === 'login-ended' ? ended : 'right-ended');
}

/** Sends the next events; false when there is nothing more to send now. */
async function sendNext(room: Room, sink: Sink): Promise<boolean> {
  const { teller, leave } = room;
  const [run] = await runsById(teller.ports.db, [sink.subscription]);
  if (!run?.live) {
    leave(sink, 'subscription-ended');
    return false;
  }
  const window = { after: sink.last, most: run.maxCount };
  const events = await eventsOf(teller.ports.db, run.id, window);
  const last = events.at(-1);
  if (!last) return false;
  const said = saidOf(teller, run, 'event-notification');
  const told = await tellEvents(teller, { run, caller: sink.caller, said }, events);
  if ('held' in told) return false;
  if ('ended' in told) {
    await endFor(room, sink, told.ended);
    return false;
  }
  sink.last = last.number;
  if ('body' in told) {
    sink.toldAt = teller.ports.now();
    sink.send(told.body, last.number);
  }
  return true;
}

/** One notification after the other, in the order of their numbers. */
export async function drain(room: Room, sink: Sink): Promise<void> {
  if (room.draining.has(sink)) {
    room.draining.set(sink, 'again');
    return;
  }
  room.draining.set(sink, 'running');
  try {
    let more = true;
    while (more) {
      room.draining.set(sink, 'running');
      more = await sendNext(room, sink);
      if (!more) more = room.draining.get(sink) === 'again';
    }
  } catch (error) {
    room.teller.ports.log.error({ fault: (error as Error).name }, 'a notification was put off');
  } finally {
    room.draining.delete(sink);
  }
}
