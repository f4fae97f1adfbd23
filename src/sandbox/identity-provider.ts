import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';

import { escapeHtml, page, pageHeaders } from './html.ts';
import { type Granted, grantToken, type Persona, type TokenRequest } from './persona-token.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

export interface IdentityProviderOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Who is to take the tokens. */
  readonly audience: string;
  readonly personas: Readonly<Record<string, Persona>>;
  /** The signing key is kept there; without one, tokens do not outlive the provider. */
  readonly dataDir?: string;
  /** What tokens name; the address it listens on if not said. */
  readonly issuer?: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface RunningIdentityProvider {
  readonly url: string;
  readonly issuer: string;
  /** An access token of a persona, as `POST /token` gives it. Undefined when nobody has that key. */
  readonly token: (persona: string, asked?: TokenRequest) => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}

interface Provider {
  readonly options: IdentityProviderOptions;
  readonly key: SigningKey;
  issuer: string;
}

/** Undefined when nobody has that key. */
async function grant(
  { options, key, issuer }: Provider,
  persona: string,
  asked: TokenRequest,
): Promise<Granted | undefined> {
  const found = Object.hasOwn(options.personas, persona) ? options.personas[persona] : undefined;
  const signing = { key, issuer, audience: options.audience, now: options.now() };
  return found && grantToken(signing, [persona, found], asked);
}

function grantForm(provider: Provider, form: URLSearchParams): Promise<Granted | undefined> {
  const { persona = '', scope, patient, client_id: client } = Object.fromEntries(form);
  return grant(provider, persona, {
    ...(scope === undefined ? {} : { scope }),
    ...(patient === undefined ? {} : { patient }),
    ...(client === undefined ? {} : { client }),
  });
}

const metadata = ({ issuer }: Provider) => ({
  issuer,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['none'],
  response_types_supported: [],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
});

const roleNames = { staff: 'Medarbejder', auditor: 'Revisor', system: 'System' } as const;

const roleName = ({ role, mandators = [] }: Persona): string => {
  if (role) return roleNames[role];
  return mandators.length > 0 ? 'Pårørende med fuldmagt' : 'Borger';
};

const personaRow = ([key, persona]: readonly [string, Persona]): string =>
  `<tr><td>${escapeHtml(persona.name)}</td><td>${roleName(persona)}</td><td><code>${escapeHtml(key)}</code></td>
<td><form method="post" action="/vis"><button name="persona" value="${escapeHtml(key)}">Vis token</button></form></td></tr>`;

function personaPage({ options }: Provider): string {
  const rows = Object.entries(options.personas).map(personaRow).join('');
  const head = '<tr><th>Navn</th><th>Rolle</th><th>Nøgle</th><th></th></tr>';
  return page(
    'Log ind i sandkassen',
    `<table><thead>${head}</thead><tbody>${rows}</tbody></table>`,
  );
}

const tokenPage = ({ access_token }: Granted): string =>
  page(
    'Token',
    `<p>Gælder i 15 minutter.</p><pre>${access_token}</pre><p><a href="/">Tilbage</a></p>`,
  );

const html = (reply: FastifyReply, text: string) => reply.headers(pageHeaders).send(text);

async function answerToken(provider: Provider, form: URLSearchParams, reply: FastifyReply) {
  reply.header('cache-control', 'no-store');
  if (form.get('grant_type') !== 'client_credentials') {
    return reply.code(400).send({ error: 'unsupported_grant_type' });
  }
  const granted = await grantForm(provider, form);
  if (granted) return reply.send(granted);
  const known = Object.keys(provider.options.personas).join(', ');
  return reply
    .code(400)
    .send({ error: 'invalid_request', error_description: `persona must be one of ${known}` });
}

function addRoutes(app: FastifyInstance, provider: Provider): void {
  const formType = 'application/x-www-form-urlencoded';
  app.addContentTypeParser(formType, { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  const formOf = (body: unknown) =>
    body instanceof URLSearchParams ? body : new URLSearchParams();
  app.get('/.well-known/openid-configuration', async () => metadata(provider));
  app.get('/jwks', async () => ({ keys: [provider.key.publicJwk] }));
  app.post('/token', ({ body }, reply) => answerToken(provider, formOf(body), reply));
  app.get('/', (_request, reply) => html(reply, personaPage(provider)));
  app.post('/vis', async ({ body }, reply) => {
    const granted = await grantForm(provider, formOf(body));
    return granted
      ? html(reply, tokenPage(granted))
      : html(reply.code(404), page('Ukendt person', ''));
  });
}

/** The sandbox's identity provider: whoever names a persona is let in as that person. */
export async function startIdentityProvider(
  options: IdentityProviderOptions,
): Promise<RunningIdentityProvider> {
  const key = await openSigningKey(options.dataDir);
  const provider: Provider = { options, key, issuer: options.issuer ?? '' };
  const app = fastify({ bodyLimit: 10_000, forceCloseConnections: true });
  addRoutes(app, provider);
  const url = await app.listen({ port: options.port, host: options.host });
  provider.issuer ||= url;
  const token = async (persona: string, asked: TokenRequest = {}) =>
    (await grant(provider, persona, asked))?.access_token;
  return { url, issuer: provider.issuer, token, close: () => app.close() };
}
