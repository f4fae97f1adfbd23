/** From the Authorization header to the caller. */
import { hash } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { personHash } from '../store/index-row.ts';
import type { Broker } from './brokers.ts';
import { type CallerOptions, callerOf } from './caller.ts';
import { type Claims, timeMs } from './claim.ts';
import { type CprLookup, rememberedHash } from './cpr-lookup.ts';
import { type Caller, unlimited } from './grant.ts';
import { type IntrospectionOptions, introspect } from './introspection.ts';
import { type IssuerKeys, issuerKeys, type KeySet, trustedMs } from './issuer-keys.ts';
import { type Known, remember } from './remember.ts';
import type { Meanings } from './ticket.ts';
import { assertHeader, bearerIn, isOpaque, unverified } from './token-form.ts';
import { identityUnavailable, tokenInvalid } from './token-refusal.ts';

/** Somebody whose tokens are believed. */
export interface TrustedIssuer {
  /** As tokens write it. */
  readonly issuer: string;
  /** What it calls what it says. */
  readonly broker: Broker;
  /** What its tokens must be made for. */
  readonly audience: string;
  /** How it signs. */
  readonly algorithms: readonly string[];
  /** Without one its discovery document says where its keys are. */
  readonly jwksUrl?: string;
  /** Where the meaning of its opaque tokens is asked for; of the issuers that have one the first is asked. */
  readonly introspection?: IntrospectionOptions;
}

export interface VerifierOptions {
  readonly issuers: readonly TrustedIssuer[];
  readonly meanings: Meanings;
  readonly personKey: Buffer;
  readonly lookup?: CprLookup;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Turns the value of an Authorization header into the caller. Throws 401 with a challenge, 403 for a login that is not enough, 503. */
export type Verify = (authorization: string | undefined) => Promise<Caller>;

const skewSeconds = 30;
const skewMs = skewSeconds * 1_000;
/** What is told at a login is not believed for longer than a day. */
const longestLifeMs = 24 * 3_600_000;
const most = 10_000;
/** How long the answer about an opaque token is believed. */
const introspectedMs = 30_000;
const introspectionsAtOnce = 50;

interface Trust {
  readonly trusted: TrustedIssuer;
  readonly keys: IssuerKeys;
  readonly options: CallerOptions;
  readonly now: () => number;
}

async function claimsBy(token: string, set: KeySet, { trusted, now }: Trust): Promise<JWTPayload> {
  const { issuer, audience, algorithms } = trusted;
  const { payload } = await jwtVerify(token, set.find, {
    ...{ issuer, audience, algorithms: [...algorithms], clockTolerance: skewSeconds },
    currentDate: new Date(now()),
    requiredClaims: ['exp', 'iat'],
  });
  return payload;
}

/** The claims by the issuer's keys, which are read again when none of them fits. */
async function claimsOf(token: string, trust: Trust) {
  const set = await trust.keys.current();
  try {
    return { set, claims: await claimsBy(token, set, trust) };
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw tokenInvalid();
  }
  const newer = await trust.keys.newerThan(set);
  if (!newer) throw tokenInvalid();
  const claims = await claimsBy(token, newer, trust).catch(() => {
    throw tokenInvalid();
  });
  return { set: newer, claims };
}

/** A token from the future is none, nor is one that lives too long. For a signed one jose has looked at `exp` and `nbf` alone. */
function assertTimes(claims: Claims, now: number): void {
  const [made, ends] = [timeMs(claims, 'iat'), timeMs(claims, 'exp')];
  const starts = claims.nbf === undefined ? made : timeMs(claims, 'nbf');
  const isOfNow = made <= now + skewMs && starts <= now + skewMs && ends > now - skewMs;
  if (!isOfNow || ends - made > longestLifeMs) throw tokenInvalid();
}

/** Remembered no longer than the key that signed it is trusted. */
async function verified(token: string, trusts: ReadonlyMap<string, Trust>): Promise<Known<Caller>> {
  const written = unverified(token);
  const trust = trusts.get(written.issuer);
  if (!trust) throw tokenInvalid();
  assertHeader(written, trust.options.broker.tokenTypes, trust.trusted.algorithms);
  const { set, claims } = await claimsOf(token, trust);
  assertTimes(claims, trust.now());
  const value = await callerOf(claims, trust.options);
  return { value, until: Math.min(value.expiresAt, set.readAt + trustedMs) };
}

/** What an issuer says of a token must name it and us, as a signed token does. */
async function introspected(
  token: string,
  { trusted, options, now }: Trust,
): Promise<Known<Caller>> {
  if (!trusted.introspection) throw tokenInvalid();
  const claims = await introspect(token, trusted.introspection);
  const { iss = trusted.issuer, aud } = claims;
  if (iss !== trusted.issuer || ![aud].flat().includes(trusted.audience)) throw tokenInvalid();
  assertTimes(claims, now());
  const value = await callerOf(claims, options);
  return { value, until: Math.min(value.expiresAt, now() + introspectedMs) };
}

/** Who brings no token: nobody, whom a few things are open to. */
const nobody: Caller = {
  ...unlimited,
  ...{ kind: 'public', name: '', client: '' },
  scopes: [{ context: 'user', type: '*', permissions: 'rs', query: [] }],
};

function trustsOf({ issuers, meanings, personKey, lookup, now }: VerifierOptions) {
  const hashOf = (cpr: string): Buffer => personHash(personKey, cpr);
  const byUuid = lookup && { hashOfUuid: rememberedHash(lookup, hashOf, now) };
  return issuers.map((trusted): Trust => {
    const { issuer, jwksUrl } = trusted;
    return {
      ...{ trusted, now },
      keys: issuerKeys({ issuer, now, ...(jwksUrl !== undefined && { jwksUrl }) }),
      options: { broker: trusted.broker, meanings, hash: hashOf, ...byUuid },
    };
  });
}

/**
 * A verifier that remembers tokens: checking a signature costs more than all the rest of a read. A token ends when it expires,
 * a key that its issuer withdraws five minutes after it was last seen, an opaque token half a minute after it was revoked.
 */
export function createVerifier(options: VerifierOptions): Verify {
  const { now } = options;
  const trusts = trustsOf(options);
  const byIssuer = new Map(trusts.map((one) => [one.trusted.issuer, one]));
  const asked = trusts.find(({ trusted }) => trusted.introspection);
  const signed = remember<Caller>({ most, now });
  const opaque = remember<Caller>({
    ...{ most, now, atOnce: introspectionsAtOnce, tooMany: identityUnavailable },
  });
  return async (authorization) => {
    if (authorization === undefined) return nobody;
    // The whole header is the key: whether it is well written is asked of a new one only.
    const key = hash('sha256', authorization, 'base64');
    if (!isOpaque(authorization))
      return signed(key, () => verified(bearerIn(authorization), byIssuer));
    if (!asked) throw tokenInvalid();
    return opaque(key, () => introspected(bearerIn(authorization), asked));
  };
}
