/** Leaves references out of resources: where one document may be kept back, no other may tell of it. */

const typeOf = (reference: string): string => reference.split('/').at(-2) ?? '';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** `reference`: this was one. `empty`: nothing but references stood in it. */
type Left = { readonly gone: 'reference' | 'empty' } | { readonly kept: unknown };

/** Versions of what is referred to stand behind it; where it is named by an identifier alone, the type tells. */
const isReference = ({ reference, type, identifier }: Fields, types: readonly string[]): boolean =>
  typeof reference === 'string'
    ? types.includes(typeOf(reference.split('/_history/')[0] ?? ''))
    : isObject(identifier) && types.includes(`${type}`);

/** An item that holds a reference says nothing without it: an extension, a diagnosis, an input. */
const isIdle = (before: Fields, after: Fields, isItem: boolean, lost: boolean): boolean =>
  (isItem && lost) || (Object.keys(after).length === 0 && Object.keys(before).length > 0);

function fromList(list: readonly unknown[], types: readonly string[]): Left {
  const all = list.map((one) => prune(one, types, true));
  const kept = all.flatMap((one) => ('kept' in one ? [one.kept] : []));
  if (kept.length === 0 && list.length > 0) return { gone: 'empty' };
  const isSame = kept.length === list.length && kept.every((one, at) => one === list[at]);
  return { kept: isSame ? list : kept };
}

function fromFields(fields: Fields, types: readonly string[], isItem: boolean): Left {
  if (isReference(fields, types)) return { gone: 'reference' };
  const all = Object.entries(fields).map(
    ([name, one]) => [name, prune(one, types, false)] as const,
  );
  if (all.every(([name, left]) => 'kept' in left && left.kept === fields[name]))
    return { kept: fields };
  const lost = all.some(([, left]) => 'gone' in left && left.gone === 'reference');
  const kept = Object.fromEntries(
    all.flatMap(([name, left]) => ('kept' in left ? [[name, left.kept]] : [])),
  );
  return isIdle(fields, kept, isItem, lost) ? { gone: 'empty' } : { kept };
}

function prune(value: unknown, types: readonly string[], isItem: boolean): Left {
  if (Array.isArray(value)) return fromList(value, types);
  return isObject(value) ? fromFields(value, types, isItem) : { kept: value };
}

/** A resource without references to resources of these types; the same one where it has none. */
export function withoutReferences<T extends object>(resource: T, types: readonly string[]): T {
  const left = prune(resource, types, false);
  return 'kept' in left ? (left.kept as T) : resource;
}
