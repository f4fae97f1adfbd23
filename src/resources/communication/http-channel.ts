import {
  type Channel,
  GatewayUnavailable,
  isDeliveryStatus,
  type Outgoing,
  type SendOutcome,
} from './channel.ts';

export interface HttpChannelOptions {
  readonly baseUrl: string;
  readonly secret: string;
  readonly timeoutMs: number;
  /** Where it posts what became of a message. */
  readonly receiptUrl?: string;
}

/** How a message is written for one kind of channel. */
export interface Wire {
  readonly contentType: string;
  readonly body: (message: Outgoing, receiptUrl: string | undefined) => string;
  /** The receipts' address stands in a header where the body has no place for it. */
  readonly receiptHeader?: true;
}

const messageUrl = ({ baseUrl }: HttpChannelOptions, id: string): URL =>
  new URL(`messages/${encodeURIComponent(id)}`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);

const headersOf = (
  { secret, receiptUrl }: HttpChannelOptions,
  { contentType, receiptHeader }: Wire,
) => ({
  authorization: `Bearer ${secret}`,
  'content-type': contentType,
  ...(receiptHeader && receiptUrl !== undefined && { 'x-receipt-url': receiptUrl }),
});

function ask(
  options: HttpChannelOptions,
  id: string,
  wire: Wire,
  init: RequestInit,
): Promise<Response> {
  return fetch(messageUrl(options, id), {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs),
    headers: headersOf(options, wire),
  });
}

/** Bad number or text, or the id was used for another message; 410: this person does not take such messages. */
const refusals: Readonly<Record<number, SendOutcome>> = {
  400: 'rejected',
  409: 'rejected',
  410: 'not-enrolled',
  422: 'rejected',
};

const statusIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, 'status') : undefined;

/** Only the channel's own word that it has the message counts: a page of something in between says nothing. */
async function send(
  options: HttpChannelOptions,
  wire: Wire,
  message: Outgoing,
): Promise<SendOutcome> {
  try {
    const body = wire.body(message, options.receiptUrl);
    const response = await ask(options, message.id, wire, { method: 'PUT', body });
    if (response.ok)
      return isDeliveryStatus(statusIn(await response.json())) ? 'accepted' : 'unknown';
    await response.body?.cancel();
    return refusals[response.status] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

async function answer(
  options: HttpChannelOptions,
  wire: Wire,
  id: string,
): Promise<[number, unknown]> {
  try {
    const response = await ask(options, id, wire, { method: 'GET' });
    const body = response.ok ? await response.json() : await response.body?.cancel();
    return [response.status, statusIn(body)];
  } catch {
    throw new GatewayUnavailable('The gateway does not answer.');
  }
}

/** A channel over HTTP: `PUT` and `GET /messages/<id>`. */
export const httpChannel = (options: HttpChannelOptions, wire: Wire): Channel => ({
  send: (message) => send(options, wire, message),
  find: async (id) => {
    const [httpStatus, status] = await answer(options, wire, id);
    if (httpStatus === 404) return null;
    if (isDeliveryStatus(status)) return status;
    throw new GatewayUnavailable(`The gateway answers ${httpStatus} and no status.`);
  },
});
