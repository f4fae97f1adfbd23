import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  base64url,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import type { Test } from 'tap';
import { type BrokerName, brokers } from '../../src/access/brokers.ts';
import {
  createVerifier,
  type TrustedIssuer,
  type VerifierOptions,
  type Verify,
} from '../../src/access/token.ts';
import type { FhirError } from '../../src/fhir/outcome.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { listener } from '../listener.ts';
import type { Claims } from './claims.ts';

export const now = Date.UTC(2026, 10, 24, 9, 0);
export const audience = 'samspil-test';
export const personKey = Buffer.alloc(32, 7);

type Answer = (request: { readonly form: URLSearchParams; readonly authorization: string }) => {
  readonly status: number;
  readonly body: unknown;
};

/** An issuer of the tests' own, over real HTTP. */
export interface TestIssuer {
  readonly url: string;
  readonly trusted: TrustedIssuer;
  /** Signs with the newest key; the usual claims of its broker's tokens are in, `undefined` takes one out. */
  readonly token: (claims: Claims, header?: Partial<JWTHeaderParameters>) => Promise<string>;
  /** Signs texts as they are, with the newest key. */
  readonly sign: (header: string, payload: string) => Promise<string>;
  /** The newest key as it is published. */
  readonly publicJwk: () => JWK;
  readonly addKey: () => Promise<void>;
  /** Publishes the newest key alone. */
  readonly withdraw: () => void;
  /** Paths that it was asked for. */
  readonly asked: string[];
  /** What it answers, by path. */
  readonly answers: Map<string, Answer>;
  readonly close: () => Promise<void>;
}

export interface TestIssuerOptions {
  readonly broker?: BrokerName;
  readonly alg?: string;
  readonly kid?: string;
  /** Where it listens; any free port. */
  readonly port?: number;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const serving =
  (answers: ReadonlyMap<string, Answer>, asked: string[]): Serve =>
  async (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const form = await formOf(request);
    const { authorization = '' } = request.headers;
    const { status, body } = answers.get(path)?.({ form, authorization }) ?? {
      ...{ status: 404, body: {} },
    };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

async function listen(t: Test, serve: Serve, port: number) {
  const server = createServer(listener(serve));
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  t.teardown(close);
  return { close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function newKey(alg: string, kid: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A key, an address that publishes it, and all that a verifier asks. */
export async function startIssuer(
  t: Test,
  { broker = 'nemlogin', alg = 'ES256', kid = 'k', port = 0 }: TestIssuerOptions = {},
): Promise<TestIssuer> {
  const all = [await newKey(alg, `${kid}1`)];
  let published = 1;
  const newest = () => all.at(-1) ?? all[0] ?? Promise.reject();
  const asked: string[] = [];
  const answers = new Map<string, Answer>();
  const { url, close } = await listen(t, serving(answers, asked), port);
  const ok =
    (body: () => unknown): Answer =>
    () => ({ status: 200, body: body() });
  answers.set(
    '/.well-known/openid-configuration',
    ok(() => ({ issuer: url, jwks_uri: `${url}/jwks` })),
  );
  answers.set(
    '/jwks',
    ok(() => ({ keys: all.slice(-published).map(({ jwk }) => jwk) })),
  );
  return {
    ...{ url, asked, answers, close },
    trusted: { issuer: url, broker: brokers[broker], audience, algorithms: [alg] },
    token: async (claims, header) => {
      const { privateKey, jwk } = await newest();
      return new SignJWT({ iss: url, ...claims })
        .setProtectedHeader({ alg, kid: jwk.kid, typ: 'at+jwt', ...header })
        .sign(privateKey);
    },
    sign: async (header, payload) => {
      const { privateKey } = await newest();
      const text = [header, payload].map((one) => base64url.encode(one)).join('.');
      const signature = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        privateKey,
        Buffer.from(text),
      );
      return `${text}.${base64url.encode(new Uint8Array(signature))}`;
    },
    publicJwk: () => (all.at(-1) as { jwk: JWK }).jwk,
    addKey: async () => {
      all.push(await newKey(alg, `${kid}${all.length + 1}`));
      published = all.length;
    },
    withdraw: () => {
      published = 1;
    },
  };
}

/** A verifier that trusts some issuers, by the shipped municipality's table. */
export const verifierOf = (
  issuers: readonly TrustedIssuer[],
  options: Partial<VerifierOptions> = {},
): Verify =>
  createVerifier({
    ...{ issuers, personKey, now: () => now },
    meanings: loadMunicipality('9999'),
    ...options,
  });

/** `status key`, and the challenge where there is one, of a refused header; the kind of caller of an accepted one. */
export async function verdict(verify: Verify, authorization: string | undefined): Promise<string> {
  try {
    return (await verify(authorization)).kind;
  } catch (error) {
    const { status, issues, headers } = error as FhirError;
    const challenge = headers['WWW-Authenticate'];
    return [status, issues[0]?.key, challenge].filter((part) => part !== undefined).join(' ');
  }
}
