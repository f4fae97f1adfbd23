import type { Verdict, Witness } from './witness.ts';
import { forked, WitnessUnavailable } from './witness-verdict.ts';

const timeoutMs = 10_000;

async function answer(response: Response): Promise<Verdict> {
  const text = await response.text();
  if (response.ok) return { kept: true };
  if (response.status === 409) return forked(text);
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
