import type { Verdict, Witness } from './witness.ts';
import { forked, WitnessUnavailable } from './witness-verdict.ts';

const timeoutMs = 10_000;

/** More is not read: it is for the eyes of whoever looks into it. */
const longestBytes = 4_096;

/** The beginning of an answer; a witness may send without end. */
async function beginningOf({ body }: Response): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of body ?? []) {
    bytes = Buffer.concat([bytes, chunk.subarray(0, longestBytes - bytes.length)]);
    if (bytes.length === longestBytes) break;
  }
  return bytes.toString('utf8');
}

async function answer(response: Response): Promise<Verdict> {
  if (response.status === 409) return forked(await beginningOf(response));
  await response.body?.cancel();
  if (response.ok) return { kept: true };
  throw new WitnessUnavailable(`The witness answers ${response.status}.`);
}

/** A witness that is sent each checkpoint by POST. It answers 2xx once it has kept it, and 409 with what it holds when ours does not go on from that. */
export const httpWitness = ({ url, secret }: { url: string; secret: string }): Witness => ({
  kind: 'http',
  show: async (jws) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/jose' };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await answer(await fetch(url, { method: 'POST', body: jws, headers, signal }));
    } catch (error) {
      if (error instanceof WitnessUnavailable) throw error;
      throw new WitnessUnavailable('The witness does not answer.', { cause: error });
    }
  },
});
