import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';

/** An ES256 key pair: `publicJwk` is for the JWKS. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

async function keptKey(dataDir: string): Promise<JWK> {
  const file = join(dataDir, 'identity-key.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const jwk = await newKey();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}

/** The key of `dataDir`, made when it is not there; without a directory a new one. */
export async function openSigningKey(dataDir: string | undefined): Promise<SigningKey> {
  const { d, ...shown } = dataDir === undefined ? await newKey() : await keptKey(dataDir);
  const kid = await calculateJwkThumbprint(shown);
  const privateKey = await importJWK({ ...shown, ...(d === undefined ? {} : { d }) }, 'ES256');
  if (privateKey instanceof Uint8Array) throw new TypeError('The signing key is no key pair.');
  return { kid, privateKey, publicJwk: { ...shown, kid, alg: 'ES256', use: 'sig' } };
}
