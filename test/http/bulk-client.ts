import { setTimeout as sleep } from 'node:timers/promises';

/** Asks a server; the path is behind its FHIR base, or begins with a slash. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

interface File {
  readonly type: string;
  readonly url: string;
  readonly count: number;
}

export interface Manifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly File[];
  readonly deleted: readonly File[];
  readonly error: readonly unknown[];
}

export const later = { prefer: 'respond-async', accept: 'application/fhir+json' };

/** The public address of a house in a test is nobody's: what is asked is the same path here. */
export const here = (url: string | null): string => new URL(url ?? '').pathname;

export async function kickOff(ask: Ask, path: string, init: RequestInit = {}): Promise<string> {
  const answer = await ask(path, { ...init, headers: later });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  return here(answer.headers.get('content-location'));
}

export async function manifestOf(ask: Ask, status: string): Promise<Manifest> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await ask(status, { headers: { accept: 'application/json' } });
    if (answer.status === 200) return (await answer.json()) as Manifest;
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    await sleep(50);
  }
  throw new Error('The export did not end.');
}

/** The lines of files, in order. */
export async function linesOf(ask: Ask, files: Manifest['output']): Promise<string[]> {
  const lines: string[] = [];
  for (const { url, count } of files) {
    const answer = await ask(here(url), { headers: { accept: 'application/fhir+ndjson' } });
    const text = await answer.text();
    const own = text.split('\n').slice(0, -1);
    if (own.length !== count || !text.endsWith('\n')) throw new Error(`${url}: ${own.length}`);
    lines.push(...own);
  }
  return lines;
}

/** Status and key of a refusal. */
export const keyOf = async (answer: Response): Promise<string> => {
  const body = (await answer.json()) as { issue: { details: { coding: { code: string }[] } }[] };
  return `${answer.status} ${body.issue[0]?.details.coding[0]?.code}`;
};
