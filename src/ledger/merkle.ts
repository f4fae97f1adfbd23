/** The hash tree of a log that only grows. https://www.rfc-editor.org/rfc/rfc9162#section-2.1 */
import { hash } from 'node:crypto';

/** SHA-256: 32 bytes. */
export type Hash = Buffer;

export const hashBytes = 32;

const sha256 = (data: Buffer): Hash => hash('sha256', data, 'buffer');

const leafPrefix = Buffer.of(0);

/** Of a leaf's data; our leaves' data is the commitment of a row. */
export const leafHash = (data: Buffer): Hash => sha256(Buffer.concat([leafPrefix, data]));

// One for all nodes, as nothing is kept of it: a new one for each takes a tenth of the time.
const node = Buffer.alloc(1 + 2 * hashBytes, 1);

export function nodeHash(left: Hash, right: Hash): Hash {
  node.set(left, 1);
  node.set(right, 1 + hashBytes);
  return sha256(node);
}

/** The root of no leaves at all. */
export const emptyRoot: Hash = sha256(Buffer.alloc(0));

/** The hash over neighbours of falling size, as the tree joins them: the last two first. Of none: the empty root. */
export const joined = (hashes: readonly Hash[]): Hash =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));

/** A tree that grows, known only by the hashes of its perfect subtrees: a few dozen, however many leaves. */
export interface Range {
  readonly size: () => number;
  /** Largest first, one for each bit of the size: what `rangeAt` goes on from. */
  readonly hashes: () => readonly Hash[];
  /** `leaf` is a leaf hash. */
  readonly append: (leaf: Hash) => void;
  readonly root: () => Hash;
}

/** A tree of `size` leaves whose perfect subtrees have these hashes, largest first; without arguments the empty tree. */
export function rangeAt(size = 0, hashes: readonly Hash[] = []): Range {
  const stack = [...hashes];
  let count = size;
  return {
    size: () => count,
    hashes: () => [...stack],
    append: (leaf) => {
      let hash = leaf;
      for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2)
        hash = nodeHash(stack.pop() ?? emptyRoot, hash);
      stack.push(hash);
      count += 1;
    },
    root: () => joined(stack),
  };
}

/** The root over leaf hashes. */
export function rootOf(leaves: readonly Hash[]): Hash {
  const range = rangeAt();
  for (const leaf of leaves) range.append(leaf);
  return range.root();
}
