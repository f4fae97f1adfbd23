import type {
  ContactPoint,
  Extension,
  Identifier,
  Reference,
  ResourceType,
} from '@medplum/fhirtypes';
import type { Codec, Context } from './codec.ts';
import { text } from './codec.ts';
import { unkept } from './fit.ts';
import { alike, type Form, formOf, withForm } from './form.ts';
import type { Slice } from './part.ts';
import { slice } from './structure.ts';
import { knownMembers, refusal, Unmappable, within } from './unmappable.ts';

const referenceMembers = new Set(['reference', 'display']);

/** Refuses another type on the way in, so that any reference may come. */
export interface ReferenceCodec {
  readonly name: string;
  readonly exact: true;
  readonly decode: (value: string, context: Context) => { reference: string };
  readonly encode: (value: { reference?: string }, context: Context, base?: string) => string;
  /** Whether the reference is to this record and says no more; an empty one is to any. */
  readonly names: (value: { reference?: string }, curaId: string, context: Context) => boolean;
}

/** The id of another record: `123` of `borger` is `{ reference: 'Patient/<uuid>' }`. */
export function reference(record: string, type: ResourceType): ReferenceCodec {
  const prefix = `${type}/`;
  const codec: ReferenceCodec = {
    name: `reference(${type})`,
    exact: true,
    decode: (value, context) => ({ reference: prefix + context.fhirId(record, value) }),
    encode: (value, context, base) => {
      const target = value.reference;
      knownMembers(value, referenceMembers);
      if (base !== undefined && refersTo(target, prefix, context.fhirId(record, base))) return base;
      if (!target?.startsWith(prefix)) throw new Unmappable(refusal.wrongReference, 'reference');
      const curaId = context.curaId(record, target.slice(prefix.length));
      if (curaId === undefined) throw new Unmappable(refusal.unknownReference, 'reference');
      return curaId;
    },
    names: (value, curaId, context) => {
      for (const name in value) if (!referenceMembers.has(name)) return false;
      const target = value.reference;
      return target === undefined || refersTo(target, prefix, context.fhirId(record, curaId));
    },
  };
  return withForm(codec, { kind: 'reference', record, type });
}

/** Nothing is joined or cut: to compare a string just made costs several times as much. */
const refersTo = (target: string | undefined, prefix: string, id: string): boolean =>
  target !== undefined &&
  target.length === prefix.length + id.length &&
  target.lastIndexOf(id, prefix.length) === prefix.length &&
  target.lastIndexOf(prefix, 0) === 0;

/** An item of a list of references, known by its type. */
export function referenceTo(record: string, type: ResourceType): Slice<string, Reference> {
  const is = isReferenceTo(type);
  return slice<string, Reference>(reference(record, type), `.where(resolve() is ${type})`, is);
}

export function isReferenceTo(type: string): (item: Reference | undefined) => boolean {
  const prefix = `${type}/`;
  // Half the time of `startsWith`, and this is asked of every item.
  return (item) => item?.reference?.lastIndexOf(prefix, 0) === 0;
}

/** A codec inside one member: `member('value', text, { system })` is `{ system, value }`. */
export function member<A, B extends object, M extends keyof B & string>(
  name: M,
  codec: Codec<A, NonNullable<B[M]>>,
  rest: Partial<B>,
): Codec<A, B> {
  const known = new Set([...Object.keys(rest), name]);
  const around: Codec<A, B> = {
    name: codec.name,
    exact: codec.exact === true,
    decode: (value, context) => {
      const shown = codec.decode(value, context);
      return shown === undefined ? undefined : ({ ...rest, [name]: shown } as B);
    },
    encode: (value, context, base) => {
      const inner = value[name];
      if (inner === undefined || inner === null) throw new Unmappable(refusal.missing, name);
      if (!hasOnly(value, name, rest)) {
        knownMembers(value, known);
        sameRest(rest, value);
      }
      try {
        return codec.encode(inner as NonNullable<B[M]>, context, base);
      } catch (error) {
        throw within(error, name);
      }
    },
  };
  return withForm(around, memberForm(name, rest, formOf(codec)));
}

const memberForm = (name: string, rest: object, of: Form | undefined): Form | undefined =>
  of && { kind: 'member', name, rest: { ...rest }, of };

/** The usual case, in one pass: nothing but the member, and of the rest what it should be. */
function hasOnly<B extends object>(value: B, name: string, rest: Partial<B>): boolean {
  for (const other in value) if (other !== name && value[other] !== rest[other]) return false;
  return true;
}

function sameRest<B extends object>(rest: Partial<B>, value: B): void {
  for (const name in rest) {
    const inner = unkept(rest[name], value[name]);
    if (inner !== undefined) throw within(new Unmappable(refusal.notKept, inner), name);
  }
}

/** `{ use, system, value }`. */
export function identifier(
  system: string,
  use?: NonNullable<Identifier['use']>,
): Slice<string, Identifier> {
  const codec = member<string, Identifier, 'value'>('value', text, { ...(use && { use }), system });
  return slice(
    alike({ ...codec, name: 'identifier' }, codec),
    `.where(system='${system}')`,
    (item) => item.system === system,
  );
}

/** `{ system: 'phone', value, use }`. */
export function contactPoint(
  system: NonNullable<ContactPoint['system']>,
  use?: NonNullable<ContactPoint['use']>,
): Slice<string, ContactPoint> {
  const codec = member<string, ContactPoint, 'value'>('value', text, {
    system,
    ...(use && { use }),
  });
  return slice(
    alike({ ...codec, name: 'contactPoint' }, codec),
    `.where(system='${system}')`,
    (item) => item.system === system,
  );
}

type ValueMember = Extract<keyof Extension, `value${string}`>;

/** `extension('channel', 'valueCode', codec)` is `{ url: 'channel', valueCode }`. */
export function extension<A, M extends ValueMember>(
  url: string,
  name: M,
  codec: Codec<A, NonNullable<Extension[M]>>,
): Slice<A, Extension> {
  return extensionOf(url, member<A, Extension, M>(name, codec, { url } as Partial<Extension>));
}

/** An extension whose codec writes the whole of it. */
export function extensionOf<A>(url: string, codec: Codec<A, Extension>): Slice<A, Extension> {
  return slice(codec, `('${url}')`, (item) => item.url === url);
}
