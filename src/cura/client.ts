import { type Call, caller, type Patience } from './call.ts';
import { checkRecord, isCuraType, type MalformedRecord } from './check.ts';
import { askForToken } from './client-token.ts';
import { type Answer, connect, NoAnswer } from './exchange.ts';
import { type LocalWords, noLocalWords } from './local-word.ts';
import { type CuraPort, CuraUnavailable, type WriteOutcome } from './port.ts';
import { changePage, listPage, type Reader } from './read-answer.ts';
import type { CuraRecords, CuraType } from './records.ts';
import { tokenSource } from './token.ts';
import { writeOutcome } from './write-outcome.ts';

export interface CuraClientOptions {
  /** Such as `https://cura.sandby.example/`; `v1/...` and `oauth/token` are found below it. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** For each exchange, whole. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 64 MiB. */
  readonly maxAnswerBytes?: number;
  /** Default 32. */
  readonly maxSockets?: number;
  /** How often a harmless request is sent before giving up. Default 4. */
  readonly attempts?: number;
  /** Pause before the second attempt, doubled each time. Default 100. */
  readonly backoffMs?: number;
  /** Longest pause, whatever Cura asks for. Default 5,000. */
  readonly maxPauseMs?: number;
  /** Default `Date.now`. Epoch milliseconds. */
  readonly now?: () => number;
  /** Given: lists and the feed leave a malformed record out and tell. Not given: they throw `MalformedRecord`. */
  readonly onMalformed?: (error: MalformedRecord) => void;
  /** Default: the words of the contract. */
  readonly words?: LocalWords;
}

export interface CuraClient extends CuraPort {
  /** Ends connections and pauses at once; what is under way ends as `CuraUnavailable` or `unknown`. */
  close(): void;
}

type Send = (call: Call) => Promise<Answer>;

interface Wire {
  readonly send: Send;
  readonly reader: Reader;
  readonly words: LocalWords;
  readonly at: (path: string, query?: Record<string, string>) => URL;
}

const defaults = {
  timeoutMs: 10_000,
  maxAnswerBytes: 64 * 1024 * 1024,
  maxSockets: 32,
  attempts: 4,
  backoffMs: 100,
  maxPauseMs: 5_000,
  now: Date.now,
};

async function read(
  { send, at, words }: Wire,
  { operation, type }: { readonly operation: string; readonly type?: CuraType },
  ...url: Parameters<Wire['at']>
) {
  try {
    const answer = await send({ operation, method: 'GET', url: at(...url), safe: true });
    return { ...answer, body: words.inward(answer.body, type) };
  } catch (error) {
    if (error instanceof NoAnswer) throw new CuraUnavailable(error.message);
    throw error;
  }
}

function expect200({ status, body }: Answer, operation: string): unknown {
  if (status === 200) return body;
  throw new CuraUnavailable(`Cura ${operation}: status ${status}`);
}

async function get<T extends CuraType>(wire: Wire, type: T, id: string) {
  const operation = `GET /v1/${type}/{id}`;
  const answer = await read(wire, { operation, type }, `v1/${type}/${encodeURIComponent(id)}`);
  if (answer.status === 404) return null;
  return checkRecord(type, expect200(answer, operation));
}

async function list<T extends CuraType>(
  wire: Wire,
  type: T,
  { after, max }: { after?: string; max: number },
) {
  const query = { max: String(max), ...(after !== undefined && { efter: after }) };
  const operation = `GET /v1/${type}`;
  const answer = await read(wire, { operation, type }, `v1/${type}`, query);
  return listPage(wire.reader, type, expect200(answer, operation), after);
}

async function find<T extends CuraType>(wire: Wire, type: T, reference: string) {
  const operation = `GET /v1/${type}?eksternReference`;
  const answer = await read(wire, { operation, type }, `v1/${type}`, {
    eksternReference: reference,
  });
  const { poster } = listPage({}, type, expect200(answer, operation), undefined);
  return poster[0] ?? null;
}

