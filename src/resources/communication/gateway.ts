import { createHmac, timingSafeEqual } from 'node:crypto';

/** One SMS. `id` is ours, and the gateway sends a message of an id once. `to` is a number such as `+4512345678`. */
export interface Sms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

export type SmsStatus = 'accepted' | 'delivered' | 'undeliverable';

/**
 * `rejected`: it will never be sent. `unknown`: it may have been; ask `find`, or send the same again, which cannot make
 * a second SMS.
 */
export type SendOutcome = 'accepted' | 'rejected' | 'unknown';

/** Whoever sends SMS for the municipality. */
export interface SmsGateway {
  readonly send: (sms: Sms) => Promise<SendOutcome>;
  /** Null when the gateway has never accepted it. Throws `GatewayUnavailable`. */
  readonly find: (id: string) => Promise<SmsStatus | null>;
}

/** The gateway could not be asked. */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable';
}

export interface HttpGatewayOptions {
  readonly baseUrl: string;
  readonly secret: string;
  readonly timeoutMs: number;
  /** Where the gateway posts what became of a message. */
  readonly receiptUrl?: string;
}

const messageUrl = ({ baseUrl }: HttpGatewayOptions, id: string): URL =>
  new URL(`messages/${encodeURIComponent(id)}`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);

function ask(options: HttpGatewayOptions, id: string, init: RequestInit): Promise<Response> {
  return fetch(messageUrl(options, id), {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs),
    headers: { authorization: `Bearer ${options.secret}`, 'content-type': 'application/json' },
  });
}

/** Bad number or text, or the id was used for another message. */
const refusals = new Set([400, 409, 422]);

async function send(options: HttpGatewayOptions, { id, to, text }: Sms): Promise<SendOutcome> {
  const { receiptUrl } = options;
  const body = JSON.stringify({ to, text, ...(receiptUrl === undefined ? {} : { receiptUrl }) });
  try {
    const response = await ask(options, id, { method: 'PUT', body });
    await response.body?.cancel();
    if (refusals.has(response.status)) return 'rejected';
    return response.ok ? 'accepted' : 'unknown';
  } catch {
    return 'unknown';
  }
}

const statuses: ReadonlySet<unknown> = new Set<SmsStatus>([
  'accepted',
  'delivered',
  'undeliverable',
]);
const isStatus = (value: unknown): value is SmsStatus => statuses.has(value);

const fieldOf = (body: unknown, name: 'id' | 'status'): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

async function answer(options: HttpGatewayOptions, id: string): Promise<[number, unknown]> {
  try {
    const response = await ask(options, id, { method: 'GET' });
    return [response.status, response.ok ? fieldOf(await response.json(), 'status') : undefined];
  } catch {
    throw new GatewayUnavailable('The SMS gateway does not answer.');
  }
}

async function find(options: HttpGatewayOptions, id: string): Promise<SmsStatus | null> {
  const [httpStatus, status] = await answer(options, id);
  if (httpStatus === 404) return null;
  if (isStatus(status)) return status;
  throw new GatewayUnavailable(`The SMS gateway answers ${httpStatus} and no status.`);
}

/** A gateway over HTTP: `PUT` and `GET /messages/<id>`. */
export const createHttpGateway = (options: HttpGatewayOptions): SmsGateway => ({
  send: (sms) => send(options, sms),
  find: (id) => find(options, id),
});

/** A receipt as it arrived; `signedAt` and `signature` are the headers `x-sms-time` (epoch ms) and `x-sms-signature`. */
export interface ReceivedReceipt {
  readonly body: string;
  readonly signedAt: string;
  readonly signature: string;
}

export interface Receipt {
  readonly id: string;
  readonly status: Exclude<SmsStatus, 'accepted'>;
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

function asReceipt(body: unknown): Receipt | undefined {
  const status = fieldOf(body, 'status');
  const id = fieldOf(body, 'id');
  if (typeof id !== 'string' || !isStatus(status) || status === 'accepted') return undefined;
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
