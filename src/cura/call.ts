import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Connection, type Exchange, NoAnswer } from './exchange.ts';
import { CuraUnavailable } from './port.ts';
import type { TokenSource } from './token.ts';

/** A request to Cura before it has a token. */
export type Call = Omit<Exchange, 'headers'> & {
  readonly headers?: Readonly<Record<string, string>>;
  /** Doing it twice is harmless: it may be sent again although it may have arrived. */
  readonly safe: boolean;
};

export interface Patience {
  readonly attempts: number;
  /** Before the second attempt; doubles each time, and each pause is shortened at random by up to a half. */
  readonly backoffMs: number;
  /** No pause is longer, whatever Retry-After says. */
  readonly maxPauseMs: number;
  /** Ends pauses at once. */
  readonly closing: AbortSignal;
}

type Try = { readonly answer: Answer } | { readonly failure: NoAnswer };

function retryAfterMs(tried: Try): number | undefined {
  if (!('answer' in tried)) return undefined;
  const seconds = Number(tried.answer.headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** 429 was not carried out; what was surely not sent was not either. All else may be repeated only when safe. */
function mayRepeat(tried: Try, safe: boolean): boolean {
  if ('failure' in tried) return safe || !tried.failure.sent;
  const { status } = tried.answer;
  return status === 429 || (safe && status >= 500);
}

/** Repeats `attempt` while that is harmless and promising. Throws `NoAnswer` or what the pause throws when closing. */
export async function patiently(
  attempt: () => Promise<Answer>,
  safe: boolean,
  patience: Patience,
): Promise<Answer> {
  for (let round = 1; ; round += 1) {
    const tried: Try = await attempt().then(
      (answer) => ({ answer }),
      (failure) => {
        if (failure instanceof NoAnswer) return { failure };
        throw failure;
      },
    );
    if (round >= patience.attempts || !mayRepeat(tried, safe) || patience.closing.aborted) {
      if ('failure' in tried) throw tried.failure;
      return tried.answer;
    }
    await pause(round, retryAfterMs(tried), patience);
  }
}

async function pause(round: number, askedMs: number | undefined, patience: Patience) {
  const backoffMs = patience.backoffMs * 2 ** (round - 1) * (1 - Math.random() / 2);
  const ms = Math.min(askedMs ?? backoffMs, patience.maxPauseMs);
  // Closing ends the pause; the next attempt then fails on the closed connection.
  await sleep(ms, undefined, { signal: patience.closing }).catch(() => undefined);
}

/** Sends calls with a token; one that is refused is renewed once. Throws `NoAnswer`; `CuraUnavailable` without a token. */
export function caller(connection: Connection, tokens: TokenSource, patience: Patience) {
  const withToken = async (call: Call): Promise<Answer> => {
    const token = await tokens.current();
    const { safe: _, ...request } = call;
    const headers = { ...call.headers, authorization: `Bearer ${token}` };
    const answer = await connection.exchange({ ...request, headers });
    if (answer.status === 401) tokens.refused(token);
    return answer;
  };
  const renewingOnce = async (call: Call): Promise<Answer> => {
    const answer = await withToken(call);
    return answer.status === 401 ? withToken(call) : answer;
  };
  return async (call: Call): Promise<Answer> => {
    if (patience.closing.aborted) throw new CuraUnavailable('The Cura client is closed.');
    return patiently(() => renewingOnce(call), call.safe, patience);
  };
}
