import { formOf } from './decimal.ts';

export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isHolder = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Whether two JSON values say the same, decimals as they are written; the order of members says nothing. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!isHolder(left) || !isHolder(right) || Array.isArray(left) !== Array.isArray(right)) {
    return false;
  }
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) =>
        Object.hasOwn(right, key) &&
        same(left[key], right[key]) &&
        formOf(left, key) === formOf(right, key),
    )
  );
}

/** A text that two values share when they are the same. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isJson(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${formOf(value, key) ?? canonical(value[key])}`).join()}}`;
}

const leaves = (value: unknown): number =>
  isHolder(value) ? Object.values(value).reduce((sum: number, one) => sum + leaves(one), 0) : 1;

/** How well the first fits in the second: what is the same counts for it, what is missing against; another value may be a mask. */
export function likeness(part: unknown, whole: unknown): number {
  if (isJson(part) && isJson(whole)) {
    return Object.keys(part).reduce((sum, key) => sum + likeness(part[key], whole[key]), 0);
  }
  if (Array.isArray(part) && Array.isArray(whole)) {
    return part.filter((item) => whole.some((other) => same(item, other))).length;
  }
  if (typeof part !== typeof whole || isHolder(part)) return -leaves(part);
  return part === whole ? 2 : 0;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Members that are references to what an item is about. */
const about = ['actor', 'who', 'what', 'individual', 'member', 'item', 'other'] as const;

const pair = (first: unknown, second: unknown): string | undefined =>
  text(first) !== undefined && text(second) !== undefined ? `${first}|${second}` : undefined;

/** What an item is known by, through all that may change in it; undefined when it has nothing of the kind. */
export function keyOf(item: unknown): string | undefined {
  if (!isJson(item)) return undefined;
  const { id, system, value, code, url, reference, fullUrl } = item;
  const [target] = about.map((name) => item[name]).filter(isJson);
  const [coding] = Array.isArray(item.coding) ? item.coding.filter(isJson) : [];
  const keys = [
    ['id', text(id)],
    ['value', pair(system, value)],
    ['code', pair(system, code)],
    ['url', text(url) ?? text(fullUrl)],
    ['reference', text(reference) ?? text(target?.reference)],
    ['coding', coding && pair(coding.system, coding.code)],
  ];
  const [kind, key] = keys.find(([, one]) => one !== undefined) ?? [];
  return key === undefined ? undefined : `${kind} ${key}`;
}
