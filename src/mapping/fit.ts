/**
 * Where `given` says something that `kept` does not, as a path from here; undefined when all of it is kept.
 * `kept` may say more. Items of a list may change places. `display` is a courtesy beside a reference or code, not a value.
 */
export function unkept(kept: unknown, given: unknown): string | undefined {
  if (given === undefined || kept === given) return undefined;
  if (Array.isArray(given)) return Array.isArray(kept) ? unkeptItem(kept, given) : '';
  if (typeof given === 'object' && given !== null && typeof kept === 'object' && kept !== null) {
    return unkeptMember(kept as Record<string, unknown>, given as Record<string, unknown>);
  }
  return '';
}

function unkeptMember(
  kept: Record<string, unknown>,
  given: Record<string, unknown>,
): string | undefined {
  for (const name in given) {
    const inner = name === 'display' ? undefined : unkept(kept[name], given[name]);
    if (inner !== undefined)
      return inner === '' || inner.startsWith('[') ? name + inner : `${name}.${inner}`;
  }
  return undefined;
}

function unkeptItem(kept: readonly unknown[], given: readonly unknown[]): string | undefined {
  for (let index = 0; index < given.length; index++) {
    if (unkept(kept[index], given[index]) !== undefined) return unkeptAnywhere(kept, given);
  }
  return undefined;
}

function unkeptAnywhere(kept: readonly unknown[], given: readonly unknown[]): string | undefined {
  const left = [...kept];
  for (const [index, item] of given.entries()) {
    const place = left.findIndex((other) => unkept(other, item) === undefined);
    if (place < 0) return at(index, unkept(kept[index], item) ?? '');
    left.splice(place, 1);
  }
  return undefined;
}

const at = (index: number, inner: string) =>
  inner === '' || inner.startsWith('[') ? `[${index}]${inner}` : `[${index}].${inner}`;
