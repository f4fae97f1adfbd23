import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { uuidv5 } from '../fhir/id.ts';
import { type Mandator, privilegeList } from './privilege-list.ts';
import type { SigningKey } from './signing-key.ts';

/** Somebody who can log in. Without a role: a citizen, or a relative when there are mandators. */
export interface Persona {
  readonly name: string;
  readonly cpr?: string;
  readonly borgerId?: string;
  readonly medarbejderId?: string;
  readonly mandators?: readonly Mandator[];
  readonly role?: 'staff' | 'auditor' | 'system';
  /** SOR codes. */
  readonly units?: readonly string[];
}

/** What is asked of the provider beside who logs in. */
export interface TokenRequest {
  readonly scope?: string;
  /** The client application. */
  readonly client?: string;
  /** FHIR id of the one citizen whom the token is for. */
  readonly patient?: string;
}

export interface Granted {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
}

/** Who signs, for whom, and when: epoch milliseconds. */
export interface Signing {
  readonly key: SigningKey;
  readonly issuer: string;
  readonly audience: string;
  readonly now: number;
}

const lifetimeSeconds = 900;
const subjectNamespace = '5f0c5f0a-4b0e-4a6e-9d6b-0d9a3b7d7f11';

const scopes = {
  citizen: 'openid fhirUser patient/*.cruds',
  staff: 'openid fhirUser user/*.cruds',
  auditor: 'openid fhirUser user/Provenance.rs user/AuditEvent.rs',
  system: 'system/*.rs',
} as const;

/** Claims of the persona alone, shaped as a broker in front of NemLog-in gives them. */
function personaClaims({
  name,
  cpr,
  mandators = [],
  role,
  medarbejderId,
  units,
}: Persona): JWTPayload {
  return {
    name,
    ...(role === 'system' ? {} : { nsis_loa: 'Substantial' }),
    ...(cpr === undefined || role !== undefined ? {} : { cpr }),
    ...(mandators.length === 0 ? {} : { privileges_intermediate: privilegeList(mandators) }),
    ...(role === undefined ? {} : { role }),
    ...(medarbejderId === undefined ? {} : { employee: medarbejderId }),
    ...(units === undefined ? {} : { units: [...units] }),
  };
}

/** A token of a quarter of an hour. `personaKey` decides the subject, so that it stays the same. */
export async function grantToken(
  signing: Signing,
  [personaKey, persona]: readonly [string, Persona],
  { scope = scopes[persona.role ?? 'citizen'], client = 'sandbox', patient }: TokenRequest,
): Promise<Granted> {
  const issuedAt = Math.floor(signing.now / 1000);
  const asked = { scope, client_id: client, ...(patient === undefined ? {} : { patient }) };
  const access_token = await new SignJWT({ ...personaClaims(persona), ...asked })
    .setProtectedHeader({ alg: 'ES256', kid: signing.key.kid, typ: 'at+jwt' })
    .setIssuer(signing.issuer)
    .setSubject(uuidv5(subjectNamespace, personaKey))
    .setAudience(signing.audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(signing.key.privateKey);
  return { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds, scope };
}
