import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { fail, issue, unauthorized } from '../fhir/outcome.ts';
import { personHash } from '../store/index-row.ts';
import type { Caller, Scope } from './grant.ts';

/** What a broker calls the facts that we need. */
export interface ClaimNames {
  readonly cpr: string;
  readonly name: string;
  readonly level: string;
  /** Levels of assurance that are enough for a person. */
  readonly levels: readonly string[];
  readonly role: string;
  readonly employee: string;
  readonly units: string;
  readonly patient: string;
  readonly client: string;
}

export interface TokenOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly claims: ClaimNames;
  readonly personKey: Buffer;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Turns the value of an Authorization header into the caller. Throws 401 with a challenge, 403 for a weak login. */
export type Verify = (authorization: string | undefined) => Promise<Caller>;

const algorithms = ['ES256', 'ES384', 'PS256', 'RS256'];
const skewSeconds = 30;
const maxRemembered = 10_000;
const maxTokenLength = 16_384;

const missing = () =>
  unauthorized(
    'token-missing',
    { da: 'Log ind først: der mangler et token.', en: 'Log in first: there is no token.' },
    'Bearer realm="samspil"',
  );

const invalid = () =>
  unauthorized(
    'token-invalid',
    {
      da: 'Tokenet er ugyldigt eller udløbet. Log ind igen.',
      en: 'The token is invalid or has expired. Log in again.',
    },
    'Bearer realm="samspil", error="invalid_token"',
  );

const weak = () =>
  fail(
    403,
    issue({
      code: 'forbidden',
      key: 'assurance-level',
      text: {
        da: 'Log ind med MitID på niveau Betydelig eller højere.',
        en: 'Log in with MitID at level Substantial or higher.',
      },
    }),
  );

const text = (payload: JWTPayload, claim: string): string | undefined => {
  const value = payload[claim];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const list = (payload: JWTPayload, claim: string): string[] => {
  const value = payload[claim];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** Until scopes are read from the token: all of them. */
const everything: readonly Scope[] = [
  { context: 'user', type: '*', permissions: 'cruds', query: [] },
];

const loginOf = (payload: JWTPayload, claims: ClaimNames) => ({
  name: text(payload, claims.name) ?? '',
  client: text(payload, claims.client) ?? '',
  scopes: everything,
  issuedAt: (payload.iat ?? 0) * 1_000,
  expiresAt: (payload.exp ?? 0) * 1_000,
});

const cprGrammar = /^\d{6}-?\d{4}$/;

function person(payload: JWTPayload, cpr: string, { claims, personKey }: TokenOptions): Caller {
  if (!cprGrammar.test(cpr)) throw invalid();
  const patient = text(payload, claims.patient)?.replace(/^Patient\//, '');
  if (!claims.levels.includes(text(payload, claims.level) ?? '')) throw weak();
  return {
    kind: 'person',
    hash: personHash(personKey, cpr.replace('-', '')),
    ...loginOf(payload, claims),
    tickets: [],
    ...(patient !== undefined && { patient }),
  };
}

/** Who the token is of. A role that we do not know is nobody, and so is one who is two. */
function callerOf(payload: JWTPayload, options: TokenOptions): Caller {
  const { claims } = options;
  const base = loginOf(payload, claims);
  const role = text(payload, claims.role);
  const employee = text(payload, claims.employee);
  const cpr = text(payload, claims.cpr);
  if (payload[claims.role] === undefined && cpr !== undefined) return person(payload, cpr, options);
  if (payload[claims.cpr] !== undefined) throw invalid();
  if (role === 'staff' && employee !== undefined)
    return { kind: 'staff', employee, units: list(payload, claims.units), ...base };
  if ((role === 'auditor' || role === 'system') && payload.sub !== undefined)
    return { kind: role, id: payload.sub, ...base };
  throw invalid();
}

interface Remembered {
  readonly caller: Caller;
  readonly expires: number;
}

const tokenIn = (authorization: string | undefined): string => {
  if (authorization === undefined) throw missing();
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
  if (token === undefined || token.length > maxTokenLength) throw invalid();
  return token;
};

/** The keys could not be asked for: that is no fault of the token. */
const isOurs = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  error.code !== 'ERR_JOSE_GENERIC' &&
  error.code !== 'ERR_JWKS_TIMEOUT';

const noKeys = () =>
  fail(
    503,
    issue({
      code: 'transient',
      key: 'identity-unavailable',
      text: {
        da: 'Login-tjenesten kan ikke nås. Prøv igen om lidt.',
        en: 'The identity provider cannot be reached. Try again in a moment.',
      },
    }),
    { 'Retry-After': '5' },
  );

/** jose checks the issuing time of tokens with a maximal age only. */
const assertIssued = ({ iat = 0 }: JWTPayload, now: number): void => {
  if (iat > now / 1_000 + skewSeconds) throw invalid();
};

/** A verifier that remembers tokens until they expire: checking a signature costs more than all the rest of a read. */
export function createVerifier(options: TokenOptions): Verify {
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), {
    timeoutDuration: 5_000,
    cooldownDuration: 5_000,
  });
  const remembered = new Map<string, Remembered>();
  const verify = async (token: string): Promise<Remembered> => {
    try {
      const { issuer, audience } = options;
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: skewSeconds,
        currentDate: new Date(options.now()),
        requiredClaims: ['exp', 'iat'],
      });
      assertIssued(payload, options.now());
      return { caller: callerOf(payload, options), expires: (payload.exp ?? 0) * 1_000 };
    } catch (error) {
      if (isOurs(error)) throw invalid();
      if (error instanceof Error && error.name === 'FhirError') throw error;
      throw noKeys();
    }
  };
  return async (authorization) => {
    const token = tokenIn(authorization);
    const key = createHash('sha256').update(token).digest('base64');
    const known = remembered.get(key);
    if (known && known.expires > options.now()) return known.caller;
    const fresh = await verify(token);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, fresh);
    return fresh.caller;
  };
}
