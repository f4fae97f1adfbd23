/** Whose signature is believed, and what the witness holds under it. */
import type { JWK } from 'jose';
import { CheckpointError, readCheckpoint, type Signed } from './checkpoint.ts';
import { VerifyFault } from './verify-members.ts';

/** Where a key comes from: `file` and `witness` are outside of what is checked. */
export interface Trust {
  readonly key: JWK;
  readonly from: 'file' | 'witness' | 'export';
}

/** What a witness and the one who checks bring along. `witness`: its lines, as they are. */
export interface Given {
  readonly key?: JWK;
  readonly witness?: readonly string[];
}

export async function signedIn(jws: string, where: string, key?: JWK): Promise<Signed> {
  try {
    return await readCheckpoint(jws, key);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new VerifyFault(`${where} is wrong: ${error.message}`);
  }
}

/** The key that all must be signed with: the one given, else the witness's first, else the one that the export names itself. */
export async function trustOf({ key, witness }: Given, own: JWK): Promise<Trust> {
  if (key) return { key, from: 'file' };
  const [first] = witness ?? [];
  if (first === undefined) return { key: own, from: 'export' };
  return { key: (await signedIn(first, 'Line 1 of the witness')).jwk, from: 'witness' };
}

/** The witness's checkpoints of this log, smallest first. Throws `VerifyFault`. */
export async function witnessed(
  lines: readonly string[],
  { key }: Trust,
  origin: string,
): Promise<Signed[]> {
  const all: Signed[] = [];
  for (const [at, line] of lines.entries()) {
    const signed = await signedIn(line, `Line ${at + 1} of the witness`, key);
    if (signed.origin !== origin)
      throw new VerifyFault(
        `Line ${at + 1} of the witness is of ${signed.origin}, and the ledger of ${origin}.`,
      );
    all.push(signed);
  }
  return all.sort((a, b) => a.size - b.size || a.time - b.time);
}

/** The key that an export names must be the one that all is signed with. Throws `VerifyFault`. */
export function assertNamed(named: JWK, { key }: Trust): void {
  if (named.kty === key.kty && named.crv === key.crv && named.x === key.x) return;
  throw new VerifyFault('The key that the file names is another than the one that was brought.');
}
