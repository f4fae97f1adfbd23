import type { Aftale, Ydelsestype } from '../../cura/care-records.ts';
import { checkRecord, MalformedRecord } from '../../cura/check.ts';
import type { Holdtilmelding } from '../../cura/class-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import type { Udfoerer } from '../../cura/post.ts';
import type { CuraType } from '../../cura/records.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import { classRefusal } from './class-rules.ts';
import { classFacts, keptEnrolment } from './class-write.ts';
import { closedChange, fingerprint } from './content.ts';
import { cancelsLate, type Facts, refusal } from './rules.ts';
import type { AnyRecord, Store } from './store.ts';

/** A write as it came over HTTP. */
export interface WriteRequest {
  readonly type: CuraType;
  /** Undefined: create. */
  readonly id?: string;
  readonly version?: number;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

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
class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: WriteAnswer;
  readonly forget: boolean;
  constructor(status: number, body: object, forget = false) {
    super('refused');
    this.answer = { status, body: JSON.stringify(body) };
    this.forget = forget;
  }
}

function performerOf(body: WriteRequest['body'], now: string): Udfoerer {
  const given = body.udfoertAf as Udfoerer | undefined;
  return { tidspunkt: now, ...(given ?? { art: 'system', navn: 'Samspil' }) };
}

function baseOf({ store }: Desk, { type, id, version }: WriteRequest): AnyRecord | undefined {
  if (id === undefined) return undefined;
  const before = store.get(type, id);
  if (before === undefined) {
    throw new Refused(404, { kode: 'findes-ikke', tekst: 'Posten findes ikke i Cura.' });
  }
  if (before.version === version) return before;
  const tekst = 'Posten er ændret i mellemtiden.';
  throw new Refused(412, { kode: 'foraeldet', tekst, version: before.version });
}

function invalid(path: string): Refused {
  return new Refused(400, { kode: 'ugyldig-post', tekst: 'Posten er ugyldig.', sti: path }, true);
}

/** The schema does not know that February is short. */
function isPossible({ start, slut }: AnyRecord): boolean {
  try {
    return [start, slut].every((time) => time === undefined || parseInstant(String(time)) > 0);
  } catch {
    return false;
  }
}

function checked(type: CuraType, record: object): AnyRecord {
  try {
    const good = checkRecord(type, record) as unknown as AnyRecord;
    if (isPossible(good)) return good;
  } catch (error) {
    if (error instanceof MalformedRecord) throw invalid(error.path);
    throw error;
  }
  throw invalid('/start');
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

/** The appointment as Cura keeps it: Cura decides whether a cancellation is late. */
function accepted(desk: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const after = record as unknown as Aftale;
  const facts = factsOf(desk, before, after);
  const broken = refusal(facts);
  if (broken !== undefined) {
    throw new Refused(broken.status, { kode: broken.kode, tekst: broken.tekst });
  }
  if (after.aflysning === undefined || !cancelsLate(facts)) return record;
  return { ...record, aflysning: { ...after.aflysning, sent: true } };
}

function enrolled(desk: Desk, before: AnyRecord | undefined, record: AnyRecord): AnyRecord {
  const after = record as unknown as Holdtilmelding;
  const facts = classFacts(desk.store, desk.now(), before, after);
  const broken = classRefusal(facts);
  if (broken !== undefined) {
    throw new Refused(broken.status, { kode: broken.kode, tekst: broken.tekst });
  }
  return keptEnrolment(facts) as unknown as AnyRecord;
}

/** How Cura takes a record of a type that has rules. */
const taking: { readonly [T in CuraType]?: typeof accepted } = {
  aftale: accepted,
  holdtilmelding: enrolled,
};

function refuseKnownReference({ store }: Desk, type: CuraType, record: AnyRecord): void {
  const reference = record.eksternReference;
  if (reference === undefined || store.byReference(type, reference) === undefined) return;
  const tekst = 'Der findes allerede en post med denne eksterne reference.';
  throw new Refused(409, { kode: 'ekstern-reference-findes', tekst });
}

function carryOut(desk: Desk, request: WriteRequest): WriteAnswer {
  const { type, key, body } = request;
  const before = baseOf(desk, request);
  const aendret = formatInstant(desk.now());
  const aendretAf = performerOf(body, aendret);
  const id = before?.id ?? `${type}-ny-${String(desk.store.nextNumber()).padStart(7, '0')}`;
  const version = (before?.version ?? 0) + 1;
  const draft = checked(type, { ...body, id, version, aendret, aendretAf });
  const closed = before && closedChange(type, before, draft);
  if (closed !== undefined) {
    throw new Refused(422, { kode: 'felt-laast', tekst: `Feltet ${closed} rettes kun i Cura.` });
  }
  if (before === undefined) refuseKnownReference(desk, type, draft);
  const record = taking[type]?.(desk, before, draft) ?? draft;
  const row = desk.store.commit({ type, id, version, record, aendretAf, noegle: key });
  return { status: before ? 200 : 201, body: JSON.stringify(record), row };
}

function answered(desk: Desk, request: WriteRequest): WriteAnswer {
  const { store } = desk;
  const print = fingerprint([request.type, request.id, request.version, request.body]);
  const known = store.key(request.key);
  if (known?.fingerprint === print) return { status: known.status, body: known.json };
  if (known !== undefined) {
    throw new Refused(
      422,
      { kode: 'noegle-genbrugt', tekst: 'Nøglen er brugt til noget andet.' },
      true,
    );
  }
  const keep = (answer: WriteAnswer) => {
    const { status, body: json } = answer;
    store.keepKey(request.key, { fingerprint: print, type: request.type, status, json });
    return answer;
  };
  try {
    return keep(carryOut(desk, request));
  } catch (error) {
    if (error instanceof Refused && !error.forget) return keep(error.answer);
    throw error;
  }
}

/** Carries out a write in one transaction: the same key and body get the same answer, and nothing is done twice. */
export function write(desk: Desk, request: WriteRequest): WriteAnswer {
  try {
    return desk.store.transaction(() => answered(desk, request));
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}
