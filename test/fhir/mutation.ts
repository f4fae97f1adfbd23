import type { Definitions } from '../../src/fhir/definitions.ts';
import { primitives } from '../../src/fhir/primitive.ts';
import type { Member, Shape } from '../../src/fhir/shape.ts';

type Json = Record<string, unknown>;

/** One member of an object within a resource. */
export interface Spot {
  readonly holder: Json;
  readonly shape: Shape;
  readonly member: Member;
  /** FHIRPath of the holder. */
  readonly within: string;
  /** FHIRPath of the member, the first item of a list. */
  readonly path: string;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every member of a resource that stands there, in the order of the JSON; resources within it are left out. */
export function spots(resource: Json, definitions: Definitions): Spot[] {
  const walk = (holder: Json, type: string, within: string): Spot[] => {
    const shape = definitions.shape(type);
    if (!shape) return [];
    return Object.keys(holder).flatMap((name) => {
      const member = shape.members.get(name);
      if (!member || member.type === 'Resource') return [];
      const value = holder[name];
      const place = `${within}.${member.path}`;
      const path = member.isArray ? `${place}[0]` : place;
      const items = Array.isArray(value) ? value : [value];
      const inner = items.flatMap((item, index) =>
        isObject(item)
          ? walk(item, member.type, member.isArray ? `${place}[${index}]` : place)
          : [],
      );
      return [{ holder, shape, member, within, path }, ...inner];
    });
  };
  return walk(resource, `${resource.resourceType}`, `${resource.resourceType}`);
}

/** A way to spoil a resource at a spot: the issue that must follow, or undefined where it cannot be done. */
export interface Mutation {
  readonly title: string;
  readonly spoil: (spot: Spot) => string | undefined;
}

function put({ holder, member }: Spot, value: unknown): void {
  holder[member.name] = member.isArray ? [value] : value;
  delete holder[`_${member.name}`];
}

/** Puts a value where the member is of one of the types. */
const onTypes =
  (types: readonly string[], value: unknown, key: string) =>
  (spot: Spot): string | undefined => {
    if (!types.includes(spot.member.type)) return undefined;
    put(spot, value);
    return `${key} ${spot.path}`;
  };

const boolean = ({ shape, member }: Spot): Member | undefined =>
  [...shape.members.values()].find(
    ({ path, name, type }) => path === member.path && name !== member.name && type === 'boolean',
  );

export const mutations: readonly Mutation[] = [
  {
    title: 'a required element is not there',
    spoil: ({ holder, shape, member, within }) => {
      if (!shape.needed.includes(member.path)) return undefined;
      delete holder[member.name];
      delete holder[`_${member.name}`];
      return Object.keys(holder).length > 0
        ? `missing ${within}.${member.path}`
        : `empty ${within}`;
    },
  },
  {
    title: 'an element that R4 does not have',
    spoil: ({ holder, within }) => {
      holder.navn = 'x';
      return `unknown-member ${within}.navn`;
    },
  },
  {
    title: 'an object for a value',
    spoil: (spot) => onTypes(Object.keys(primitives), { id: 'x' }, 'wrong-type')(spot),
  },
  {
    title: 'a text for a number',
    spoil: onTypes(
      ['integer', 'decimal', 'positiveInt', 'unsignedInt', 'boolean'],
      '1',
      'wrong-type',
    ),
  },
  {
    title: 'a code outside a required value set',
    spoil: (spot) =>
      spot.member.codes && spot.member.codes.open.length === 0
        ? onTypes(['code'], 'findes-ikke', 'not-in-value-set')(spot)
        : undefined,
  },
  {
    title: 'a second choice',
    spoil: (spot) => {
      const other = boolean(spot);
      if (!other) return undefined;
      spot.holder[other.name] = true;
      return `two-choices ${spot.within}.${spot.member.path}`;
    },
  },
  {
    title: 'a reference to a type that may not stand there',
    spoil: (spot) => {
      const { targets } = spot.member;
      if (targets.length === 0 || targets.includes('SubstanceProtein')) return undefined;
      return onTypes(['Reference'], { reference: 'SubstanceProtein/1' }, 'reference-type')(spot);
    },
  },
  { title: 'no such day', spoil: onTypes(['date', 'dateTime'], '2026-02-30', 'no-such-date') },
  {
    title: 'an instant without zone',
    spoil: onTypes(['instant'], '2026-02-03T10:00:00', 'bad-format'),
  },
  {
    title: 'a uri with a blank',
    spoil: onTypes(['uri', 'url', 'canonical'], 'http://a b', 'bad-format'),
  },
  { title: 'an id with a sign', spoil: onTypes(['id'], 'a_b', 'bad-format') },
  { title: 'no base64', spoil: onTypes(['base64Binary'], 'a*b=', 'bad-format') },
  {
    title: 'a number out of range',
    spoil: onTypes(['integer', 'positiveInt', 'unsignedInt'], 2 ** 31, 'out-of-range'),
  },
  { title: 'an empty text', spoil: onTypes(['string', 'code', 'markdown', 'uri'], '', 'empty') },
  {
    title: 'an empty list',
    spoil: ({ holder, member, within }) => {
      if (!member.isArray) return undefined;
      holder[member.name] = [];
      return `empty ${within}.${member.path}`;
    },
  },
  {
    title: 'an empty object',
    spoil: (spot) => {
      if (spot.member.type in primitives) return undefined;
      put(spot, {});
      return `empty ${spot.path}`;
    },
  },
  {
    title: 'two where one may stand',
    spoil: ({ holder, member, path }) => {
      if (member.isArray) return undefined;
      holder[member.name] = [holder[member.name], holder[member.name]];
      return `wrong-type ${path}`;
    },
  },
];
