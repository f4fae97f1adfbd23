/** What proves that a leaf is in a tree, and that a tree goes on from another. https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3 */
import { emptyRoot, type Hash, hashBytes, nodeHash } from './merkle.ts';

/** Leaves `from` up to, and without, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A perfect subtree: leaves `number * 2 ** level` up to the next. */
export interface Node {
  readonly level: number;
  readonly number: number;
}

/** The perfect subtrees that make up a span of the tree, largest first; `joined` makes its hash of theirs. */
export function nodesOf({ from, to }: Span): Node[] {
  const nodes: Node[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    nodes.push({ level, number: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** The greatest power of two below `size`, which is at least 2. */
const split = (size: number): number => {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
};

/** The spans whose hashes prove that the leaf at `index` is in the tree of `size`, nearest the leaf first. */
export function inclusionSpans(index: number, size: number): Span[] {
  const spans: Span[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + split(to - from);
    spans.push(index < middle ? { from: middle, to } : { from, to: middle });
    if (index < middle) to = middle;
    else from = middle;
  }
  return spans.reverse();
}

/** The spans whose hashes prove that the tree of `second` goes on from that of `first`. None when either is empty or they are one. */
export function consistencySpans(first: number, second: number): Span[] {
  if (first === 0 || first === second) return [];
  const spans: Span[] = [];
  let [from, to] = [0, second];
  while (to !== first) {
    const middle = from + split(to - from);
    spans.push(first <= middle ? { from: middle, to } : { from, to: middle });
    if (first <= middle) to = middle;
    else from = middle;
  }
  return [...spans, ...(from === 0 ? [] : [{ from, to }])].reverse();
}

const isWhole = (hashes: readonly Buffer[]): boolean =>
  hashes.every(({ length }) => length === hashBytes);

const isOdd = (value: number): boolean => value % 2 === 1;
const halved = (value: number): number => Math.floor(value / 2);

/** The place of a leaf and of the last one on the level that a check has reached. */
interface Climb {
  leaf: number;
  last: number;
}

/** One step up: whether the sibling stands to the left. */
function climb(at: Climb): 'left' | 'right' {
  const side = isOdd(at.leaf) || at.leaf === at.last ? 'left' : 'right';
  // Where the tree is ragged a node has no sibling on some levels.
  if (side === 'left')
    while (!isOdd(at.leaf) && at.leaf !== 0) {
      at.leaf = halved(at.leaf);
      at.last = halved(at.last);
    }
  at.leaf = halved(at.leaf);
  at.last = halved(at.last);
  return side;
}

/** What is claimed of a leaf: `leaf` is its hash, `path` as `inclusionSpans` orders it. */
export interface Inclusion {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Hash[];
  readonly root: Hash;
}

/** Whether the path proves it. */
export function isIncluded({ leaf, index, size, path, root }: Inclusion): boolean {
  if (!(index >= 0 && index < size) || !isWhole([leaf, ...path])) return false;
  const at: Climb = { leaf: index, last: size - 1 };
  let hash = leaf;
  for (const sibling of path) {
    if (at.last === 0) return false;
    hash = climb(at) === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }
  return at.last === 0 && hash.equals(root);
}

/** What is claimed of two trees: `path` as `consistencySpans` orders it. */
export interface Consistency {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Hash;
  readonly secondRoot: Hash;
  readonly path: readonly Hash[];
}

/** Whether the path proves that the second tree begins with all of the first. */
export function isConsistent(claim: Consistency): boolean {
  const { first, second, firstRoot, secondRoot, path } = claim;
  if (!(first >= 0 && first <= second) || !isWhole(path)) return false;
  if (first === second) return path.length === 0 && firstRoot.equals(secondRoot);
  if (first === 0) return path.length === 0 && firstRoot.equals(emptyRoot);
  const at: Climb = { leaf: first - 1, last: second - 1 };
  while (isOdd(at.leaf)) [at.leaf, at.last] = [halved(at.leaf), halved(at.last)];
  // The first tree is one perfect subtree: the path leaves out its root, which is known.
  const [start, ...rest] = at.leaf === 0 ? [firstRoot, ...path] : path;
  return start !== undefined && path.length > 0 && agrees(claim, { at, start, rest });
}

function agrees(
  { firstRoot, secondRoot }: Consistency,
  { at, start, rest }: { at: Climb; start: Hash; rest: readonly Hash[] },
): boolean {
  let [old, grown] = [start, start];
  for (const hash of rest) {
    if (at.last === 0) return false;
    if (climb(at) === 'right') grown = nodeHash(grown, hash);
    else [old, grown] = [nodeHash(hash, old), nodeHash(hash, grown)];
  }
  return at.last === 0 && old.equals(firstRoot) && grown.equals(secondRoot);
}
