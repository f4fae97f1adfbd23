/** How oidc-provider is set up. https://datatracker.ietf.org/doc/html/rfc9700 and SMART App Launch 2.2 say what is wanted. */
import {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { pageHeaders, pagePolicy } from '../html.ts';
import { isResourceServer } from './client.ts';
import { errorPage } from './error-page.ts';
import { loadGrant } from './login-grant.ts';
import { loggedOutPage, logoutPage } from './login-pages.ts';
import { plainScopes } from './scope.ts';
import {
  type Account,
  type IssuerSetting,
  idleSeconds,
  loginSeconds,
  tokenSeconds,
} from './settings.ts';
import { fhirService, resourceServer, tokenClaims } from './token-content.ts';

const html = (ctx: KoaContextWithOIDC, body: string, headers: object = pageHeaders): void => {
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
  ctx.body = body;
};

/** The page leads on to the application, which is no part of 'self'. */
const logoutHeaders = {
  ...pageHeaders,
  'content-security-policy': pagePolicy,
};

const features = (setting: IssuerSetting): Configuration['features'] => ({
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: {
    enabled: true,
    allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
  },
  introspection: {
    enabled: true,
    allowedPolicy: (_ctx, client) => isResourceServer(client.clientId),
  },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => html(ctx, logoutPage(form), logoutHeaders),
    postLogoutSuccessSource: (ctx) => html(ctx, loggedOutPage()),
  },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => fhirService,
    useGrantedResource: () => true,
    getResourceServerInfo: (ctx, identifier, client) =>
      resourceServer(setting, ctx, [identifier, client.clientId]),
  },
});

/** Consent is asked for when an application wants to stay logged in, not for every application of this machine. */
function policy() {
  const base = interactionPolicy.base();
  base.get('consent')?.checks.remove('native_client_prompt');
  return base;
}

const ttl: Configuration['ttl'] = {
  AccessToken: tokenSeconds,
  ClientCredentials: tokenSeconds,
  AuthorizationCode: 60,
  IdToken: tokenSeconds,
  Interaction: 600,
  Session: idleSeconds,
  RefreshToken: idleSeconds,
  Grant: loginSeconds,
};

const fhirId = /^[A-Za-z0-9.-]{1,64}$/;
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** `aud` and `patient` of an authorization request, as SMART applications send them. */
const extraParams = ({ audience }: IssuerSetting): NonNullable<Configuration['extraParams']> => ({
  aud: (_ctx, value) => {
    if (value !== undefined && value !== audience)
      throw new errors.InvalidRequest('aud is not the FHIR service');
  },
  patient: (_ctx, value) => {
    if (value !== undefined && !fhirId.test(value))
      throw new errors.InvalidRequest('patient is no FHIR id');
  },
});

const cookieNames = (broker: string) => ({
  session: `${broker}_session`,
  interaction: `${broker}_interaction`,
  resume: `${broker}_resume`,
});

/** A broker that keeps a protected name back does so everywhere. */
const nameOf = ({ broker }: IssuerSetting, { persona }: Account): { name?: string } =>
  broker === 'signicat' && persona.protected ? {} : { name: persona.name };

/** Logins: who there is, what they are asked, how long it holds. */
const logins = (setting: IssuerSetting): Configuration => ({
  findAccount: (_ctx, sub) => {
    const account = setting.accounts.get(sub);
    return account && { accountId: sub, claims: () => ({ sub, ...nameOf(setting, account) }) };
  },
  interactions: {
    policy: policy(),
    url: (_ctx, { uid }) => `/${setting.broker}/interaction/${uid}`,
  },
  loadExistingGrant: (ctx) => loadGrant(setting, ctx),
  cookies: { names: cookieNames(setting.broker), keys: [setting.cookieKey] },
  extraParams: extraParams(setting),
  claims: { openid: ['sub'], profile: ['name'] },
  ttl,
});

/** All of the configuration of one issuer; `jwks` holds its private keys, the one that signs first. */
export const issuerConfiguration = (setting: IssuerSetting): Configuration => ({
  ...logins(setting),
  jwks: { keys: [...setting.ring.keys(setting.now())] } as NonNullable<Configuration['jwks']>,
  adapter: setting.memory.adapter,
  clients: [...setting.clients],
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  clientAuthMethods: ['none', 'private_key_jwt', 'client_secret_basic'],
  enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'ES384', 'RS384'] },
  responseTypes: ['code'],
  scopes: plainScopes,
  pkce: { required: () => true },
  features: features(setting),
  extraTokenClaims: (_ctx, token) => tokenClaims(setting, token),
  expiresWithSession: () => true,
  rotateRefreshToken: () => true,
  clientBasedCORS: (_ctx, origin) => loopback.has(URL.parse(origin)?.hostname ?? ''),
  renderError: (ctx, { error }, fault) =>
    html(ctx, errorPage(fault instanceof errors.SessionNotFound ? 'session_not_found' : error)),
});
