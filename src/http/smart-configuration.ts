/** Where an app logs its user in, and what it may ask for. https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html */
import type { FastifyInstance } from 'fastify';
import type { LoginService } from '../access/login-directory.ts';
import { notFound } from '../fhir/outcome.ts';
import { scopesSupported } from '../interactions/smart-scopes.ts';
import type { Service } from './server.ts';

/** What is true of us whoever logs people in. */
const always = [...['permission-patient', 'permission-user', 'permission-v1', 'permission-v2']];

/** What is true when the login service supports something. */
const whenSupported: readonly (readonly [capability: string, list: string, value: string])[] = [
  ['client-public', 'token_endpoint_auth_methods_supported', 'none'],
  ['client-confidential-asymmetric', 'token_endpoint_auth_methods_supported', 'private_key_jwt'],
  ['client-confidential-symmetric', 'token_endpoint_auth_methods_supported', 'client_secret_basic'],
  ['launch-standalone', 'grant_types_supported', 'authorization_code'],
  ['context-standalone-patient', 'scopes_supported', 'launch/patient'],
  ['permission-offline', 'scopes_supported', 'offline_access'],
  ['sso-openid-connect', 'scopes_supported', 'fhirUser'],
];

/** Scopes that name no resource are the login service's. */
const plain = ({ supported: { scopes_supported: scopes = [] } }: LoginService): string[] =>
  scopes.filter((scope) => !/^(?:patient|user|system)\//.test(scope));

const capabilitiesOf = ({ supported }: LoginService): string[] => [
  ...whenSupported.flatMap(([capability, list, value]) =>
    supported[list]?.includes(value) ? [capability] : [],
  ),
  ...always,
];

const configurationOf = (login: LoginService, scopes: readonly string[]) => ({
  issuer: login.issuer,
  ...login.addresses,
  ...login.supported,
  scopes_supported: [...plain(login), ...scopes],
  // Plain is not safe, so it is not passed on even where the login service would take it.
  code_challenge_methods_supported: ['S256'],
  capabilities: capabilitiesOf(login),
});

const path = '/.well-known/smart-configuration';

/** Adds the document at the root and at the base. 404 where no login service is, 503 while it is away and nothing is known of it. */
export function addSmartConfiguration(app: FastifyInstance, service: Service, base: string): void {
  let scopes: readonly string[] | undefined;
  for (const url of [path, `${base}${path}`])
    app.get(url, async (_, reply) => {
      if (!service.login) throw notFound('.well-known', 'smart-configuration');
      const login = await service.login.read();
      scopes ??= scopesSupported(service.rooms);
      return reply
        .header('cache-control', 'public, max-age=300')
        .type('application/json')
        .send(JSON.stringify(configurationOf(login, scopes)));
    });
}
