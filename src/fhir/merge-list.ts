import { type Cell, type Cells, type Places, paired, pushTo, standing } from './merge-pair.ts';

/** Merges one value; undefined is none. */
export type MergeValue = (three: {
  readonly stored: unknown;
  readonly shown: unknown;
  readonly asked: unknown;
}) => unknown;

interface Lists {
  readonly stored: Cells;
  readonly shown: Cells;
  readonly asked: Cells;
}

/** Hidden cells by the visible one that they follow and that stays; -1 is the beginning. */
function hiddenAfter(stored: Cells, visible: ReadonlySet<number>, kept: ReadonlySet<number>) {
  const found = new Map<number, Cell[]>();
  let after = -1;
  for (const [index, cell] of stored.entries()) {
    if (kept.has(index)) after = index;
    else if (!visible.has(index)) pushTo(found, after, cell);
  }
  return found;
}

/** The list after the change: asked for in its order, with what is hidden behind what it stood behind. */
export function mergeCells({ stored, shown, asked }: Lists, mergeValue: MergeValue): Cell[] {
  const inStored = standing(shown, stored);
  const inShown = paired(asked, shown);
  const places = inShown.map((index) => (index === undefined ? undefined : inStored[index]));
  const defined = (list: Places) => new Set(list.filter((one) => one !== undefined));
  const hidden = hiddenAfter(stored, defined(inStored), defined(places));
  const merged = asked.map((cell, index) => {
    const [was, saw] = [stored[places[index] ?? -1], shown[inShown[index] ?? -1]];
    const member = (name: keyof Cell) =>
      mergeValue({ stored: was?.[name], shown: saw?.[name], asked: cell[name] });
    return was ? { value: member('value'), shadow: member('shadow') } : cell;
  });
  const behind = (place: number | undefined) =>
    place === undefined ? [] : (hidden.get(place) ?? []);
  return [...behind(-1), ...merged.flatMap((cell, index) => [cell, ...behind(places[index])])];
}
