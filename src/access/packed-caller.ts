/** A caller put aside until something is to be told: no token, and no number of a person. */
import type { Caller } from './grant.ts';

/** JSON has no bytes and no infinity. */
const packed = (_: string, value: unknown): unknown =>
  value === Number.POSITIVE_INFINITY ? { forever: true } : value;

const isMember = (value: unknown, name: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);

function opened(_: string, value: unknown): unknown {
  if (isMember(value, 'forever')) return Number.POSITIVE_INFINITY;
  // As `Buffer.toJSON` writes it.
  return isMember(value, 'type') && value.type === 'Buffer'
    ? Buffer.from(value.data as readonly number[])
    : value;
}

export const packCaller = (caller: Caller): string => JSON.stringify(caller, packed);

/** What `packCaller` wrote, and nothing else. */
export const unpackCaller = (text: string): Caller => JSON.parse(text, opened) as Caller;
