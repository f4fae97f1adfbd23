import { identityUnavailable } from './token-refusal.ts';

const timeoutMs = 5_000;
const maxBytes = 262_144;

/** What somebody answered: `body` is undefined when it was no JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Asks one of the systems that logins come from; waits five seconds, reads 256 KB, follows no redirect. Throws 503 `identity-unavailable`. */
export async function askJson(url: string, init: RequestInit = {}): Promise<JsonAnswer> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...init,
      headers: { accept: 'application/json', ...(init.headers as Record<string, string>) },
    });
    return { status: response.status, body: parsed(await boundedText(response)) };
  } catch {
    throw identityUnavailable();
  }
}
