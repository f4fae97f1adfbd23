/** Who is connected to this process to be told, and what wakes it. */
import { dispatch } from '../interactions/subscription-dispatch.ts';
import type { Teller } from '../interactions/subscription-right.ts';
import { eventsBehind, lastSeq, subscriptionChannel } from '../resources/subscription/run.ts';
import { changeChannel } from '../store/change-event.ts';
import { type Listening, listen } from '../store/listen.ts';
import { drain, type Room, type Sink } from './live-drain.ts';
import { allSinks, lookAfter, tickMs } from './live-tend.ts';

export interface Hub {
  /** It is told from now on of what is behind `last`. */
  readonly join: (sink: Sink) => void;
  readonly leave: (sink: Sink) => void;
  readonly close: () => Promise<void>;
}

const pageSize = 1_000;

/** Runs `work` again when it is asked for while it runs, and never twice at a time. */
function single(work: () => Promise<void>, onProblem: (error: unknown) => void) {
  let running: Promise<void> | undefined;
  let again = false;
  const loop = async (): Promise<void> => {
    do {
      again = false;
      await work().catch(onProblem);
    } while (again);
    running = undefined;
  };
  return {
    ask: () => {
      again = true;
      running ??= loop();
    },
    done: async () => running,
  };
}

/** Reads the events that are new to this process, and wakes those that wait for them. */
function reader(room: Room) {
  const { db } = room.teller.ports;
  let reached: number | undefined;
  const wake = (id: string): void => {
    for (const sink of room.sinks.get(id) ?? []) void drain(room, sink);
  };
  return async (): Promise<void> => {
    reached ??= await lastSeq(db);
    let found = pageSize;
    while (found === pageSize) {
      const events = await eventsBehind(db, reached, pageSize);
      reached = events.at(-1)?.seq ?? reached;
      found = events.length;
      new Set(events.map(({ subscription }) => subscription)).forEach(wake);
    }
  };
}

function start(room: Room) {
  const report = (error: unknown) =>
    room.teller.ports.log.error({ fault: (error as Error).name }, 'telling was put off');
  const reading = single(reader(room), report);
  const dispatching = single(() => dispatch(room.teller), report);
  const tending = single(() => lookAfter(room), report);
  const listening: Listening = listen(room.teller.ports.db, {
    channels: [changeChannel, subscriptionChannel],
    ring: (channel) => (channel === changeChannel ? dispatching : reading).ask(),
  });
  const timer = setInterval(() => {
    if (room.sinks.size > 0) for (const one of [dispatching, reading, tending]) one.ask();
  }, tickMs);
  return async () => {
    clearInterval(timer);
    await listening.close();
    await Promise.all([reading, dispatching, tending].map((one) => one.done()));
  };
}

/** Nothing runs before the first has joined. */
export function openHub(teller: Teller): Hub {
  const sinks = new Map<string, Set<Sink>>();
  let stop: (() => Promise<void>) | undefined;
  let isClosed = false;
  const remove = (sink: Sink): boolean => {
    const some = sinks.get(sink.subscription);
    const was = some?.delete(sink) ?? false;
    if (some?.size === 0) sinks.delete(sink.subscription);
    return was;
  };
  const leave: Room['leave'] = (sink, why) => {
    if (remove(sink)) sink.close(why);
  };
  const room: Room = { teller, sinks, draining: new WeakMap(), leave };
  return {
    join: (sink) => {
      if (isClosed) return sink.close('stopping');
      stop ??= start(room);
      sinks.set(sink.subscription, (sinks.get(sink.subscription) ?? new Set()).add(sink));
      void drain(room, sink);
    },
    leave: (sink) => void remove(sink),
    close: async () => {
      isClosed = true;
      for (const sink of allSinks(room)) leave(sink, 'stopping');
      await stop?.();
    },
  };
}