async function changes({ reader, ...wire }: Wire, after: number, max: number) {
  const operation = 'GET /v1/aendringer';
  const query = { efter: String(after), max: String(max) };
  const answer = await read({ reader, ...wire }, { operation }, 'v1/aendringer', query);
  if (answer.status === 410) return { kind: 'expired' } as const;
  return changePage(reader, expect200(answer, operation), after);
}

async function outcome(wire: Wire, key: string): Promise<WriteOutcome | null> {
  const operation = 'GET /v1/noegler/{key}';
  const answer = await read(wire, { operation }, `v1/noegler/${encodeURIComponent(key)}`);
  if (answer.status === 404) return null;
  const known = Object(expect200(answer, operation)) as Record<string, unknown>;
  const { type, status, svar } = known;
  if (!isCuraType(type) || typeof status !== 'number') {
    throw new CuraUnavailable(`Cura ${operation}: the answer has no type or status`);
  }
  return writeOutcome({ type }, { status, body: svar });
}

interface Write<T extends CuraType> {
  readonly type: T;
  readonly id?: string;
  readonly key: string;
  readonly version?: number;
  readonly record: object;
}

async function write<T extends CuraType>(wire: Wire, order: Write<T>): Promise<WriteOutcome<T>> {
  const { type, id, key, version, record } = order;
  const path = id === undefined ? `v1/${type}` : `v1/${type}/${encodeURIComponent(id)}`;
  const method = id === undefined ? 'POST' : 'PUT';
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
    ...(version !== undefined && { 'if-match': `"${version}"` }),
  };
  const body = JSON.stringify(wire.words.outward(type, record));
  const operation = `${method} /v1/${type}`;
  try {
    const call = { operation, method, url: wire.at(path), headers, body, safe: false } as const;
    const answer = await wire.send(call);
    return writeOutcome(order, { ...answer, body: wire.words.inward(answer.body, type) });
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof CuraUnavailable) {
      return { kind: 'unknown', reason: error.message };
    }
    throw error;
  }
}

/**
 * The port over HTTP, as `openapi.ts` describes it. Reads are repeated on network errors, 5xx and 429; writes only when Cura
 * surely did not carry them out. Throws a TypeError at once when `baseUrl` is no URL.
 */
export function createCuraClient(options: CuraClientOptions): CuraClient {
  const settings = { ...defaults, ...options };
  const baseUrl = new URL(
    settings.baseUrl.endsWith('/') ? settings.baseUrl : `${settings.baseUrl}/`,
  );
  const connection = connect(baseUrl, settings);
  const closer = new AbortController();
  const patience: Patience = { ...settings, closing: closer.signal };
  const ask = askForToken(connection, { ...settings, baseUrl }, patience, settings.now);
  const wire: Wire = {
    send: caller(connection, tokenSource(ask, settings.now), patience),
    reader: { onMalformed: options.onMalformed },
    words: options.words ?? noLocalWords,
    at: (path, query) => {
      const url = new URL(path, baseUrl);
      url.search = new URLSearchParams(query).toString();
      return url;
    },
  };
  return { ...port(wire), close: () => close(closer, connection) };
}

function close(closer: AbortController, connection: { close(): void }): void {
  closer.abort();
  connection.close();
}

function port(wire: Wire): CuraPort {
  return {
    get: (type, id) => get(wire, type, id),
    list: (type, page) => list(wire, type, page),
    findByExternalReference: (type, reference) => find(wire, type, reference),
    create: (type, record, key) => write(wire, { type, key, record }),
    replace: <T extends CuraType>(type: T, record: CuraRecords[T], key: string) =>
      write(wire, { type, id: record.id, key, version: record.version, record }),
    outcome: (key) => outcome(wire, key),
    changes: (after, max) => changes(wire, after, max),
  };
}
