/** An outsider's look at a checkpoint, by nothing but the RFC: no code of the log's own is used. https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4 */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, type JWK } from 'jose';

/** A checkpoint whose signature holds. `root` in base64url; `time` as it was written. */
export interface Seen {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly time: string;
  /** Thumbprint of the key. */
  readonly key: string;
}

const isSeen = (said: Partial<Seen>): said is Omit<Seen, 'key'> =>
  typeof said.origin === 'string' &&
  typeof said.root === 'string' &&
  typeof said.time === 'string' &&
  Number.isSafeInteger(said.size);

/** Undefined for what is no checkpoint, or not signed by the key it names. */
export async function seenIn(jws: string): Promise<Seen | undefined> {
  let key: JWK | undefined;
  try {
    const { payload } = await compactVerify(
      jws,
      ({ jwk }) => {
        key = jwk;
        return { ...jwk } as JWK;
      },
      { algorithms: ['EdDSA'] },
    );
    const said = JSON.parse(Buffer.from(payload).toString()) as Partial<Seen>;
    return isSeen(said) && key ? { ...said, key: await calculateJwkThumbprint(key) } : undefined;
  } catch {
    return undefined;
  }
}

const above = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();

interface Roots {
  readonly first: Buffer;
  readonly second: Buffer;
}

const halfOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

/** The two roots that a proof leads to, built down the tree as it was taken apart; the proof's hashes are used up on the way. */
function rootsOf(first: number, size: number, known: Buffer | undefined, proof: Buffer[]): Roots {
  const take = (): Buffer => proof.shift() ?? Buffer.alloc(0);
  if (first === size) {
    const hash = known ?? take();
    return { first: hash, second: hash };
  }
  const half = halfOf(size);
  if (first <= half) {
    const left = rootsOf(first, half, known, proof);
    return { first: left.first, second: above(left.second, take()) };
  }
  const right = rootsOf(first - half, size - half, undefined, proof);
  const left = take();
  return { first: above(left, right.first), second: above(left, right.second) };
}

/** Whether the proof shows that `next` goes on from `last`. */
export function goesOn(
  last: Pick<Seen, 'size' | 'root'>,
  next: Pick<Seen, 'size' | 'root'>,
  proof: readonly string[],
): boolean {
  if (last.size > next.size) return false;
  if (last.size === next.size) return last.root === next.root;
  const rest = proof.map((hash) => Buffer.from(hash, 'base64url'));
  const roots = rootsOf(last.size, next.size, Buffer.from(last.root, 'base64url'), rest);
  return (
    rest.length === 0 &&
    roots.first.toString('base64url') === last.root &&
    roots.second.toString('base64url') === next.root
  );
}
