import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { Service } from '../../src/http/server.ts';
import { servePlain } from '../../src/main/conformance-server.ts';
import { temporaryDir, testDatabase } from '../database.ts';
import { recordAsPlain } from '../response-recording.ts';

export interface Plain {
  readonly base: string;
  readonly service: Service;
  /** Faults that were logged. */
  readonly lines: string[];
  readonly send: (method: string, path: string, body?: string) => Promise<Heard>;
  /** Answers to many searches, in their order, asked some hundred at a time. */
  readonly searchAll: (urls: readonly string[]) => Promise<BundleEntry[]>;
}

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const json = 'application/fhir+json';
const atOnce = 250;

/** The plain server over real HTTP on an empty database, with these types or with all of R4's. */
export async function startPlain(
  t: Test,
  types?: readonly string[],
  contained: readonly string[] = [],
): Promise<Plain> {
  const { db, owner } = await testDatabase(t);
  const lines: string[] = [];
  const keep = (facts: object, text: string): void =>
    void lines.push(JSON.stringify({ text, ...facts }));
  const { app, base, service } = await servePlain({
    ...{ db, owner, dataDir: temporaryDir(t), now: Date.now, host: '127.0.0.1', port: 0 },
    log: { info: keep, error: keep },
    ...(types && { types, contained }),
  });
  recordAsPlain(base);
  t.teardown(() => app.close());
  const send: Plain['send'] = async (method, path, body) => {
    const init = body === undefined ? {} : { body, headers: { 'content-type': json } };
    const response = await fetch(`${base}${path && `/${path}`}`, { method, ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const batch = async (urls: readonly string[]): Promise<BundleEntry[]> => {
    const entry = urls.map((url) => ({ request: { method: 'GET', url } }));
    const { status, text } = await send(
      ...(['POST', ''] as const),
      JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }),
    );
    if (status !== 200) throw new Error(`batch: ${status} ${text.slice(0, 500)}`);
    return (JSON.parse(text) as Bundle).entry ?? [];
  };
  const searchAll: Plain['searchAll'] = async (urls) => {
    const answers: BundleEntry[] = [];
    for (let from = 0; from < urls.length; from += atOnce)
      answers.push(...(await batch(urls.slice(from, from + atOnce))));
    return answers;
  };
  return { base, service, lines, send, searchAll };
}

/** Does some work for each item, a few at a time, and gives the results in the order of the items. */
export async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return results;
}
