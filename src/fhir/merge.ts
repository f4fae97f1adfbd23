/**
 * The put law of views: who sees a part of a resource changes that part, and the rest stays.
 * `putBack(f, view(f), view(f))` is `f`, and `view(putBack(f, view(f), v))` is `v`.
 */
import { formOf, keepForm } from './decimal.ts';
import { type MergeValue, mergeCells } from './merge-list.ts';
import type { Cell } from './merge-pair.ts';
import { isJson, type Json, same } from './merge-same.ts';

const shadowOf = (name: string): string => `_${name}`;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isNothing = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

/** The three of a member. */
interface Three {
  readonly stored: unknown;
  readonly shown: unknown;
  readonly asked: unknown;
}

/** Nothing, in the kind of `like`: an object or list that is absent is the same as an empty one. */
function emptyLike(value: unknown, like: unknown): unknown {
  if (value !== undefined) return value;
  if (isList(like)) return [];
  return isJson(like) ? {} : undefined;
}

const isEmpty = (value: unknown): boolean => isJson(value) && Object.keys(value).length === 0;

/** One value after the change; undefined is none. What the caller did not see wins over what they put in its place. */
const mergeValue: MergeValue = ({ stored, shown, asked }) => {
  if (same(shown, asked)) return stored;
  const like = [stored, asked, shown].find((one) => one !== undefined);
  const [from, seen, wanted] = [stored, shown, asked].map((one) => emptyLike(one, like));
  if (isJson(from) && isJson(seen) && isJson(wanted)) {
    const merged = mergeObjects({ stored: from, shown: seen, asked: wanted });
    return asked === undefined && isEmpty(merged) ? undefined : merged;
  }
  const isHidden = shown === undefined && stored !== undefined;
  return isHidden && typeof stored === typeof asked ? stored : asked;
};

/** A list and the list of its extensions, `given` and `_given`, as one. */
function cellsOf(holder: Json, name: string): Cell[] {
  const [values, shadows] = [holder[name], holder[shadowOf(name)]].map((one) =>
    isList(one) ? one : [],
  );
  const length = Math.max(values?.length ?? 0, shadows?.length ?? 0);
  return Array.from({ length }, (_, index) => ({
    value: values?.[index] ?? undefined,
    shadow: shadows?.[index] ?? undefined,
  }));
}

function setCells(holder: Json, name: string, cells: readonly Cell[]): void {
  for (const [key, list] of [
    [name, cells.map(({ value }) => value ?? null)],
    [shadowOf(name), cells.map(({ shadow }) => shadow ?? null)],
  ] as const) {
    if (list.some((one) => !isNothing(one))) holder[key] = list;
  }
}

interface Objects {
  readonly stored: Json;
  readonly shown: Json;
  readonly asked: Json;
}

const listNamed = (name: string, holders: readonly Json[]): boolean =>
  holders.some((holder) => isList(holder[name]) || isList(holder[shadowOf(name)]));

/** The names of all members, those stored first; a list and its extensions have one. */
function namesOf(holders: readonly Json[]): Set<string> {
  const names = holders.flatMap((holder) => Object.keys(holder));
  const plain = (name: string) => (name.startsWith('_') ? name.slice(1) : name);
  return new Set(names.map((name) => (listNamed(plain(name), holders) ? plain(name) : name)));
}

function mergeMember(into: Json, { stored, shown, asked }: Objects, name: string): void {
  const three: Three = { stored: stored[name], shown: shown[name], asked: asked[name] };
  const isSame = same(three.shown, three.asked) && formOf(shown, name) === formOf(asked, name);
  const merged = isSame ? three.stored : mergeValue(three);
  if (merged === undefined) return;
  into[name] = merged;
  keepForm(into, name, formOf(!isSame && merged === three.asked ? asked : stored, name));
}

function mergeObjects(objects: Objects): Json {
  const { stored, shown, asked } = objects;
  const merged: Json = {};
  const holders = [stored, asked, shown];
  for (const name of namesOf(holders)) {
    if (!listNamed(name, holders)) {
      mergeMember(merged, objects, name);
      continue;
    }
    const [from, seen, wanted] = [stored, shown, asked].map((one) => cellsOf(one, name));
    const cells = mergeCells(
      { stored: from ?? [], shown: seen ?? [], asked: wanted ?? [] },
      mergeValue,
    );
    setCells(merged, name, cells);
  }
  return merged;
}

/**
 * What the caller changed between `shown` (their view of `stored`) and `asked` (what they send), done to `stored`. Items of lists are
 * known by their id, their key (a reference, a URL, a system with its value or code) or all that they say; what a view drops from
 * a list is found again as long as what it leaves tells the items apart. An object that the caller takes away leaves what it hid;
 * an item of a list goes whole. Shares what is unchanged with its arguments.
 */
export function putBack<T extends object>(stored: T, shown: T, asked: T): T {
  if (same(shown, asked)) return stored;
  return mergeObjects({ stored, shown, asked } as unknown as Objects) as T;
}
