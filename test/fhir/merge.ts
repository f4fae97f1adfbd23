import fc from 'fast-check';

export type Json = { [name: string]: unknown };

const texts = ['text', 'note', 'label'] as const;
const words = [...texts, 'period', 'part'] as const;
const keys = new Set(['id', 'system', 'value', 'rank']);

/** As in FHIR, a name has one kind: text, object or list. */
const { object } = fc.letrec<{ object: Json; item: Json }>((tie) => {
  const key = fc.constantFrom({}, { id: 'leaf' }, { system: 'urn:x', value: 'leaf' });
  const list = fc.array(tie('item'), { minLength: 1, maxLength: 5 });
  const leaf = fc.constant('leaf');
  const member = { text: leaf, note: leaf, label: leaf };
  const deep = { ...member, period: tie('object'), part: tie('object'), items: list, names: list };
  const shallow = fc.record(member, { requiredKeys: [] });
  return {
    object: fc.oneof({ maxDepth: 3 }, shallow, fc.record(deep, { requiredKeys: [] })),
    item: fc
      .tuple(tie('object'), fc.nat(3), key)
      .map(([inner, rank, one]) => ({ ...one, rank, ...inner })),
  };
});

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with every member through `change`; undefined leaves it out, and so does having nothing in it. */
function changed(
  value: unknown,
  change: (name: string, value: unknown) => unknown,
  name = '',
): unknown {
  const made = change(name, value);
  if (Array.isArray(made)) {
    const items = made.map((item) => changed(item, change)).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (!isJson(made)) return made;
  const members = Object.entries(made)
    .map(([key, one]) => [key, changed(one, change, key)] as const)
    .filter(([, one]) => one !== undefined);
  return members.length > 0 ? Object.fromEntries(members) : undefined;
}

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function numbered(value: Json): Json {
  let next = 0;
  return (
    (changed(clone(value), (_, one) => {
      next += one === 'leaf' ? 1 : 0;
      return one === 'leaf' ? `v${next}` : one;
    }) as Json) ?? {}
  );
}

/** Trees of members, lists of items with an id, a key or neither; each text stands once. */
export const resources: fc.Arbitrary<Json> = object.map(numbered);

/** Names that a view leaves out, names whose texts it masks, and ranks of the items that it drops. */
export const views = fc.record({
  hidden: fc.subarray<string>([...words]),
  masked: fc.subarray<string>([...words]),
  dropped: fc.subarray([0, 1, 2, 3]),
});
type View = typeof views extends fc.Arbitrary<infer V> ? V : never;

export const viewOf =
  ({ hidden, masked, dropped }: View) =>
  (resource: Json): Json =>
    (changed(resource, (name, value) => {
      const isGone = isJson(value) && dropped.includes(Number(value.rank ?? -1));
      if (isGone || hidden.includes(name)) return undefined;
      return typeof value === 'string' && masked.includes(name) ? '***' : value;
    }) as Json) ?? {};

/** Every text with its name. */
export function leavesOf(value: unknown, name = ''): { name: string; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, name));
  if (isJson(value)) return Object.entries(value).flatMap(([key, one]) => leavesOf(one, key));
  return [{ name, value }];
}

function holdersOf(value: unknown): (Json | unknown[])[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(holdersOf)];
  return isJson(value) ? [value, ...Object.values(value).flatMap(holdersOf)] : [];
}

const hasList = (value: unknown): boolean => holdersOf(value).some((one) => Array.isArray(one));

interface Limits {
  /** Whether items may be taken from lists, or moved. */
  readonly takesItems: boolean;
}

function editList(list: unknown[], next: () => number, { takesItems }: Limits): void {
  const at = next() % list.length;
  const kind = next() % 3;
  if (kind === 0 || !takesItems) list.splice(at, 0, { rank: 4, text: `w${next()}` });
  else if (kind === 1 && list.length > 1) list.splice(at, 1);
  else list.push(...list.splice(at, 1));
}

function editObject(holder: Json, next: () => number, { takesItems }: Limits): void {
  const names = Object.keys(holder).filter((name) => takesItems || !keys.has(name));
  const name = names[next() % Math.max(1, names.length)];
  const word = texts[next() % texts.length] ?? 'text';
  const kind = next() % 3;
  if (kind === 0 || name === undefined) holder[word] ??= `w${next()}`;
  else if (kind === 1 && typeof holder[name] === 'string') holder[name] = `w${next()}`;
  else if (Object.keys(holder).length > 1 && (takesItems || !hasList(holder[name])))
    delete holder[name];
}

/** What a caller may make of what they see: members set, added and taken away, items added, taken away and moved. */
export function edit(
  seen: Json,
  choices: Iterable<number>,
  limits: Limits = { takesItems: true },
): Json {
  const stream = choices[Symbol.iterator]();
  const next = (): number => Number(stream.next().value);
  const copy = clone(seen);
  for (let left = 1 + (next() % 4); left > 0; left -= 1) {
    const holders = holdersOf(copy);
    const holder = holders[next() % holders.length] ?? copy;
    if (Array.isArray(holder)) editList(holder, next, limits);
    else editObject(holder, next, limits);
  }
  return copy;
}
