/** Standard Webhooks: who receives a notification can tell that it is ours, and new. https://www.standardwebhooks.com */
import { createHmac } from 'node:crypto';
import type { Ports } from '../define.ts';

/** Of one Subscription, 32 bytes: no other's receiver can sign for it. */
export const signingSecret = ({ secret }: Pick<Ports, 'secret'>, id: string): Buffer =>
  createHmac('sha256', secret('webhook')).update(id).digest();

/** The headers of one message; `at` is epoch milliseconds, and the id stays the same when it is sent again. */
export function signedHeaders(
  key: Buffer,
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  };
}
