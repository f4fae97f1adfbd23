/** The stored tree: tiles of 256 hashes, read through a bounded memory. A tile only grows, so what is remembered stays true. */
import type { Database } from '../store/database.ts';
import { type Hash, hashBytes, joined, nodeHash } from './merkle.ts';
import { type Node, nodesOf, type Span } from './merkle-proof.ts';

/** Hashes in a full tile, which is a perfect subtree of eight levels. */
export const tileWidth = 256;
export const tileLevels = 8;

/** 16 kB each. */
const remembered = 1_000;

/** Where a tile is. */
interface Place {
  readonly level: number;
  readonly number: number;
}

/** `hashes`: those of the tile, then those of each level above them, as far as they are known. */
interface Tile {
  readonly width: number;
  readonly hashes: Buffer;
}

export interface Tiles {
  /** The hashes of these spans of the tree, in one statement at most. Throws `TileMissing`. */
  readonly hashesOf: (spans: readonly Span[]) => Promise<Hash[]>;
  /** The root that the tree had at this size, which it must have reached. */
  readonly rootAt: (size: number) => Promise<Hash>;
}

/** The stored tree has not come so far, or somebody took from it. */
export class TileMissing extends Error {
  override readonly name = 'TileMissing';
}

const keyOf = ({ level, number }: Place): string => `${level}/${number}`;

const hashAt = (hashes: Buffer, at: number): Hash =>
  hashes.subarray(at * hashBytes, (at + 1) * hashBytes);

/** A tile with all that lies above its hashes. */
function grown(hashes: Buffer): Tile {
  const levels = [hashes];
  for (let below = hashes; below.length > hashBytes; below = levels.at(-1) ?? hashes) {
    const pairs = Math.floor(below.length / hashBytes / 2);
    const level = Array.from({ length: pairs }, (_, at) =>
      nodeHash(hashAt(below, 2 * at), hashAt(below, 2 * at + 1)),
    );
    levels.push(Buffer.concat(level));
  }
  return { width: hashes.length / hashBytes, hashes: Buffer.concat(levels) };
}

/** A node of the tree as a node of a tile: `step` levels above the tile's hashes. */
interface Within extends Place {
  readonly step: number;
  readonly at: number;
}

function withinTile({ level, number }: Node): Within {
  const step = level % tileLevels;
  const across = tileWidth / 2 ** step;
  return {
    ...{ level: Math.floor(level / tileLevels), number: Math.floor(number / across) },
    ...{ step, at: number % across },
  };
}

/** The node's hash; undefined when the tile is not yet so wide. */
function nodeIn({ width, hashes }: Tile, { step, at }: Within): Hash | undefined {
  let [start, count] = [0, width];
  for (let level = 0; level < step; level += 1) {
    start += count;
    count = Math.floor(count / 2);
  }
  return at < count ? hashAt(hashes, start + at) : undefined;
}

type Memory = Map<string, Tile>;

/** What was asked longest ago goes first: a Map keeps the order. */
function remember(memory: Memory, key: string, tile: Tile): void {
  memory.delete(key);
  memory.set(key, tile);
  const [oldest] = memory.keys();
  if (memory.size > remembered && oldest !== undefined) memory.delete(oldest);
}

const readTiles = `select level, number, hashes from tile
  where (level, number) in (select * from unnest($1::smallint[], $2::bigint[]))`;

async function load(db: Pick<Database, 'query'>, places: readonly Place[]): Promise<Memory> {
  const { rows } = await db.query<Place & { hashes: Buffer }>(
    readTiles,
    [places.map(({ level }) => level), places.map(({ number }) => number)],
    { name: 'tiles' },
  );
  return new Map(rows.map((row) => [keyOf(row), grown(row.hashes)]));
}

async function hashesOf(
  db: Pick<Database, 'query'>,
  memory: Memory,
  nodes: readonly Within[],
): Promise<Hash[]> {
  const missing = nodes.filter((node) => {
    const known = memory.get(keyOf(node));
    return !known || nodeIn(known, node) === undefined;
  });
  const loaded = missing.length > 0 ? await load(db, missing) : new Map<string, Tile>();
  for (const [key, tile] of loaded) remember(memory, key, tile);
  return nodes.map((node) => {
    const key = keyOf(node);
    const tile = loaded.get(key) ?? memory.get(key);
    const hash = tile && nodeIn(tile, node);
    if (!hash) throw new TileMissing(`The tree has no tile ${key} of that width.`);
    if (!loaded.has(key)) remember(memory, key, tile);
    return hash;
  });
}

/** Reads the tree of this database; one for a process. */
export function openTiles(db: Pick<Database, 'query'>): Tiles {
  const memory: Memory = new Map();
  const spanHashes: Tiles['hashesOf'] = async (spans) => {
    const nodes = spans.map((span) => nodesOf(span).map(withinTile));
    const hashes = await hashesOf(db, memory, nodes.flat());
    let at = 0;
    return nodes.map(({ length }) => {
      at += length;
      return joined(hashes.slice(at - length, at));
    });
  };
  return {
    hashesOf: spanHashes,
    rootAt: async (size) => (await spanHashes([{ from: 0, to: size }]))[0] as Hash,
  };
}

/** The hashes of the perfect subtrees that a tree of `size` rows is made of, largest first: what `rangeAt` goes on from. */
export const subtreesAt = (tiles: Tiles, size: number): Promise<Hash[]> =>
  tiles.hashesOf(
    nodesOf({ from: 0, to: size }).map(({ level, number }) => ({
      from: number * 2 ** level,
      to: (number + 1) * 2 ** level,
    })),
  );
