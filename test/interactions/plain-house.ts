import type { Resource } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { type PlainWorld, servePlain } from '../../src/main/conformance-server.ts';
import type { Log } from '../../src/resources/define.ts';
import { openDatabase } from '../../src/store/database.ts';
import { temporaryDir, testDatabase } from '../database.ts';
import { recordAsPlain } from '../response-recording.ts';

/** An answer, read. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body.
  readonly body: any;
}

export type Ask = (
  method: string,
  path: string,
  body?: object | string,
  headers?: Readonly<Record<string, string>>,
) => Promise<Heard>;

const askAt =
  (base: string): Ask =>
  async (method, path, body, headers = {}) => {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const answer = await fetch(path === '' ? base : `${base}/${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/fhir+json' }),
        ...headers,
      },
      ...(text !== undefined && { body: text }),
    });
    const heard = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: heard === '' ? undefined : JSON.parse(heard),
    };
  };

/** What is logged as an error is a fault of ours. */
const strict = (t: Test): Log => ({
  info: () => undefined,
  error: (facts, text) => void t.fail(`${text}: ${JSON.stringify(facts)}`),
});

/** Servers of plain rooms on one database, each with connections of its own: as many as `servers`. */
export async function startPlain(
  t: Test,
  types: readonly Resource['resourceType'][],
  servers = 1,
): Promise<{ readonly asks: readonly Ask[]; readonly ask: Ask; readonly base: string }> {
  const { connection, owner } = await testDatabase(t);
  const dataDir = temporaryDir(t);
  const asks: Ask[] = [];
  const bases: string[] = [];
  for (let server = 0; server < servers; server += 1) {
    const db = openDatabase({ connection, applicationName: 'plain', maxConnections: 16 });
    t.teardown(() => db.close());
    const world: PlainWorld = {
      ...{ db, owner, dataDir, types, log: strict(t), now: Date.now, host: '127.0.0.1', port: 0 },
    };
    const { app, base } = await servePlain(world);
    t.teardown(() => app.close());
    asks.push(askAt(base));
    recordAsPlain(base);
    bases.push(base);
  }
  const [ask, base] = [asks[0] as Ask, bases[0] as string];
  return { asks, ask, base };
}

/** Keys of the issues of an OperationOutcome, each with its place. */
export const issuesOf = ({ body }: Heard): string[] =>
  (body?.issue ?? []).map(
    (one: { details: { coding: { code: string }[] }; expression?: string[] }) =>
      [one.details.coding[0]?.code, ...(one.expression ?? [])].join(' '),
  );
