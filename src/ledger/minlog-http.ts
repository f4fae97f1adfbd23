import type { MinLog } from './minlog.ts';

/** The log did not take what it was sent, or it is not known whether it did. */
export class MinLogUnavailable extends Error {
  override readonly name = 'MinLogUnavailable';
}

/** A log that is sent records by POST, one JSON object a line. It answers 2xx once it has kept them all. */
export const httpMinLog = ({
  url,
  secret,
  timeoutMs = 10_000,
}: {
  readonly url: string;
  readonly secret?: string;
  readonly timeoutMs?: number;
}): MinLog => ({
  deliver: async (records) => {
    const body = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-ndjson',
        ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    }).catch((cause: unknown) => {
      throw new MinLogUnavailable('The log does not answer.', { cause });
    });
    await response.body?.cancel();
    if (!response.ok) throw new MinLogUnavailable(`The log answers ${response.status}.`);
  },
});
