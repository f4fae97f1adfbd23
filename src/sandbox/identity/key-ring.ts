import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** A private key; `until` is when the last token signed with it has expired, epoch milliseconds, once it is replaced. */
interface Kept {
  readonly jwk: JWK;
  readonly until?: number;
}

/** Signing keys of one issuer. */
export interface KeyRing {
  /** Private keys whose public parts are published: the one that signs is first. */
  readonly keys: (now: number) => readonly JWK[];
  /** A new key signs; the old one stays published until `until`. */
  readonly rotate: (until: number) => Promise<void>;
}

/** A private key to sign with, named by its thumbprint. */
export async function newKey(alg: 'ES256' | 'ES384' | 'RS384'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' };
}

/** What `file` holds; made when it is not there. Of two processes that make it at once the second takes the first one's. */
export async function kept<T>(file: string | undefined, make: () => Promise<T>): Promise<T> {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;
  if (file === undefined) return make();
  if (existsSync(file)) return read(file);
  const made = await make();
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return read(file);
    throw error;
  }
}

/** The keys of `file`; without one they end with the process. */
export async function openKeyRing(file: string | undefined): Promise<KeyRing> {
  let ring = await kept<readonly Kept[]>(file, async () => [{ jwk: await newKey('ES256') }]);
  return {
    keys: (now) => ring.filter(({ until }) => until === undefined || until > now).map(jwkOf),
    rotate: async (until) => {
      const old = ring.map(({ jwk, until: earlier = until }) => ({ jwk, until: earlier }));
      ring = [{ jwk: await newKey('ES256') }, ...old];
      if (file !== undefined) writeFileSync(file, JSON.stringify(ring), { mode: 0o600 });
    },
  };
}

const jwkOf = ({ jwk }: Kept): JWK => jwk;
