import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import type { Test } from 'tap';
import { brokers } from '../../src/access/brokers.ts';
import { createVerifier, type Verify } from '../../src/access/token.ts';
import type { FhirError } from '../../src/fhir/outcome.ts';

export const now = Date.UTC(2026, 10, 24, 9, 0);
export const audience = 'samspil-test';
const seconds = now / 1_000;

export type Claims = Readonly<Record<string, unknown>>;

/** Claims of a citizen's login; what is undefined is left out of the token. */
export const citizen: Claims = {
  iss: 'https://login.test',
  aud: audience,
  sub: 'someone',
  iat: seconds,
  nbf: seconds,
  exp: seconds + 900,
  name: 'Karen Margrethe Lindgaard',
  nsis_loa: 'Substantial',
  cpr: '1403480000',
};

export interface Issuer {
  readonly token: (claims: Claims, header?: Partial<JWTHeaderParameters>) => Promise<string>;
  readonly publicText: string;
  readonly verify: Verify;
  readonly close: () => Promise<void>;
}

/** A key, an address that publishes it, and a verifier that asks there. */
export async function startIssuer(t: Test): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  t.teardown(close);
  const { port } = server.address() as AddressInfo;
  return {
    token: (claims, header) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header })
        .sign(privateKey),
    publicText: JSON.stringify(jwk),
    verify: createVerifier({
      issuer: 'https://login.test',
      audience,
      jwksUrl: `http://127.0.0.1:${port}/jwks`,
      claims: brokers.sandbox,
      personKey: Buffer.alloc(32, 7),
      now: () => now,
    }),
    close,
  };
}

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
