import { createHmac, timingSafeEqual } from 'node:crypto';
import { type DeliveryStatus, isDeliveryStatus } from './channel.ts';

/** A receipt as it arrived; `signedAt` and `signature` are the headers `x-sms-time` (epoch ms) and `x-sms-signature`. */
export interface ReceivedReceipt {
  readonly body: string;
  readonly signedAt: string;
  readonly signature: string;
}

export interface Receipt {
  readonly id: string;
  readonly status: Exclude<DeliveryStatus, 'accepted'>;
}

/** Older receipts may be replays. */
const receiptAgeMs = 10 * 60_000;

function isSigned({ body, signedAt, signature }: ReceivedReceipt, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(`${signedAt}.${body}`).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ids are ours; what the database cannot hold is none. */
const idGrammar = /^[\w.-]{1,64}$/;

const fieldOf = (body: unknown, name: 'id' | 'status'): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

function asReceipt(body: unknown): Receipt | undefined {
  const status = fieldOf(body, 'status');
  const id = fieldOf(body, 'id');
  if (
    typeof id !== 'string' ||
    !idGrammar.test(id) ||
    !isDeliveryStatus(status) ||
    status === 'accepted'
  )
    return undefined;
  return { id, status };
}

/** The receipt, when the gateway signed it within ten minutes of `now` (epoch ms); else undefined. */
export function readReceipt(
  received: ReceivedReceipt,
  { secret, now }: { readonly secret: string; readonly now: number },
): Receipt | undefined {
  const fresh = Math.abs(now - Number(received.signedAt)) <= receiptAgeMs;
  if (!fresh || !isSigned(received, secret)) return undefined;
  return asReceipt(parsed(received.body));
}
