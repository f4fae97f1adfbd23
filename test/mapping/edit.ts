type Json = unknown;

/** Every resource that differs from this one in one place: another value, a member more, an item more or less. */
export function edits(value: Json): Json[] {
  if (Array.isArray(value)) return ofList(value);
  if (typeof value === 'object' && value !== null) return ofObject(value as Record<string, Json>);
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, -1, 0.5];
  return [`${value}x`, '', '2026-02-30T10:00:00Z', 'Patient/unknown', '2030-01-01T00:00:00Z'];
}

function ofList(items: readonly Json[]): Json[] {
  const inside = items.flatMap((item, index) =>
    edits(item).map((other) => items.with(index, other)),
  );
  const shorter = items.map((_, index) => items.toSpliced(index, 1));
  const without = items.length > 1 ? shorter : [];
  return [...inside, ...without, [...items, items[0]], [...items].reverse(), ...strangers(items)];
}

/** What the form of the list allows; other forms never pass validation. */
const strangers = (items: readonly Json[]) =>
  typeof items[0] === 'object' ? [[...items, {}]] : [];

function ofObject(value: Record<string, Json>): Json[] {
  const inside = Object.keys(value).flatMap((key) =>
    edits(value[key]).map((other) => ({ ...value, [key]: other })),
  );
  return [...inside, { ...value, unheardOf: 'x' }];
}
