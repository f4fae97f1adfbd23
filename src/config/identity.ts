/** Whose logins are believed. */
import { companion } from './outside.ts';
import { ConfigError, type Environment, given, readWebUrl } from './setting.ts';

/** An issuer of tokens as settings name it. */
export interface IssuerSetting {
  /** As its tokens write it. */
  readonly issuer: string;
  /** Name of the table of its claims, and of the setting that names it. */
  readonly broker: string;
  readonly brokerSetting: string;
  readonly algorithms: readonly string[];
  readonly jwksUrl?: string;
  readonly introspection?: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
}

export interface IdentitySettings {
  /** Address of the sandbox's provider, whose issuers are below it; absent when a setting names an issuer. */
  readonly sandboxUrl?: string;
  /** What a token must be made for. */
  readonly audience: string;
  readonly issuers: readonly IssuerSetting[];
  /** Where the number behind a UUID is asked for. */
  readonly cprLookup?: { readonly url: string; readonly secret: string };
}

interface Source {
  readonly issuer: string;
  readonly broker: string;
  /** The broker unless another is named. */
  readonly usual: string;
  readonly algorithms: string;
  readonly jwks: string;
  readonly opaque?: { readonly url: string; readonly client: string; readonly secret: string };
}

/** The settings that name an issuer, and what belongs to it. */
const sources: readonly Source[] = [
  {
    issuer: 'IDP_ISSUER',
    broker: 'IDP_BROKER',
    usual: 'nemlogin',
    algorithms: 'IDP_ALGORITHMS',
    jwks: 'IDP_JWKS_URL',
    opaque: {
      url: 'IDP_INTROSPECTION_URL',
      client: 'IDP_INTROSPECTION_CLIENT_ID',
      secret: 'IDP_INTROSPECTION_CLIENT_SECRET',
    },
  },
  {
    issuer: 'STAFF_ISSUER',
    broker: 'STAFF_BROKER',
    usual: 'kombit',
    algorithms: 'STAFF_ALGORITHMS',
    jwks: 'STAFF_JWKS_URL',
  },
  {
    issuer: 'SYSTEM_ISSUER',
    broker: 'SYSTEM_BROKER',
    usual: 'machines',
    algorithms: 'SYSTEM_ALGORITHMS',
    jwks: 'SYSTEM_JWKS_URL',
  },
];

/** One secret key for both sides is none of them: whoever can check a signature could make one. */
const asymmetric = /^(?:(?:ES|PS|RS)(?:256|384|512)|EdDSA)$/;
const usual = 'ES256, ES384, PS256, RS256';
const sandboxAlgorithm = 'ES256';

function readAlgorithms(env: Environment, name: string): readonly string[] {
  const algorithms = (given(env, name) ?? usual).split(',').map((one) => one.trim());
  const wrong = algorithms.find((one) => !asymmetric.test(one));
  if (wrong === undefined) return algorithms;
  throw new ConfigError(
    `${name} names ${JSON.stringify(wrong.slice(0, 40))}, and may name ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512 and EdDSA.`,
  );
}

function readIntrospection(env: Environment, names: Source['opaque']) {
  const url = names && readWebUrl(env, names.url);
  if (names === undefined || url === undefined) return undefined;
  const of = { real: true, of: names.url };
  return {
    url,
    clientId: companion(env, names.client, of),
    clientSecret: companion(env, names.secret, of),
  };
}

/** Tokens must write the issuer as the setting does, a last slash included. */
function readIssuer(env: Environment, names: Source): readonly IssuerSetting[] {
  if (readWebUrl(env, names.issuer) === undefined) return [];
  const jwksUrl = readWebUrl(env, names.jwks);
  const introspection = readIntrospection(env, names.opaque);
  const found: IssuerSetting = {
    issuer: given(env, names.issuer) ?? '',
    broker: given(env, names.broker) ?? names.usual,
    brokerSetting: names.broker,
    algorithms: readAlgorithms(env, names.algorithms),
    ...(jwksUrl !== undefined && { jwksUrl }),
    ...(introspection && { introspection }),
  };
  return [found];
}

const sandboxIssuers = (url: string): readonly IssuerSetting[] =>
  ['nemlogin', 'signicat', 'kombit'].map((broker) => ({
    ...{ issuer: `${url}/${broker}`, broker, algorithms: [sandboxAlgorithm] },
    brokerSetting: 'IDP_BROKER',
    ...(broker === 'nemlogin' && {
      introspection: {
        url: `${url}/${broker}/token/introspection`,
        clientId: 'samspil',
        clientSecret: 'sandbox',
      },
    }),
  }));

function assertDistinct(issuers: readonly IssuerSetting[]): void {
  const names = issuers.map(({ issuer }) => issuer);
  const twice = names.find((issuer, at) => names.indexOf(issuer) !== at);
  if (twice === undefined) return;
  throw new ConfigError(
    `${sources.map(({ issuer }) => issuer).join(', ')}: two of them are the same, and must be different issuers.`,
  );
}

function readLookup(env: Environment): IdentitySettings['cprLookup'] {
  const of = 'CPR_LOOKUP_URL';
  const url = readWebUrl(env, of);
  if (url === undefined) return undefined;
  return { url, secret: companion(env, 'CPR_LOOKUP_SECRET', { real: true, of }) };
}

/** The sandbox's provider: its three issuers, what it says of opaque tokens, and of numbers. */
export const sandboxIdentity = (url: string, audience: string): IdentitySettings => ({
  audience,
  issuers: sandboxIssuers(url),
  sandboxUrl: url,
  cprLookup: { url: `${url}/cpr-lookup`, secret: 'sandbox' },
});

/** `sandbox`: its provider, and whether real ones stand in its place. */
export function readIdentity(
  env: Environment,
  sandbox: { readonly url: string; readonly real: boolean },
  audience: string,
): IdentitySettings {
  const issuers = sources.flatMap((source) => readIssuer(env, source));
  assertDistinct(issuers);
  const cprLookup = readLookup(env);
  const given = cprLookup && { cprLookup };
  if (sandbox.real) return { audience, issuers, ...given };
  return { ...sandboxIdentity(sandbox.url, audience), ...given };
}
