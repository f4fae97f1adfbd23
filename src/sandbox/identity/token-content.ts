import {
  type AccessToken,
  type ClientCredentials,
  errors,
  type KoaContextWithOIDC,
  type ResourceServer,
} from 'oidc-provider';
import { personaClaims } from './broker.ts';
import { clientKinds } from './client.ts';
import { behalfClaim } from './login-grant.ts';
import { defaultScope, levelOf, plainScopes } from './scope.ts';
import { type IssuerSetting, tokenSeconds } from './settings.ts';

/** The name by which this provider calls the FHIR service; tokens name the audience that was configured. */
export const fhirService = 'urn:samspil:fhir';

const machineRole = (clientId: string) => clientKinds[clientId]?.machine;

/** The scopes of the request, or of the login that it continues. */
function scopesAsked({ oidc }: KoaContextWithOIDC): string[] {
  const { AuthorizationCode, RefreshToken } = oidc.entities;
  const asked = [oidc.params?.scope, AuthorizationCode?.scope, RefreshToken?.scope];
  return [
    ...new Set(asked.flatMap((scope) => (typeof scope === 'string' ? scope.split(' ') : []))),
  ];
}

function allowedScopes(clientId: string, asked: readonly string[]): string[] {
  const levels = clientKinds[clientId]?.levels ?? [];
  return asked.filter((scope) => {
    const level = levelOf(scope);
    if (level === undefined) return plainScopes.includes(scope);
    if (levels.includes(level)) return true;
    throw new errors.InvalidScope('requested scope is not allowed', scope);
  });
}

/** A machine that asks for nothing gets what machines of its kind get. */
function setDefaultScope({ oidc }: KoaContextWithOIDC, clientId: string): void {
  const role = machineRole(clientId);
  if (role && oidc.params && oidc.params.scope === undefined)
    oidc.params.scope = defaultScope({ role });
}

/** How tokens for the FHIR service are made for a client. Throws `invalid_scope` for one that it may not ask for. */
export function resourceServer(
  { audience }: IssuerSetting,
  ctx: KoaContextWithOIDC,
  [identifier, clientId]: readonly [string, string],
): ResourceServer {
  if (identifier !== fhirService && identifier !== audience) throw new errors.InvalidTarget();
  setDefaultScope(ctx, clientId);
  return {
    audience,
    scope: allowedScopes(clientId, scopesAsked(ctx)).join(' '),
    accessTokenTTL: tokenSeconds,
    accessTokenFormat: clientKinds[clientId]?.opaque ? 'opaque' : 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  };
}

/** What a token says beside issuer, audience, times, scope and client. */
export function tokenClaims(
  { accounts, memory }: IssuerSetting,
  token: AccessToken | ClientCredentials,
): Record<string, unknown> {
  const nbf = Math.floor(Date.now() / 1_000);
  if (!('accountId' in token)) {
    const role = machineRole(token.clientId ?? '');
    const found = [...accounts.values()].find(({ persona }) => persona.role === role);
    return { nbf, sub: token.clientId, ...(found && personaClaims(found.key, found.persona)) };
  }
  const account = accounts.get(token.accountId);
  const { patient, behalf } = memory.noteOf(token.grantId ?? '') ?? {};
  return {
    nbf,
    ...(account && personaClaims(account.key, account.persona)),
    ...(patient !== undefined && { patient }),
    ...(behalf !== undefined && { [behalfClaim]: behalf }),
  };
}
