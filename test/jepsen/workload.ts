import { setTimeout as sleep } from 'node:timers/promises';
import { call, type Door } from './caller.ts';
import { type Chance, chance } from './chance.ts';
import type { Ask, Call, Time } from './history.ts';

/** Somebody who books, moves and cancels for one citizen. */
export interface Actor {
  readonly door: Door;
  readonly patient: string;
}

/** What one actor believes to have. */
interface Own {
  readonly booked: string[];
  readonly held: string[];
}

export interface Work {
  readonly actors: readonly Actor[];
  /** The times that all of them want. */
  readonly slots: readonly Time[];
  readonly seed: number;
  /** Asked before each call. */
  readonly goesOn: () => boolean;
  /** Whether times can be held. */
  readonly holds: boolean;
}

const kinds = [
  ...['book', 'book', 'book', 'move', 'move', 'cancel', 'cancel'],
  ...['hold', 'hold', 'confirm', 'release'],
] as const;

let marks = 0;

function next(
  { patient }: Actor,
  own: Own,
  { slots, holds }: Work,
  { one }: Chance,
): Ask | undefined {
  const kind = one(kinds.filter((each) => holds || !['hold', 'confirm', 'release'].includes(each)));
  const slot = one(slots);
  if (!slot) return undefined;
  const [booked, held] = [one(own.booked), one(own.held)];
  if (kind === 'book') {
    marks += 1;
    return { kind, patient, slot, mark: `mark ${marks}` };
  }
  if (kind === 'hold') return { kind, patient, slot };
  if (kind === 'confirm' || kind === 'release') return held ? { kind, id: held } : undefined;
  if (kind === 'move') return booked ? { kind, id: booked, slot } : undefined;
  return booked && kind === 'cancel' ? { kind, id: booked } : undefined;
}

const without = (list: string[], id: string): void => {
  const at = list.indexOf(id);
  if (at >= 0) list.splice(at, 1);
};

function note(own: Own, { ask, outcome, id }: Call): void {
  if (outcome !== 'ok') return;
  if (ask.kind === 'book' && id) own.booked.push(id);
  if (ask.kind === 'hold' && id) own.held.push(id);
  if (ask.kind === 'confirm') {
    without(own.held, ask.id);
    own.booked.push(ask.id);
  }
  if (ask.kind === 'release') without(own.held, ask.id);
  if (ask.kind === 'cancel') without(own.booked, ask.id);
}

async function act(actor: Actor, nth: number, work: Work, heard: Call[]): Promise<void> {
  const luck = chance(work.seed * 1_000 + nth);
  const own: Own = { booked: [], held: [] };
  while (work.goesOn()) {
    const ask = next(actor, own, work, luck);
    if (!ask) continue;
    const one = await call(actor.door, ask);
    heard.push(one);
    // Who may not act here at all asks once.
    if (one.status === 401 || one.status === 403) return;
    note(own, one);
    // Nobody presses a button without end while nothing answers.
    if (one.outcome === 'unknown') await sleep(50);
  }
}

/** Lets all of them act at once; gives everything that was asked and heard. */
export async function perform(work: Work): Promise<Call[]> {
  const heard: Call[] = [];
  await Promise.all(work.actors.map((actor, nth) => act(actor, nth, work, heard)));
  return heard;
}
