/** What the clock brings for those who are connected. */
import { notification } from '../interactions/subscription-notification.ts';
import { rightNow } from '../interactions/subscription-right.ts';
import { type Run, runsById, type Standing } from '../resources/subscription/run.ts';
import { drain, endFor, type Room, type Sink, saidOf } from './live-drain.ts';

/** How often it is looked who is still to be told. */
export const tickMs = 1_000;
const checkMs = 30_000;

export const allSinks = ({ sinks }: Room): Sink[] =>
  [...sinks.values()].flatMap((some) => [...some]);

/** Half a tick early is on time. */
const isBeat = ({ toldAt }: Sink, { heartbeatSeconds }: Run, now: number): boolean =>
  heartbeatSeconds > 0 && now - toldAt >= heartbeatSeconds * 1_000 - tickMs / 2;

async function check(room: Room, sink: Sink, run: Standing): Promise<void> {
  sink.checkedAt = room.teller.ports.now();
  const right = await rightNow(room.teller, sink.caller, run);
  if ('ended' in right) await endFor(room, sink, right.ended);
}

async function beat(room: Room, sink: Sink, run: Standing): Promise<void> {
  const { teller } = room;
  const now = teller.ports.now();
  if (now - sink.checkedAt >= checkMs) await check(room, sink, run);
  // A heartbeat says nothing of anybody: who beats each second is not asked about each second.
  if (!isBeat(sink, run, now) || !room.sinks.get(run.id)?.has(sink)) return;
  sink.toldAt = now;
  sink.send(notification(saidOf(teller, run, 'heartbeat'), { mark: `${now}`, now }));
}

const isDue = (sink: Sink, run: Run, now: number): boolean =>
  now - sink.checkedAt >= checkMs || isBeat(sink, run, now);

/** What is due for one of them. */
function tend(room: Room, sink: Sink, run: Standing | undefined): Promise<void>[] {
  const now = room.teller.ports.now();
  if (sink.until <= now) room.leave(sink, 'login-ended');
  else if (!run?.live) room.leave(sink, 'subscription-ended');
  else
    return [
      ...(run.events > sink.last ? [drain(room, sink)] : []),
      ...(isDue(sink, run, now) ? [beat(room, sink, run)] : []),
    ];
  return [];
}

/** Ends what is over by the clock, says that we are here, and asks again for each right. */
export async function lookAfter(room: Room): Promise<void> {
  // Of those who join while it is asked nothing is known.
  const sinks = allSinks(room);
  const ids = [...new Set(sinks.map(({ subscription }) => subscription))];
  const found = await runsById(room.teller.ports.db, ids);
  const runs = new Map(found.map((run) => [run.id, run]));
  await Promise.all(sinks.flatMap((sink) => tend(room, sink, runs.get(sink.subscription))));
}
