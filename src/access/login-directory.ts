/** What clients must know of the service that logs people in. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
import { discover } from './issuer-keys.ts';

/** What an issuer publishes of itself, as far as it is passed on. */
export interface LoginService {
  readonly issuer: string;
  /** Text members of its discovery document: endpoints, and where its keys are. */
  readonly addresses: Readonly<Record<string, string>>;
  /** List members: what it supports. */
  readonly supported: Readonly<Record<string, readonly string[]>>;
}

/** Asks after the login service when it is first needed. */
export interface LoginDirectory {
  /** Throws 503 when nothing is known of it. */
  readonly read: () => Promise<LoginService>;
  /** The same, without waiting long for a service that is away. */
  readonly known: () => Promise<LoginService | undefined>;
}

const addresses = [
  ...['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'registration_endpoint'],
  ...['introspection_endpoint', 'revocation_endpoint', 'end_session_endpoint'],
];
const lists = [
  ...['grant_types_supported', 'response_types_supported', 'scopes_supported'],
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
];

const isText = (value: unknown): value is string => typeof value === 'string';

function serviceIn(issuer: string, document: Readonly<Record<string, unknown>>): LoginService {
  const all = (names: readonly string[]) =>
    names.map((name): [string, unknown] => [name, document[name]]);
  return {
    issuer,
    addresses: Object.fromEntries(
      all(addresses).filter((one): one is [string, string] => isText(one[1])),
    ),
    supported: Object.fromEntries(
      all(lists).flatMap(([name, value]) =>
        Array.isArray(value) ? [[name, value.filter(isText)]] : [],
      ),
    ),
  };
}

const lifeMs = 300_000;
const cooldownMs = 5_000;
const patienceMs = 1_000;

/** What is known stays so while the service is away. `now` is in epoch milliseconds. */
export function loginDirectory(
  issuer: string,
  now: () => number,
  ask: typeof discover = discover,
): LoginDirectory {
  let found: LoginService | undefined;
  let asking: { readonly at: number; readonly answer: Promise<LoginService> } | undefined;
  const fresh = (): Promise<LoginService> => {
    const isLate = !asking || Math.abs(now() - asking.at) >= (found ? lifeMs : cooldownMs);
    if (!asking || isLate) {
      const answer = ask(issuer).then((document) => {
        found = serviceIn(issuer, document);
        return found;
      });
      answer.catch(() => undefined);
      asking = { at: now(), answer };
    }
    return asking.answer;
  };
  return {
    read: async () =>
      fresh().catch((error: unknown) => {
        if (found) return found;
        throw error;
      }),
    known: async () => {
      const answer = fresh().catch(() => found);
      if (found) return found;
      const { promise: later, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => resolve(undefined), patienceMs);
      return Promise.race([answer, later]).finally(() => clearTimeout(timer));
    },
  };
}
