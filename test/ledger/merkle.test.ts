import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import {
  emptyRoot,
  type Hash,
  joined,
  leafHash,
  nodeHash,
  rangeAt,
  rootOf,
} from '../../src/ledger/merkle.ts';
import {
  consistencySpans,
  inclusionSpans,
  isConsistent,
  isIncluded,
  nodesOf,
  type Span,
} from '../../src/ledger/merkle-proof.ts';

const most = 300;

const leaves = Array.from({ length: most }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));

/** The definition, word by word: the left part is the greatest power of two below the size. */
function naive(all: readonly Hash[]): Hash {
  const [only] = all;
  if (only === undefined) return emptyRoot;
  if (all.length === 1) return only;
  const half = 2 ** Math.floor(Math.log2(all.length - 1));
  return nodeHash(naive(all.slice(0, half)), naive(all.slice(half)));
}

const half = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

/** PATH(m, D_n) of section 2.1.3.1. */
function naivePath(index: number, all: readonly Hash[]): Hash[] {
  if (all.length < 2) return [];
  const [left, right] = [all.slice(0, half(all.length)), all.slice(half(all.length))];
  return index < left.length
    ? [...naivePath(index, left), naive(right)]
    : [...naivePath(index - left.length, right), naive(left)];
}

/** SUBPROOF(m, D_n, b) of section 2.1.4.1. */
function naiveSubproof(first: number, all: readonly Hash[], whole: boolean): Hash[] {
  if (first === all.length) return whole ? [] : [naive(all)];
  const [left, right] = [all.slice(0, half(all.length)), all.slice(half(all.length))];
  return first <= left.length
    ? [...naiveSubproof(first, left, whole), naive(right)]
    : [...naiveSubproof(first - left.length, right, false), naive(left)];
}

const spanHash = ({ from, to }: Span): Hash =>
  joined(
    nodesOf({ from, to }).map(({ level, number }) =>
      naive(leaves.slice(number * 2 ** level, (number + 1) * 2 ** level)),
    ),
  );

const sizes = Array.from({ length: most + 1 }, (_, size) => size);
const roots = sizes.map((size) => naive(leaves.slice(0, size)));
const root = (size: number): Hash => roots[size] ?? emptyRoot;
const flipped = (hash: Hash): Hash =>
  Buffer.from(hash.map((byte, at) => (at === 7 ? byte ^ 1 : byte)));

t.test('hashes are those of the RFC', async (t) => {
  const sha256 = (...parts: Buffer[]): Hash =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  t.same(emptyRoot, sha256());
  t.same(leafHash(Buffer.of()), sha256(Buffer.of(0)));
  t.equal(
    leafHash(Buffer.of()).toString('hex'),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  const [one = emptyRoot, two = emptyRoot] = leaves;
  t.same(nodeHash(one, two), sha256(Buffer.of(1), one, two));
});

t.test('the tree of the eight published leaves has the published roots', async (t) => {
  const data = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const published = data.map((hex) => leafHash(Buffer.from(hex, 'hex')));
  t.equal(
    rootOf(published.slice(0, 2)).toString('hex'),
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  );
  t.equal(
    rootOf(published).toString('hex'),
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  );
});

t.test(
  'a range has the root of the definition at every size, and goes on from what it shows',
  async (t) => {
    const range = rangeAt();
    const wrong: number[] = [];
    for (const size of sizes) {
      const again = rangeAt(range.size(), range.hashes());
      if (!range.root().equals(root(size)) || !again.root().equals(root(size))) wrong.push(size);
      const leaf = leaves[size];
      if (leaf) range.append(leaf);
    }
    t.same(wrong, []);
    t.equal(range.size(), most);
  },
);

const asked = sizes.slice(1).filter((size) => size < 48 || size % 97 === 0);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

t.test('every inclusion proof is that of the definition, and is taken', async (t) => {
  const proofs = asked.flatMap((size) => upTo(size).map((index) => ({ index, size })));
  const wrong = proofs.filter(({ index, size }) => {
    const path = inclusionSpans(index, size).map(spanHash);
    const told = naivePath(index, leaves.slice(0, size));
    const claim = { leaf: leaves[index] ?? emptyRoot, index, size, path, root: root(size) };
    return !Buffer.concat(path).equals(Buffer.concat(told)) || !isIncluded(claim);
  });
  t.same(wrong, []);
  t.ok(proofs.length > 1_000, `saw ${proofs.length} proofs`);
});

t.test('every consistency proof is that of the definition, and is taken', async (t) => {
  const proofs = asked.flatMap((second) => upTo(second + 1).map((first) => ({ first, second })));
  const wrong = proofs.filter(({ first, second }) => {
    const path = consistencySpans(first, second).map(spanHash);
    const told = first === 0 ? [] : naiveSubproof(first, leaves.slice(0, second), true);
    const claim = { first, second, firstRoot: root(first), secondRoot: root(second), path };
    return !Buffer.concat(path).equals(Buffer.concat(told)) || !isConsistent(claim);
  });
  t.same(wrong, []);
  t.ok(proofs.length > 1_000, `saw ${proofs.length} proofs`);
});

t.test('a proof with anything changed is refused', async () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: most })
        .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat(most), fc.nat(100))),
      ([size, index, other, spot]) => {
        const path = inclusionSpans(index, size).map(spanHash);
        const leaf = leaves[index] ?? emptyRoot;
        const good = { leaf, index, size, path, root: root(size) };
        const at = spot % path.length;
        const bad = [
          { ...good, leaf: flipped(leaf) },
          { ...good, root: flipped(good.root) },
          { ...good, path: path.with(at, flipped(path[at] ?? emptyRoot)) },
          { ...good, path: path.toSpliced(at, 1) },
          { ...good, path: [...path, leaf] },
          { ...good, path: path.with(at, Buffer.of(1)) },
          { ...good, index: size },
          { ...good, index: -1 },
          ...(other < size && other !== index ? [{ ...good, index: other }] : []),
        ];
        return isIncluded(good) && !bad.some(isIncluded);
      },
    ),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: most })
        .chain((second) =>
          fc.tuple(fc.constant(second), fc.integer({ min: 1, max: second - 1 }), fc.nat(100)),
        ),
      ([second, first, spot]) => {
        const path = consistencySpans(first, second).map(spanHash);
        const good = { first, second, firstRoot: root(first), secondRoot: root(second), path };
        const at = spot % path.length;
        const bad = [
          { ...good, firstRoot: flipped(root(first)) },
          { ...good, secondRoot: flipped(root(second)) },
          { ...good, path: path.with(at, flipped(path[at] ?? emptyRoot)) },
          { ...good, path: path.toSpliced(at, 1) },
          { ...good, path: [...path, root(first)] },
          { ...good, path: [] },
          { ...good, first: second, second: first },
        ];
        return isConsistent(good) && !bad.some(isConsistent);
      },
    ),
    { numRuns: 300 },
  );
});
