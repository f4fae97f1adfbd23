/** Which item of one list is which of another. */
import { canonical, keyOf, likeness, same } from './merge-same.ts';

/** An item of a list with the extensions that stand for it in the list's twin. */
export interface Cell {
  readonly value: unknown;
  readonly shadow: unknown;
}

export type Cells = readonly Cell[];
/** For each cell of one list its place in the other; undefined where it has none. */
export type Places = readonly (number | undefined)[];

/** Above this, pairs are no longer weighed one against another. */
const maxPairs = 40_000;

const sameCell = (left: Cell, right: Cell): boolean =>
  same(left.value, right.value) && same(left.shadow, right.shadow);

function weight(part: Cell, whole: Cell): number {
  if (sameCell(part, whole)) return 1_000;
  const key = keyOf(part.value);
  return (
    (key !== undefined && key === keyOf(whole.value) ? 500 : 0) + likeness(part.value, whole.value)
  );
}

/** The sum of weights is greatest, the order is kept, and each of `part` has a place: dropped items are what is left over. */
function heaviest(part: Cells, whole: Cells): number[] {
  const spare = whole.length - part.length;
  const rows = part.map((cell, row) =>
    Array.from({ length: spare + 1 }, (_, skipped) => weight(cell, whole[row + skipped] ?? cell)),
  );
  const best: number[][] = [];
  for (const [row, weights] of rows.entries()) {
    let top = Number.NEGATIVE_INFINITY;
    best[row] = weights.map((one, skipped) => {
      top = Math.max(top, best[row - 1]?.[skipped] ?? 0);
      return top + one;
    });
  }
  return traced(best);
}

function traced(best: readonly (readonly number[])[]): number[] {
  const places: number[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let row = best.length - 1; row >= 0; row -= 1) {
    const sums = (best[row] ?? []).slice(0, limit);
    const skipped = sums.indexOf(Math.max(...sums));
    places[row] = row + skipped;
    limit = skipped + 1;
  }
  return places;
}

/** Where the cells of a view stand in what it is a view of. A view drops cells and changes them; it makes none and moves none. */
export function standing(part: Cells, whole: Cells): Places {
  if (part.length === whole.length) return part.map((_, index) => index);
  const isWeighable = part.length * (whole.length - part.length + 1) <= maxPairs;
  if (part.length < whole.length && isWeighable) return heaviest(part, whole);
  return paired(part, whole);
}

const withAll = ({ value, shadow }: Cell): string => `${canonical(value)} ${canonical(shadow)}`;
const withKey = ({ value }: Cell): string | undefined => keyOf(value);

/** Adds to the list of a key. */
export function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Gives places to cells without one by what `nameOf` says of them: the first of a name to the first. */
function pairBy(
  places: (number | undefined)[],
  [from, to]: Pair,
  nameOf: (cell: Cell) => string | undefined,
): void {
  const taken = new Set(places);
  const byName = new Map<string, number[]>();
  for (const [index, cell] of to.entries()) {
    const name = taken.has(index) ? undefined : nameOf(cell);
    if (name !== undefined) pushTo(byName, name, index);
  }
  for (const [index, cell] of from.entries()) {
    const name = places[index] === undefined ? nameOf(cell) : undefined;
    if (name !== undefined) places[index] = byName.get(name)?.shift();
  }
}

/** The list whose cells look for places, and the list that has them. */
type Pair = readonly [from: Cells, to: Cells];
type Groups = Map<number, number[]>;

/** Cells with neither key nor place, by the place of the cell that they follow. */
function leftOver(cells: Cells, placeOf: (index: number) => number | undefined): Groups {
  const gaps: Groups = new Map();
  let after = -1;
  for (const [index, cell] of cells.entries()) {
    const place = placeOf(index);
    if (place !== undefined) after = place;
    else if (keyOf(cell.value) === undefined) pushTo(gaps, after, index);
  }
  return gaps;
}

/** An item that got more is still itself, and so is one that got less. */
const kinship = (left: unknown, right: unknown): number =>
  Math.max(likeness(left, right), likeness(right, left));

/** Pairs cells that were changed with those that they are like, the most alike first. */
function pairAlike(places: (number | undefined)[], [from, to]: Pair, gap: Gap): void {
  if (gap.changed.length * gap.others.length > maxPairs) return;
  const pairs = gap.changed.flatMap((index) =>
    gap.others.map((other) => ({
      index,
      other,
      likeness: kinship(from[index]?.value, to[other]?.value),
    })),
  );
  const alike = pairs.filter((one) => one.likeness > 0);
  for (const { index, other } of alike.sort((a, b) => b.likeness - a.likeness)) {
    const at = gap.others.indexOf(other);
    if (places[index] !== undefined || at < 0) continue;
    places[index] = other;
    gap.others.splice(at, 1);
  }
}

interface Gap {
  readonly changed: readonly number[];
  readonly others: number[];
}

function gapsOf(places: Places, [from, to]: Pair): Gap[] {
  const taken = new Set(places);
  const waiting = leftOver(to, (index) => (taken.has(index) ? index : undefined));
  const gaps = leftOver(from, (index) => places[index]);
  return [...gaps].map(([after, changed]) => ({ changed, others: waiting.get(after) ?? [] }));
}

/** Cells that were changed where they stand; of as many as before in one gap each is one of them, like it or not. */
function pairInGaps(places: (number | undefined)[], lists: Pair): void {
  for (const gap of gapsOf(places, lists)) {
    const isAsMany = gap.changed.length === gap.others.length;
    pairAlike(places, lists, gap);
    const rest = gap.changed.filter((index) => isAsMany && places[index] === undefined);
    for (const index of rest) places[index] = gap.others.shift();
  }
}

/** Cells that were changed and moved. */
function pairMoved(places: (number | undefined)[], lists: Pair): void {
  const taken = new Set(places);
  const free = (cells: Cells, isFree: (index: number) => boolean) =>
    [...leftOver(cells, (index) => (isFree(index) ? undefined : index)).values()].flat();
  pairAlike(places, lists, {
    changed: free(lists[0], (index) => places[index] === undefined),
    others: free(lists[1], (index) => !taken.has(index)),
  });
}

/** Where the cells of a changed list stood before: by all that they say, by their key, by what they are like. */
export function paired(from: Cells, to: Cells): Places {
  const places: (number | undefined)[] = from.map(() => undefined);
  pairBy(places, [from, to], withAll);
  pairBy(places, [from, to], withKey);
  pairInGaps(places, [from, to]);
  pairMoved(places, [from, to]);
  return places;
}
