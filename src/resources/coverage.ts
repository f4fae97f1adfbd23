/** What becomes of each field of Cura and of each element of FHIR. Pure: a function of the rooms, the definitions and the contract. */
import { isCuraType } from '../cura/check.ts';
import type { JsonSchema } from '../cura/schema/schema.ts';
import { recordSchemas } from '../cura/schemas.ts';
import type { Definitions } from '../fhir/definitions.ts';
import type { Text } from '../fhir/outcome.ts';
import type { RowDescription } from '../mapping/row.ts';
import type { Room } from './define.ts';
import type { RoomMapping } from './room-mapping.ts';

/** A field of a record: where it stands, or why it does not. Fields in lists are named as in one item: `vagter.fra`. */
export interface FieldCoverage {
  readonly field: string;
  readonly kind: 'mapped' | 'carried' | 'withheld' | 'elsewhere';
  readonly rows: readonly RowDescription[];
  readonly reason?: Text;
}

/** An element of a resource: `filled` from fields, `derived` here, `ours` added by the store, or `never` there. */
export interface ElementCoverage {
  readonly element: string;
  readonly kind: 'filled' | 'derived' | 'ours' | 'never';
  readonly rows: readonly RowDescription[];
  readonly reason?: Text;
}

const hidden: Text = {
  da: 'FHIR viser intet af det; det bliver hos det, som det hører til',
  en: 'FHIR shows nothing of it; it stays with what it belongs to',
};

/** Nested fields of an object, or of the items of a list. */
function membersOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  const { type, items, properties } = schema ?? {};
  if (type === 'array') return membersOf(items as JsonSchema);
  return (properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function reasonOf({ record, unmapped }: RoomMapping, field: string): Omit<FieldCoverage, 'rows'> {
  if (field.includes('.')) return { field, kind: 'carried', reason: hidden };
  const reason = unmapped[field];
  if (!reason) throw new RangeError(`nobody says what becomes of ${record}.${field}`);
  return { field, kind: reason.kind, reason };
}

function fieldAt(mapping: RoomMapping, field: string, schema: JsonSchema): FieldCoverage[] {
  const rows = mapping.rows.filter((row) => row.field === field);
  const isDivided = mapping.rows.some((row) => row.field?.startsWith(`${field}.`));
  const inside = isDivided
    ? Object.entries(membersOf(schema)).flatMap(([name, inner]) =>
        fieldAt(mapping, `${field}.${name}`, inner),
      )
    : [];
  if (rows.length > 0) return [{ field, kind: 'mapped', rows }, ...inside];
  return isDivided ? inside : [{ ...reasonOf(mapping, field), rows: [] }];
}

const ofId: FieldCoverage = {
  ...{ field: 'id', kind: 'mapped' },
  rows: [{ field: 'id', path: 'id', codec: 'id' }],
};

/** Every field of the contract, in its order. Throws when a field is forgotten. */
export function fieldsOf(mapping: RoomMapping): readonly FieldCoverage[] {
  if (!isCuraType(mapping.record)) throw new RangeError(`${mapping.record} is not in the contract`);
  return Object.entries(membersOf(recordSchemas[mapping.record].json)).flatMap(([field, schema]) =>
    field === 'id' ? [ofId] : fieldAt(mapping, field, schema),
  );
}

const made: readonly string[] = ['derived', 'fixed'];

const begins = (path: string, name: string): boolean =>
  path.split(', ').some((one) => one === name || new RegExp(`^${name}[.(\\[]`).test(one));

/** Rows that write an element, under any of its JSON names. */
const rowsOf = ({ rows }: RoomMapping, names: readonly string[]): RowDescription[] =>
  rows.filter(({ path }) => names.some((name) => begins(path, name)));

const barred: Text = {
  da: 'profilen har ikke plads til det',
  en: 'the profile has no place for it',
};

function elementAt(
  mapping: RoomMapping,
  element: string,
  rows: readonly RowDescription[],
  isBarred: boolean,
): ElementCoverage {
  const ours = mapping.ours[element];
  if (rows.some(({ field, codec }) => field !== undefined && !made.includes(codec)))
    return { element, kind: 'filled', rows };
  if (rows.length > 0) return { element, kind: 'derived', rows };
  if (ours !== undefined) return { element, kind: 'ours', rows, reason: ours };
  return {
    ...{ element, kind: 'never', rows },
    ...(isBarred && { reason: barred }),
  };
}

const extensionName = (url: string): string => `extension('${url}')`;

/** Extensions that the profile names, that rows write and that the store adds. */
function extensionsOf(mapping: RoomMapping, room: Room, definitions: Definitions): string[] {
  const root = definitions.profiles.profile(room.profile)?.root;
  const slices = [...(root?.children.get('extension')?.slices.values() ?? [])];
  const written = mapping.rows.flatMap(({ path }) => /^extension\('[^']+'\)/.exec(path)?.[0] ?? []);
  const added = Object.keys(mapping.ours).filter((name) => name.startsWith('extension('));
  const named = slices.flatMap(({ url }) => (url === undefined ? [] : [extensionName(url)]));
  return [...new Set([...written, ...added, ...named])];
}

/** Elements that every resource has, and that no mapping is about. */
const general: readonly string[] = [
  'resourceType',
  'implicitRules',
  'language',
  'text',
  'extension',
];

/** Every element at the top of the type, and every extension of the profile. */
export function elementsOf(
  mapping: RoomMapping,
  room: Room,
  definitions: Definitions,
): readonly ElementCoverage[] {
  const root = definitions.profiles.profile(room.profile)?.root;
  const names = [...(definitions.shape(room.type)?.names ?? [])];
  const own: RowDescription = { field: 'id', path: 'id', codec: 'id' };
  const elements = names
    .filter(([element]) => !general.includes(element))
    .map(([element, json]) => {
      const rows = element === 'id' ? [own] : rowsOf(mapping, [element, ...json]);
      return elementAt(mapping, element, rows, root?.children.get(element)?.max === 0);
    });
  const extensions = extensionsOf(mapping, room, definitions).map((name) =>
    elementAt(
      mapping,
      name,
      mapping.rows.filter(({ path }) => path.startsWith(name)),
      false,
    ),
  );
  return [...elements, ...extensions];
}
