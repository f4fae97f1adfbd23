import { checkRecord, MalformedRecord } from '../../cura/check.ts';
import type { Udfoerer } from '../../cura/post.ts';
import type { CuraType } from '../../cura/records.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import { closedChange, fingerprint } from './content.ts';
import type { AnyRecord } from './store.ts';
import { type Desk, Refused, taking, type WriteAnswer } from './take.ts';

/** A write as it came over HTTP. */
export interface WriteRequest {
  readonly type: CuraType;
  /** Undefined: create. */
  readonly id?: string;
  readonly version?: number;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
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
