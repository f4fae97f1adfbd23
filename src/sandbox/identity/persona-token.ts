/** Tokens without a login, for scripts and tests. Only a sandbox may have such a thing: whoever names a persona gets its token. */
import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { isMachine, personaClaims } from './broker.ts';
import { machineClient } from './client.ts';
import { type Issuer, subjectOf } from './issuer.ts';
import { defaultScope } from './scope.ts';
import { type Account, tokenSeconds } from './settings.ts';

/** What is asked of the provider beside who logs in. */
export interface TokenRequest {
  readonly scope?: string;
  /** The client application. */
  readonly client?: string;
  /** FHIR id of the one citizen whom the token is for. */
  readonly patient?: string;
}

/** The answer to a request for a token. */
export interface Granted {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
}

/** A token with the claims and the key of the persona's issuer, from now on for a quarter of an hour. */
export async function grantToken(
  { setting }: Issuer,
  { key, persona }: Account,
  { scope = defaultScope(persona), client, patient }: TokenRequest,
): Promise<Granted> {
  const [jwk] = setting.ring.keys(setting.now());
  if (jwk?.kid === undefined) throw new RangeError('the issuer has no key');
  const clientId = client ?? (isMachine(persona) ? machineClient(persona) : 'samspil-app');
  const issuedAt = Math.floor(setting.now() / 1_000);
  const asked = { scope, client_id: clientId, ...(patient !== undefined && { patient }) };
  const access_token = await new SignJWT({ ...personaClaims(key, persona), ...asked })
    .setProtectedHeader({ alg: 'ES256', kid: jwk.kid, typ: 'at+jwt' })
    .setIssuer(setting.url)
    .setSubject(isMachine(persona) ? clientId : subjectOf(key))
    .setAudience(setting.audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + tokenSeconds)
    .setJti(randomUUID())
    .sign(await importJWK(jwk, 'ES256'));
  return { access_token, token_type: 'Bearer', expires_in: tokenSeconds, scope };
}
