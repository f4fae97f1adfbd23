import type { Ydelsestype } from '../../cura/care-records.ts';
import type { Gang, Hold, Holdtilmelding } from '../../cura/class-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import type { Udfoerer } from '../../cura/post.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { type ClassFacts, leavesLate } from './class-rules.ts';
import { gangeOf, timesOf } from './class-sessions.ts';
import type { AnyRecord, Store } from './store.ts';

/** What the rules ask about an enrolment before it is kept. */
export function classFacts(
  store: Store,
  now: number,
  before: AnyRecord | undefined,
  after: Holdtilmelding,
): ClassFacts {
  const hold = store.get('hold', after.holdId) as unknown as Hold | undefined;
  const gang = hold && gangeOf(hold).find(({ id }) => id === after.gangId);
  const kind = hold && store.get('ydelsestype', hold.ydelsestypeId);
  return {
    now,
    before: before as unknown as Holdtilmelding | undefined,
    after,
    citizen: store.get('borger', after.borgerId) as unknown as Borger | undefined,
    hold,
    gang,
    start: gang ? parseInstant(timesOf(gang).start) : 0,
    taken: store.seats.taken(after),
    cancelDeadlineHours: (kind as unknown as Ydelsestype | undefined)?.afbudsfristTimer ?? 0,
  };
}

/** Time, place and person are the session's, whatever was sent; Cura decides whether a cancellation is late. */
export function keptEnrolment(facts: ClassFacts): Holdtilmelding {
  const { after, hold, gang } = facts;
  const kept = hold && gang ? { ...after, ...sessionOf(hold, gang) } : after;
  if (after.aflysning === undefined || !leavesLate(facts)) return kept;
  return { ...kept, aflysning: { ...after.aflysning, sent: true } };
}

function sessionOf(hold: Hold, gang: Gang) {
  const medarbejderId = gang.medarbejderId ?? hold.medarbejderIds[0];
  return {
    ...timesOf(gang),
    lokationId: gang.lokationId ?? hold.lokationId,
    ...(medarbejderId !== undefined && { medarbejderId }),
  };
}

/** What becomes of an enrolment when its class has changed; undefined when it stays as it is. */
function followed(one: Holdtilmelding, hold: Hold, now: string): Holdtilmelding | undefined {
  const gang = gangeOf(hold).find(({ id }) => id === one.gangId);
  if (gang === undefined || gang.aflyst) {
    const aflysning = { aarsag: 'personale', tidspunkt: now, sent: false } as const;
    return { ...one, status: 'aflyst', aflysning };
  }
  const moved = { ...one, ...sessionOf(hold, gang) };
  return JSON.stringify(moved) === JSON.stringify(one) ? undefined : moved;
}

/** Brings the enrolments that lie ahead in step with their class: cancelled, moved, or with another person. */
export function followClass(store: Store, hold: Hold, by: Udfoerer, now: string): void {
  for (const id of store.seats.enrolled(hold.id)) {
    const one = store.get('holdtilmelding', id) as unknown as Holdtilmelding;
    if (one.status !== 'planlagt' || parseInstant(one.start) <= parseInstant(now)) continue;
    const next = followed(one, hold, now);
    if (next === undefined) continue;
    const version = one.version + 1;
    const record = { ...next, version, aendret: now, aendretAf: by } as unknown as AnyRecord;
    store.commit({ type: 'holdtilmelding', id, version, record, aendretAf: by });
  }
}
