/** The keys an issuer signs with. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { askJson } from './ask-json.ts';
import { identityUnavailable } from './token-refusal.ts';

/** Keys as they were at one moment. */
export interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

export interface IssuerKeys {
  /** Keys that were published at most `trustedMs` ago. Throws 503 when there are none. */
  readonly current: () => Promise<KeySet>;
  /** Keys read after those, for a key that they lack; undefined when they were read a moment ago. Throws 503. */
  readonly newerThan: (known: KeySet) => Promise<KeySet | undefined>;
}

export interface KeyOptions {
  readonly issuer: string;
  /** Without one the issuer's discovery document says where the keys are. */
  readonly jwksUrl?: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How long keys are trusted after they were read: a key that the issuer withdraws ends within that time. */
export const trustedMs = 300_000;
/** Keys older than this are read anew in the background. */
const refreshMs = 120_000;
/** Nothing that a token says makes us ask more often. */
const cooldownMs = 5_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an issuer publishes about itself: its endpoints and keys. Throws 503 when it does not, or tells of another issuer. */
export async function discover(issuer: string): Promise<Readonly<Record<string, unknown>>> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { status, body } = await askJson(address);
  if (status !== 200 || !isRecord(body) || body.issuer !== issuer) throw identityUnavailable();
  return body;
}

/** Where the keys are. An issuer on https may not send us to plain http. */
async function jwksAddress({ issuer, jwksUrl }: KeyOptions): Promise<string> {
  if (jwksUrl !== undefined) return jwksUrl;
  const { jwks_uri: address } = await discover(issuer);
  const schemes = issuer.startsWith('https:') ? /^https:/ : /^https?:/;
  if (typeof address !== 'string' || !schemes.test(address)) throw identityUnavailable();
  return address;
}

async function readKeys(options: KeyOptions): Promise<KeySet> {
  const readAt = options.now();
  const { status, body } = await askJson(await jwksAddress(options));
  if (status !== 200) throw identityUnavailable();
  try {
    return { find: createLocalJWKSet(body as JSONWebKeySet), readAt };
  } catch {
    throw identityUnavailable();
  }
}

/** What is known of one issuer's keys, and how asking for them goes. */
interface Asked {
  known?: KeySet;
  reading?: Promise<KeySet> | undefined;
  /** Epoch milliseconds. */
  at: number;
  failed: boolean;
}

/** Asks for the keys; whoever comes meanwhile waits for the same answer. */
function ask(asked: Asked, options: KeyOptions): Promise<KeySet> {
  asked.at = options.now();
  asked.failed = true;
  asked.reading = readKeys(options)
    .then((set) => {
      asked.failed = false;
      asked.known = set;
      return set;
    })
    .finally(() => {
      asked.reading = undefined;
    });
  return asked.reading;
}

/** The keys of one issuer, read when they are first needed. */
export function issuerKeys(options: KeyOptions): IssuerKeys {
  const asked: Asked = { at: Number.NEGATIVE_INFINITY, failed: false };
  // A clock that is set back must not lock the issuer out.
  const since = (time: number): number => Math.abs(options.now() - time);
  const isCooling = (): boolean => since(asked.at) < cooldownMs;
  const read = async (): Promise<KeySet> => {
    if (asked.reading) return asked.reading;
    if (isCooling()) throw identityUnavailable();
    return ask(asked, options);
  };
  return {
    current: async () => {
      const { known } = asked;
      const age = known ? since(known.readAt) : Number.POSITIVE_INFINITY;
      if (!known || age >= trustedMs) return read();
      // An issuer that is away for a while is not noticed; the next token asks again.
      if (age >= refreshMs) read().catch(() => undefined);
      return known;
    },
    newerThan: async (old) => {
      const { known, reading, failed } = asked;
      if (known && known !== old && since(known.readAt) < trustedMs) return known;
      return !reading && !failed && isCooling() ? undefined : read();
    },
  };
}
