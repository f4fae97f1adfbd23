/** What lets who cannot send headers be told: a sealed word of a login, for some Subscriptions, for a short while. */
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Caller } from '../access/grant.ts';
import { packCaller, unpackCaller } from '../access/packed-caller.ts';
import type { Ports } from '../resources/define.ts';

export interface Binding {
  readonly subscriptions: readonly string[];
  readonly caller: Caller;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** No longer than this, however long the login is. */
const bindingMs = 15 * 60_000;
const longestText = 12_000;

type Sealing = Pick<Ports, 'secret' | 'now'>;

interface Sealed {
  readonly subscriptions: readonly string[];
  readonly caller: string;
  readonly until: number;
}

export const bindingUntil = ({ now }: Sealing, caller: Caller): number =>
  Math.min(caller.expiresAt, now() + bindingMs);

export function sealBinding(
  { secret }: Sealing,
  { subscriptions, caller, until }: Binding,
): Promise<string> {
  const sealed: Sealed = { subscriptions, caller: packCaller(caller), until };
  return new CompactEncrypt(Buffer.from(JSON.stringify(sealed)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(secret('live'));
}

/** Undefined for what is not ours, was altered, or is over. */
export async function openBinding(
  { secret, now }: Sealing,
  text: string,
): Promise<Binding | undefined> {
  if (text.length > longestText) return undefined;
  try {
    const { plaintext } = await compactDecrypt(text, secret('live'));
    const sealed = JSON.parse(Buffer.from(plaintext).toString()) as Sealed;
    const caller = unpackCaller(sealed.caller);
    return sealed.until > now() ? { ...sealed, caller } : undefined;
  } catch {
    return undefined;
  }
}
