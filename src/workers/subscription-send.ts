/** One notification to one address: only to where it may go, whatever the name says the next moment. */
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { hostOf, isPublicAddress } from '../resources/subscription/endpoint.ts';

/** Finds the addresses of a name. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface SendOptions {
  readonly timeoutMs: number;
  /** Addresses of this machine may be told. */
  readonly allowLoopback: boolean;
  readonly lookup?: Lookup;
}

/** `accepted` by a 2xx. All else says in a word what is wrong, and never what the other side said. */
export type Sent =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly why: 'address' | 'redirect' | 'refused' | 'no-answer' };

const resolver = new Resolver({ timeout: 2_000, tries: 2 });

/**
 * The name servers are asked here: the system's own way takes one of the few threads of the process, for as long as whoever owns the
 * name likes to keep it waiting.
 */
const ofServers: Lookup = async (host) => {
  if (host === 'localhost') return ['127.0.0.1'];
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
};

/** The addresses of the host, if all of them may be told: one that may not is reason enough. */
async function allowedOf(
  url: URL,
  { lookup: find = ofServers, allowLoopback }: SendOptions,
): Promise<readonly string[] | undefined> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await find(host) : [host];
  const all = addresses.length > 0 && addresses.every((one) => isPublicAddress(one, allowLoopback));
  return all ? addresses : undefined;
}

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The connection goes to the address that was looked at: the name is not asked for again, and is what the certificate must be for. */
function post(
  url: URL,
  address: string,
  { headers, body }: Message,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = hostOf(url);
  const family = isIP(address);
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        ...{ method: 'POST', signal, agent: false },
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(isIP(host) === 0 && { servername: host }),
        lookup: (_, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
}

function verdictOn({ statusCode = 0 }: IncomingMessage): Sent {
  if (statusCode >= 200 && statusCode < 300) return { accepted: true };
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return { accepted: false, why: isRedirect ? 'redirect' : 'refused' };
}

/** Sends it once. Redirects are not followed, and what is answered is not read. */
export async function sendOnce(
  endpoint: string,
  message: Message,
  options: SendOptions,
): Promise<Sent> {
  const url = new URL(endpoint);
  const signal = AbortSignal.timeout(options.timeoutMs);
  const late = once(signal, 'abort').then(() => Promise.reject(new Error('no name server')));
  late.catch(() => undefined);
  try {
    const [address] = (await Promise.race([allowedOf(url, options), late])) ?? [];
    if (address === undefined) return { accepted: false, why: 'address' };
    const response = await post(url, address, message, signal);
    const verdict = verdictOn(response);
    response.destroy();
    return verdict;
  } catch {
    return { accepted: false, why: 'no-answer' };
  }
}
