import type { Identifier } from '@medplum/fhirtypes';
import type { Codec } from '../../src/mapping/codec.ts';
import { text } from '../../src/mapping/codec.ts';
import { knownMembers, refusal, Unmappable } from '../../src/mapping/unmappable.ts';

const parted = /^([^\s|]+)\|([\s\S]+)$/;
const members = new Set(['system', 'value']);

/** `system|value`, or the value alone where it has no system: `{ system, value }`. */
export const clientIdentifier: Codec<string, Identifier> = {
  name: 'clientIdentifier',
  decode: (reference, context) => {
    const [, system, rest] = parted.exec(reference) ?? [];
    const value = text.decode(rest ?? reference, context);
    if (value === undefined) return undefined;
    return system === undefined || !isPlain(system)
      ? { value: whole(reference) }
      : { system, value };
  },
  encode: (identifier, context, base) => {
    knownMembers(identifier, members);
    const { system, value } = identifier;
    if (value === undefined) throw new Unmappable(refusal.missing, 'value');
    const held = base === undefined ? undefined : clientIdentifier.decode(base, context);
    if (base !== undefined && held?.system === system && held?.value === value) return base;
    return system === undefined ? value : `${system}|${value}`;
  },
};

/** A system of letters that every address may have. */
const isPlain = (system: string): boolean => /^[!-~]+$/.test(system);

const whole = (reference: string): string => text.decode(reference, noIds) ?? reference;
const noIds = { fhirId: () => '', curaId: () => undefined };
