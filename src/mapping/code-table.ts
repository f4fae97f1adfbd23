import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { Codec } from './codec.ts';
import { withForm } from './form.ts';
import { knownMembers, refusal, Unmappable, within } from './unmappable.ts';

/** Narrow on the way out, any string on the way in: an unknown one is refused. */
export interface CodeCodec<A extends string, B extends string> {
  readonly name: string;
  readonly exact: true;
  readonly decode: (value: A) => B;
  readonly encode: (value: string, context: unknown, base: A | undefined) => A;
}

/** `{ planlagt: 'booked' }`. Of several Cura codes for one FHIR code the base decides, then the first. */
export function codes<const A extends string, const B extends string>(
  table: Readonly<Record<A, B>>,
): CodeCodec<A, B> {
  const { out, back } = lookup<A, B>(table, (code) => code);
  const codec: CodeCodec<A, B> = {
    name: 'codes',
    exact: true,
    decode: (value) => known(out.get(value), refusal.unknownCuraCode),
    encode: (value, _context, base) =>
      base !== undefined && out.get(base) === value
        ? base
        : known(back.get(value), refusal.unknownCode),
  };
  return withForm(codec, { kind: 'translate', table, as: 'code' });
}

const codingMembers = new Set(['system', 'code', 'display']);
const conceptMembers = new Set(['coding']);

const codingKey = ({ system, code }: Coding) => `${system}|${code}`;

/** A code table of codings. */
export function coding<const A extends string>(
  table: Readonly<Record<A, Readonly<Coding>>>,
): Codec<A, Coding> {
  const { out, back } = lookup<A, Readonly<Coding>>(table, codingKey);
  const codec: Codec<A, Coding> = {
    name: 'coding',
    exact: true,
    decode: (value) => ({ ...known(out.get(value), refusal.unknownCuraCode) }),
    encode: (value, _context, base) => {
      knownMembers(value, codingMembers);
      const key = codingKey(value);
      const held = base === undefined ? undefined : out.get(base);
      return held !== undefined && base !== undefined && codingKey(held) === key
        ? base
        : known(back.get(key), refusal.unknownCode);
    },
  };
  return withForm(codec, { kind: 'translate', table, as: 'Coding' });
}

/** A code table of concepts with one coding each. */
export function concept<const A extends string>(
  table: Readonly<Record<A, Readonly<Coding>>>,
): Codec<A, CodeableConcept> {
  const one = coding(table);
  const codec: Codec<A, CodeableConcept> = {
    name: 'concept',
    exact: true,
    decode: (value, context) => {
      const shown = one.decode(value, context);
      return shown && { coding: [shown] };
    },
    encode: (value, context, base) => {
      const [first, second] = value.coding ?? [];
      if (first === undefined) throw new Unmappable(refusal.missing, 'coding');
      if (second !== undefined) throw new Unmappable(refusal.repeated, 'coding[1]');
      knownMembers(value, conceptMembers);
      try {
        return one.encode(first, context, base);
      } catch (error) {
        throw within(error, 'coding[0]');
      }
    },
  };
  // FML's own 'CodeableConcept' gives a Coding in HL7's engine, which takes none back either.
  const form = { kind: 'translate', table, as: 'Coding' } as const;
  return withForm(codec, { kind: 'member', name: 'coding', rest: {}, of: form });
}

function lookup<A extends string, B>(table: Readonly<Record<A, B>>, key: (code: B) => string) {
  const pairs = Object.entries(table) as [A, B][];
  const out = new Map(pairs);
  const back = new Map<string, A>();
  for (const [from, to] of pairs) if (!back.has(key(to))) back.set(key(to), from);
  return { out, back };
}

function known<T>(found: T | undefined, text: { da: string; en: string }): T {
  if (found === undefined) throw new Unmappable(text);
  return found;
}
