import { isDeepStrictEqual } from 'node:util';

/** Where two values differ. A value that is not there is absent. */
export interface Difference {
  /** `participant[1].actor`; empty for the values themselves. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const mostDifferences = 200;

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const differing = (path: string, before: unknown, after: unknown): Difference => ({
  path,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

function* inList(before: readonly unknown[], after: readonly unknown[], path: string) {
  const length = Math.max(before.length, after.length);
  for (let at = 0; at < length; at++) yield* between(before[at], after[at], `${path}[${at}]`);
}

function* inMembers(before: Members, after: Members, path: string) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    yield* between(before[name], after[name], path === '' ? name : `${path}.${name}`);
}

function* between(before: unknown, after: unknown, path: string): Generator<Difference> {
  if (Object.is(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) yield* inList(before, after, path);
  else if (isMembers(before) && isMembers(after)) yield* inMembers(before, after, path);
  else yield differing(path, before, after);
}

/** Every place in which two values differ, at most 200. The order of members does not count, that of items does. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  for (const one of between(before, after, '')) {
    if (found.push(one) === mostDifferences) break;
  }
  return found;
}

function* missing(whole: unknown, part: unknown, path: string): Generator<string> {
  if (isDeepStrictEqual(whole, part)) return;
  if (Array.isArray(whole) && Array.isArray(part)) yield* missingItems(whole, part, path);
  else if (isMembers(whole) && isMembers(part)) {
    for (const [name, inner] of Object.entries(whole))
      yield* missing(inner, part[name], path === '' ? name : `${path}.${name}`);
  } else yield path;
}

/** Items keep their order, and one that was changed stays beside what it was. */
function* missingItems(whole: readonly unknown[], part: readonly unknown[], path: string) {
  const isSameLength = whole.length === part.length;
  const left = [...part];
  for (const [at, item] of whole.entries()) {
    const found = left.findIndex((one) => isDeepStrictEqual(one, item));
    if (found >= 0) left.splice(found, 1);
    else yield* missing(item, isSameLength ? part[at] : undefined, `${path}[${at}]`);
  }
}

/** The places of `whole` that `part`, which is made by leaving out, does not have as they are; at most 200. */
export function leftOut(whole: unknown, part: unknown): readonly string[] {
  const found: string[] = [];
  for (const path of missing(whole, part, '')) {
    if (found.push(path) === mostDifferences) break;
  }
  return found;
}
