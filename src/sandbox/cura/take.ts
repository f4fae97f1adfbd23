/** How the sandbox's Cura takes records of types that have rules. */
import type { Aftale, Ydelsestype } from '../../cura/care-records.ts';
import type { Holdtilmelding } from '../../cura/class-records.ts';
import type { Henvendelse } from '../../cura/insight-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import type { CuraType } from '../../cura/records.ts';
import { activityRefusal } from './activity-rules.ts';
import { classRefusal } from './class-rules.ts';
import { classFacts, keptEnrolment } from './class-write.ts';
import { inquiryRefusal } from './inquiry-rules.ts';
import { exerciseRefusal, measurementRefusal } from './measurement-rules.ts';
import { fileRefusal, messageRefusal } from './message-rules.ts';
import { cancelsLate, type Facts, type Rule, refusal } from './rules.ts';
import type { AnyRecord, Store } from './store.ts';

export interface WriteAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** The row of the feed, when this call made one. */
  readonly row?: number;
}

export interface Desk {
  readonly store: Store;
  readonly now: () => number;
}

/** Leaves the transaction with a refusal that Cura remembers under the key, unless `forget`. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: WriteAnswer;
  readonly forget: boolean;
  constructor(status: number, body: object, forget = false) {
    super('refused');
    this.answer = { status, body: JSON.stringify(body) };
    this.forget = forget;
  }
}

function factsOf({ store, now }: Desk, before: AnyRecord | undefined, after: Aftale): Facts {
  const { borgerId, ydelsestypeId, medarbejderId, lokationId, ydelseId } = after;
  const find = (type: CuraType, id: string) => store.get(type, id) as unknown;
  const known = (type: CuraType, id: string | undefined) =>
    id === undefined || store.json(type, id) !== undefined;
  return {
    now: now(),
    before: before as unknown as Aftale | undefined,
    after,
    citizen: find('borger', borgerId) as Borger | undefined,
    service: find('ydelsestype', ydelsestypeId) as Ydelsestype | undefined,
    knows: {
      staff: known('medarbejder', medarbejderId),
      place: known('lokation', lokationId),
      granted: ydelseId === undefined || store.get('ydelse', ydelseId)?.borgerId === borgerId,
    },
    overlaps: store.busy.overlapping(after) !== undefined,
  };
}

function refuse(broken: Pick<Rule, 'status' | 'kode' | 'tekst'> | undefined): void {
  if (broken) throw new Refused(broken.status, { kode: broken.kode, tekst: broken.tekst });
}

/** The appointment as Cura keeps it: Cura decides whether a cancellation is late. */
function accepted(desk: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const after = record as unknown as Aftale;
  const facts = factsOf(desk, before, after);
  refuse(refusal(facts));
  if (after.aflysning === undefined || !cancelsLate(facts)) return record;
  return { ...record, aflysning: { ...after.aflysning, sent: true } };
}

function enrolled(desk: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const after = record as unknown as Holdtilmelding;
  const facts = classFacts(desk.store, desk.now(), before, after);
  refuse(classRefusal(facts));
  return keptEnrolment(facts) as unknown as AnyRecord;
}

function published({ store }: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  refuse(activityRefusal({ before, after: record, store }));
  return record;
}

function inquired(desk: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const after = record as unknown as Henvendelse;
  const citizen = desk.store.get('borger', after.borgerId) as unknown as Borger | undefined;
  const broken = inquiryRefusal({
    before: before as unknown as Henvendelse | undefined,
    ...{ after, isAlive: citizen !== undefined && !citizen.doed },
    knowsUnit: desk.store.json('enhed', after.enhedId) !== undefined,
  });
  if (broken === undefined) return record;
  throw new Refused(422, { kode: broken.kode, tekst: broken.tekst });
}

function sent({ store }: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const broken = messageRefusal(store, before, record);
  refuse(broken && { ...broken, status: 422 });
  return record;
}

function filed({ store }: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const broken = fileRefusal(store, before, record);
  refuse(broken && { ...broken, status: 422 });
  return record;
}

const judged =
  (refusalOf: typeof measurementRefusal) =>
  ({ store }: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord => {
    const broken = refusalOf(store, before, record);
    refuse(broken && { ...broken, status: 422 });
    return record;
  };

/** How Cura takes a record of a type that has rules. */
export const taking: { readonly [T in CuraType]?: typeof accepted } = {
  aftale: accepted,
  holdtilmelding: enrolled,
  henvendelse: inquired,
  aktivitet: published,
  bilag: filed,
  besked: sent,
  maaling: judged(measurementRefusal),
  traeningsudfoerelse: judged(exerciseRefusal),
};
