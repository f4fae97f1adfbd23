/** What the tree was at a moment, signed: whoever keeps one can tell later whether the log still goes on from it. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  type CompactJWSHeaderParameters,
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  errors,
  exportJWK,
  type JWK,
} from 'jose';
import { formatUtc, parseInstant } from '../fhir/instant.ts';
import { type Hash, hashBytes } from './merkle.ts';

export interface Checkpoint {
  /** Whose log: the base URL of the installation. */
  readonly origin: string;
  /** Rows in the tree. */
  readonly size: number;
  readonly root: Hash;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** Ed25519. `publicJwk` has `kid`, its thumbprint (RFC 7638). */
export interface CheckpointKey {
  readonly privateKey: KeyObject;
  readonly publicJwk: JWK & { readonly kid: string };
}

/** It is no checkpoint, or its signature is not that of the key; the message is a sentence. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

const algorithm = 'EdDSA';
const type = 'checkpoint+jws';

/** What stands before the 32 bytes of a private key in PKCS 8. https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of a seed of 32 bytes: always the same, so that none can be lost. */
export async function openCheckpointKey(seed: Buffer): Promise<CheckpointKey> {
  const privateKey = createPrivateKey({
    ...{ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' },
  });
  const { d: _, ...shown } = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(shown);
  return { privateKey, publicJwk: { ...shown, kid, alg: algorithm, use: 'sig' } };
}

/** A compact JWS; the same checkpoint always gives the same. */
export function signCheckpoint(
  { privateKey, publicJwk }: CheckpointKey,
  { origin, size, root, time }: Checkpoint,
): Promise<string> {
  const said = { origin, size, root: root.toString('base64url'), time: formatUtc(time) };
  return new CompactSign(Buffer.from(JSON.stringify(said)))
    .setProtectedHeader({ alg: algorithm, typ: type, kid: publicJwk.kid, jwk: publicJwk })
    .sign(privateKey);
}

const wrong = (): CheckpointError =>
  new CheckpointError('It is signed, and says no origin, size, root and time of a tree.');

function checkpointIn(payload: Uint8Array): Checkpoint {
  try {
    const { origin, size, root, time } = JSON.parse(Buffer.from(payload).toString());
    const hash = Buffer.from(String(root), 'base64url');
    if (typeof origin !== 'string' || !Number.isSafeInteger(size) || size < 0) throw wrong();
    if (hash.length !== hashBytes) throw wrong();
    return { origin, size, root: hash, time: parseInstant(String(time)) };
  } catch {
    throw wrong();
  }
}

/** A checkpoint with the key that signed it. */
export interface Signed extends Checkpoint {
  readonly jwk: JWK;
}

/**
 * Reads a checkpoint by a key that one trusts, or by the one that it brings, which proves nothing but that it is whole. Throws
 * `CheckpointError`.
 */
export async function readCheckpoint(jws: string, trusted?: JWK): Promise<Signed> {
  let jwk = trusted;
  const keyOf = ({ alg, jwk: brought }: CompactJWSHeaderParameters): JWK => {
    jwk ??= brought;
    if (!jwk) throw new CheckpointError('It names no key that it is signed with.');
    return { ...jwk, alg };
  };
  try {
    const { payload } = await compactVerify(jws, keyOf, { algorithms: [algorithm] });
    return { ...checkpointIn(payload), jwk: jwk ?? {} };
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw new CheckpointError('Its signature is not that of the key.');
    throw new CheckpointError('It is no signed checkpoint.');
  }
}
