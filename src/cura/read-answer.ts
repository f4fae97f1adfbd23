import { checkRecord, isCuraType, isPerformer, MalformedRecord } from './check.ts';
import { type Change, type ChangePage, CuraUnavailable, type ListPage } from './port.ts';
import type { CuraRecords, CuraType } from './records.ts';

/** What is read must be as the contract says, but one bad record need not stop the rest. */
export interface Reader {
  /** Given: lists and the feed leave a malformed record out and tell. Not given: they throw `MalformedRecord`. */
  readonly onMalformed?: ((error: MalformedRecord) => void) | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(body: unknown, operation: string): Fields {
  if (typeof body === 'object' && body !== null) return body as Fields;
  throw new CuraUnavailable(`Cura ${operation}: the answer is not a JSON object`);
}

function list(body: Fields, key: string, operation: string): readonly unknown[] {
  const value = body[key];
  if (Array.isArray(value)) return value;
  throw new CuraUnavailable(`Cura ${operation}: the answer has no list ${key}`);
}

function tolerant<V>(reader: Reader, read: () => V): V[] {
  try {
    return [read()];
  } catch (error) {
    if (!(error instanceof MalformedRecord) || reader.onMalformed === undefined) throw error;
    reader.onMalformed(error);
    return [];
  }
}

/** Throws `CuraUnavailable` when the page is not one, or leads back to `after`. */
export function listPage<T extends CuraType>(
  reader: Reader,
  type: T,
  body: unknown,
  after: string | undefined,
): ListPage<T> {
  const operation = `GET /v1/${type}`;
  const page = fields(body, operation);
  const poster: CuraRecords[T][] = list(page, 'poster', operation).flatMap((post) =>
    tolerant(reader, () => checkRecord(type, post)),
  );
  const { naeste } = page;
  if (naeste === undefined || naeste === null) return { poster };
  if (typeof naeste === 'string' && naeste !== '' && naeste !== after) return { poster, naeste };
  throw new CuraUnavailable(`Cura ${operation}: naeste leads nowhere`);
}

interface Numbered extends Fields {
  readonly loebenummer: number;
}

function numbered(row: unknown, operation: string): Numbered {
  const value = fields(row, operation);
  if (Number.isSafeInteger(value.loebenummer)) return value as Numbered;
  throw new CuraUnavailable(`Cura ${operation}: a row has no loebenummer`);
}

/** A row of a type that we do not know is left out: a newer Cura may have more types. */
function change(row: Numbered): Change[] {
  const { loebenummer, type, id, version, noegle } = row;
  if (!isCuraType(type)) return [];
  const post = row.post === null ? null : checkRecord(type, row.post);
  if (typeof id !== 'string' || !Number.isSafeInteger(version) || (post && post.id !== id)) {
    throw new MalformedRecord(type, '?', '/', 'a row of the feed lacks id or version, or has two');
  }
  const aendretAf = isPerformer(row.aendretAf) ? row.aendretAf : post?.aendretAf;
  return [
    {
      loebenummer,
      type,
      id,
      version: version as number,
      ...(aendretAf && { aendretAf }),
      ...(typeof noegle === 'string' && { noegle }),
      post,
    },
  ];
}

/** Reads a page of the feed that was asked for after `after`. Throws `CuraUnavailable`. */
export function changePage(reader: Reader, body: unknown, after: number): ChangePage {
  const operation = 'GET /v1/aendringer';
  const page = fields(body, operation);
  const rows = list(page, 'raekker', operation).map((row) => numbered(row, operation));
  const next = rows.reduce((highest, row) => Math.max(highest, row.loebenummer), after);
  const latest = Number.isSafeInteger(page.seneste) ? (page.seneste as number) : next;
  return {
    kind: 'rows',
    rows: rows.flatMap((row) => tolerant(reader, () => change(row)).flat()),
    next,
    latest,
  };
}
