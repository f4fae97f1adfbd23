import type { Call, Standing } from './history.ts';

/** Something that must never be, said so that one can look for it. */
export type Violation = string;

const overlaps = (a: Standing, b: Standing): boolean => a.start < b.end && b.start < a.end;

/** Who takes whose time at a moment, by actor. */
type Takers = Map<string, Set<Standing>>;

const takersOf = (takers: Takers, actor: string): Set<Standing> => {
  const known = takers.get(actor) ?? new Set<Standing>();
  takers.set(actor, known);
  return known;
};

const rivals = (takers: Takers, change: Standing): Violation[] =>
  change.actors.flatMap((actor) =>
    [...takersOf(takers, actor)]
      .filter((other) => overlaps(other, change))
      .map(({ id }) => `${actor} has ${id} and ${change.id} at a time, from change ${change.at}`),
  );

/** Walks through the changes in their order: at no moment has anybody or any room two appointments at a time. */
export function doubled(changes: readonly Standing[]): Violation[] {
  const standing = new Map<string, Standing>();
  const takers: Takers = new Map();
  return changes
    .toSorted((a, b) => a.at - b.at)
    .flatMap((change) => {
      const before = standing.get(change.id);
      if (before) for (const actor of before.actors) takersOf(takers, actor).delete(before);
      standing.set(change.id, change);
      const found = rivals(takers, change);
      for (const actor of change.actors) takersOf(takers, actor).add(change);
      return found;
    });
}

/** What is known of one appointment from the calls about it. */
const about = (calls: readonly Call[], id: string): readonly Call[] =>
  calls.filter((call) => call.id === id || ('id' in call.ask && call.ask.id === id));

const of = (calls: readonly Call[], ...kinds: readonly Call['ask']['kind'][]): readonly Call[] =>
  calls.filter(({ ask }) => kinds.includes(ask.kind));

const came = (calls: readonly Call[], ...outcomes: readonly Call['outcome'][]): readonly Call[] =>
  calls.filter(({ outcome }) => outcomes.includes(outcome));

/** The last word of Cura on each appointment that was born here. */
export const lastOf = (changes: readonly Standing[]): ReadonlyMap<string, Standing> =>
  new Map(changes.toSorted((a, b) => a.at - b.at).map((change) => [change.id, change]));

/** Every booking that was accepted is there, and stands unless somebody asked to cancel it. */
export function lost(calls: readonly Call[], changes: readonly Standing[]): Violation[] {
  const last = lastOf(changes);
  return came(of(calls, 'book', 'confirm'), 'ok').flatMap(({ id = '' }) => {
    const own = last.get(id);
    if (!own) return `${id} was accepted and is not there`;
    const cancels = of(about(calls, id), 'cancel', 'release');
    if (own.status === 'booked' && came(cancels, 'ok').length > 0)
      return `${id} was cancelled and stands`;
    if (own.status !== 'booked' && came(cancels, 'ok', 'unknown').length === 0)
      return `${id} was accepted, nobody cancelled it, and it is ${own.status}`;
    return [];
  });
}

/** What was refused is not there: each booking carries a mark of its own. */
export function ghosts(calls: readonly Call[], changes: readonly Standing[]): Violation[] {
  const refused = new Set(
    came(of(calls, 'book'), 'refused').flatMap(({ ask }) => (ask.kind === 'book' ? ask.mark : [])),
  );
  const seen = new Map<string, Set<string>>();
  for (const { id, mark } of changes)
    if (mark !== undefined) seen.set(mark, (seen.get(mark) ?? new Set()).add(id));
  return [...seen].flatMap(([mark, ids]) => [
    ...(refused.has(mark) ? [`${mark} was refused and is there as ${[...ids].join()}`] : []),
    ...(ids.size > 1 ? [`${mark} is there ${ids.size} times: ${[...ids].join()}`] : []),
  ]);
}

const targets = (calls: readonly Call[]): number[] =>
  calls.flatMap(({ ask }) => ('slot' in ask ? ask.slot.start : []));

/** Where an appointment may stand in the end: where the last moves that were accepted put it, or one that nobody heard of. */
export function misplaced(calls: readonly Call[], changes: readonly Standing[]): Violation[] {
  return [...lastOf(changes).values()].flatMap((own) => {
    const mine = about(calls, own.id);
    const moves = of(mine, 'move');
    const accepted = came(moves, 'ok').toSorted((a, b) => a.to - b.to);
    const latest = accepted.at(-1);
    const possible = [
      // Of moves at a time, either may be the last.
      ...targets(
        latest ? accepted.filter(({ to }) => to >= latest.from) : of(mine, 'book', 'hold'),
      ),
      ...targets(came(moves, 'unknown')),
    ];
    if (possible.length === 0 || possible.includes(own.start)) return [];
    return `${own.id} stands at ${new Date(own.start).toISOString()}, where nobody put it`;
  });
}

/** What was to be sent: `of` names appointment, time and kind of reminder. */
export interface Planned {
  readonly id: string;
  readonly of: string;
  readonly state: string;
}

/** Each plan has one message or none and a reason; nothing is told twice; no message is without a plan. */
export function repeated(messages: readonly string[], plans: readonly Planned[]): Violation[] {
  const known = new Map(plans.map((plan) => [plan.id, plan]));
  const told = new Map<string, number>();
  for (const id of messages) {
    const of = known.get(id)?.of ?? '';
    told.set(of, (told.get(of) ?? 0) + 1);
  }
  const sent = new Set(messages);
  return [
    ...messages.filter((id) => !known.has(id)).map((id) => `message ${id} is of no plan`),
    ...[...told]
      .filter(([, count]) => count > 1)
      .map(([of, count]) => `${of} was told ${count} times`),
    ...plans.flatMap(({ id, state }) => {
      if (state === 'sent' && !sent.has(id))
        return [`plan ${id} is sent and the gateway has nothing`];
      return state === 'skipped' && sent.has(id) ? [`plan ${id} is skipped and was sent`] : [];
    }),
  ];
}
