/** Resources and datatypes as JSON Schema, kept small: elements and their types, what must be there, and short lists of codes. */
import type { ProfileElement } from '../../fhir/profile-element.ts';
import type { Member, Shape } from '../../fhir/shape.ts';
import type { Room } from '../../resources/define.ts';
import type { Described } from '../described.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

const plain: Readonly<Record<string, JsonSchema>> = {
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  unsignedInt: { type: 'integer', minimum: 0 },
  positiveInt: { type: 'integer', minimum: 1 },
  decimal: { type: 'number' },
  date: { type: 'string', pattern: '^\\d{4}(-\\d\\d(-\\d\\d)?)?$' },
  dateTime: { type: 'string', pattern: '^\\d{4}(-\\d\\d(-\\d\\d(T.+)?)?)?$' },
  instant: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT.+(Z|[+-]\\d\\d:\\d\\d)$' },
};

const isResourceName = (type: string): boolean => type === 'Resource' || type === 'DomainResource';

const mostCodes = 40;

const ref = (type: string): JsonSchema => ({ $ref: `#/components/schemas/${type}` });

interface Asked {
  readonly shapeOf: (type: string) => Shape | undefined;
  /** Types that were named and are to be told too. */
  readonly waiting: string[];
}

function itemOf({ type, codes }: Member, { shapeOf, waiting }: Asked): JsonSchema {
  const listed = type === 'code' && codes && codes.open.length === 0 ? [...codes.codes] : [];
  if (listed.length > 0 && listed.length <= mostCodes) return { type: 'string', enum: listed };
  if (plain[type]) return plain[type];
  if (isResourceName(type)) return ref('Resource');
  if (!shapeOf(type)) return { type: 'string' };
  waiting.push(type);
  return ref(type);
}

const memberOf = (member: Member, asked: Asked): JsonSchema =>
  member.isArray
    ? { type: 'array', minItems: 1, items: itemOf(member, asked) }
    : itemOf(member, asked);

/** Elements that must be there, where one JSON name stands for them and no extension may stand in for a value. */
const requiredOf = ({ needed, names, members }: Shape, profile?: ProfileElement): string[] => {
  const demanded = [...(profile?.children ?? [])].filter(([, { min }]) => min > 0);
  const all = new Set([...needed, ...demanded.map(([name]) => name)]);
  return [...all].filter((name) => names.get(name)?.length === 1 && members.has(name));
};

function schemaOf(shape: Shape, asked: Asked, profile?: ProfileElement): JsonSchema {
  const members = [...shape.members.values()].filter(
    ({ path }) => profile?.children.get(path)?.max !== 0,
  );
  const required = requiredOf(shape, profile);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(members.map((member) => [member.name, memberOf(member, asked)])),
  };
}

function ofRoom(
  { type, profile, about, slug }: Room,
  described: Described,
  asked: Asked,
): JsonSchema {
  const shape = asked.shapeOf(type);
  if (!shape) return ref('Resource');
  const {
    properties,
    required = [],
    ...rest
  } = schemaOf(shape, asked, described.definitions.profiles.profile(profile)?.root);
  return {
    ...rest,
    description: `${about.en} / ${about.da} Profile: ${profile}. See resource-${slug}.`,
    required: ['resourceType', ...(required as string[])],
    properties: { resourceType: { const: type }, ...(properties as object) },
  };
}

const carriers = ['Bundle', 'Parameters', 'OperationOutcome'];

const named = (type: string, schema: JsonSchema): JsonSchema => ({
  ...schema,
  required: ['resourceType', ...((schema.required as string[] | undefined) ?? [])],
  properties: { resourceType: { const: type }, ...(schema.properties as object) },
});

const any: JsonSchema = {
  description: 'Any resource',
  type: 'object',
  required: ['resourceType'],
  properties: { resourceType: { type: 'string' } },
};

/** The schema of every type that the rooms have or name. */
export async function schemasOf(described: Described): Promise<Record<string, JsonSchema>> {
  const { rooms, definitions } = described;
  const asked: Asked = { shapeOf: definitions.shape, waiting: [] };
  const made: Record<string, JsonSchema> = { Resource: any };
  for (const room of rooms) {
    await new Promise((done) => setImmediate(done));
    made[room.type] = ofRoom(room, described, asked);
  }
  for (const type of carriers) {
    const shape = definitions.shape(type);
    if (shape) made[type] ??= named(type, schemaOf(shape, asked));
  }
  for (let type = asked.waiting.pop(); type !== undefined; type = asked.waiting.pop()) {
    const shape = made[type] ? undefined : definitions.shape(type);
    if (shape) made[type] = schemaOf(shape, asked);
  }
  return made;
}
