import { type FastifyInstance, fastify } from 'fastify';
import { brokerOf, brokers } from './identity/broker.ts';
import { type Issuer, openIssuer, type Shared } from './identity/issuer.ts';
import { answerLogin } from './identity/login.ts';
import { type Granted, grantToken, type TokenRequest } from './identity/persona-token.ts';
import { addShortCuts } from './identity/short-cuts.ts';
import type { Broker, Persona } from './people/personas.ts';

export interface IdentityProviderOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Who is to take the tokens. */
  readonly audience: string;
  readonly personas: Readonly<Record<string, Persona>>;
  /** Keys of issuers and clients are kept there; without one, tokens do not outlive the provider. */
  readonly dataDir?: string;
  /** Where it is found, without a slash at the end; the address it listens on if not said. */
  readonly url?: string;
  /** Secret of whoever asks for CPR numbers or what an opaque token says; `sandbox` if not said. */
  readonly secret?: string;
  /** Where the page of meetings by video comes back to, beside this machine's own addresses. */
  readonly videoCallback?: string;
  /** Epoch milliseconds. Logins in a browser go by the machine's clock. */
  readonly now: () => number;
}

export interface RunningIdentityProvider {
  readonly url: string;
  readonly issuers: Readonly<Record<Broker, string>>;
  /** An access token of a persona, as `POST /token` gives it. Undefined when nobody has that key. */
  readonly token: (persona: string, asked?: TokenRequest) => Promise<string | undefined>;
  /** Each issuer signs with a new key from now on. */
  readonly rotateKeys: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The routes of all issuers; they are opened when the address is known. */
type Issuers = Map<Broker, Issuer>;

function addLogin(app: FastifyInstance, issuers: Issuers): void {
  for (const broker of brokers) {
    const path = `/${broker}/interaction/:uid`;
    const method: ('GET' | 'POST')[] = ['GET', 'POST'];
    app.route({
      ...{ method, url: path },
      handler: async (request, reply) => {
        const issuer = issuers.get(broker);
        if (issuer) await answerLogin(issuer, request, reply);
        return reply;
      },
    });
  }
}

/** The provider reads bodies itself. */
async function addProtocol(scope: FastifyInstance, issuers: Issuers): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  for (const broker of brokers)
    scope.all(`/${broker}/*`, async ({ raw }, reply) => {
      reply.hijack();
      await issuers.get(broker)?.answer(raw, reply.raw);
    });
}

function buildServer(issuers: Issuers, shared: Shared, grant: Grant): FastifyInstance {
  const app = fastify({ bodyLimit: 20_000, forceCloseConnections: true, requestTimeout: 10_000 });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  addLogin(app, issuers);
  addShortCuts(app, { shared, grant });
  app.register(async (scope) => addProtocol(scope, issuers));
  return app;
}

/** A token of a persona; undefined when nobody has that key. */
export type Grant = (persona: string, asked: TokenRequest) => Promise<Granted | undefined>;

const grantOf =
  (issuers: Issuers, personas: Shared['personas']): Grant =>
  async (key, asked) => {
    const persona = Object.hasOwn(personas, key) ? personas[key] : undefined;
    const issuer = persona && issuers.get(brokerOf(persona));
    return issuer && grantToken(issuer, { key, persona }, asked);
  };

const issuerUrls = (url: string): RunningIdentityProvider['issuers'] => ({
  nemlogin: `${url}/nemlogin`,
  signicat: `${url}/signicat`,
  kombit: `${url}/kombit`,
});

/** The sandbox's identity provider: an issuer for each broker, where whoever picks a persona is let in as that person. */
export async function startIdentityProvider(
  options: IdentityProviderOptions,
): Promise<RunningIdentityProvider> {
  const {
    port,
    host,
    personas,
    audience,
    now,
    dataDir,
    secret = 'sandbox',
    videoCallback,
  } = options;
  const issuers: Issuers = new Map();
  const shared: Shared = {
    ...{ personas, audience, now, dataDir, secret },
    ...(videoCallback !== undefined && { videoCallback }),
  };
  const grant = grantOf(issuers, personas);
  const app = buildServer(issuers, shared, grant);
  const listening = await app.listen({ port, host });
  const url = options.url || listening;
  for (const broker of brokers)
    issuers.set(broker, await openIssuer(broker, { ...shared, url: issuerUrls(url)[broker] }));
  return {
    url,
    issuers: issuerUrls(url),
    token: async (persona, asked = {}) => (await grant(persona, asked))?.access_token,
    rotateKeys: async () => {
      for (const issuer of issuers.values()) await issuer.rotate();
    },
    close: () => app.close(),
  };
}
