/** The lines of an export as somebody else may have made them: nothing in them is believed before it was looked at. */
import type { JWK } from 'jose';
import { parseInstant } from '../fhir/instant.ts';
import { exportFormat } from './export-format.ts';
import { hashBytes } from './merkle.ts';

/** What was given is not what it should be, or not true; the message is a sentence that says where. */
export class VerifyFault extends Error {
  override readonly name = 'VerifyFault';
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON, or a sentence that names the place. */
export function parsed(text: string, where: string): Members {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new VerifyFault(`${where} is no JSON object.`);
}

const wrong = (where: string, name: string): VerifyFault =>
  new VerifyFault(`${where} has no ${name} as it should be.`);

function count(members: Members, name: string, where: string): number {
  const value = members[name];
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw wrong(where, name);
}

function string(members: Members, name: string, where: string): string {
  const value = members[name];
  if (typeof value === 'string') return value;
  throw wrong(where, name);
}

const isText = (value: unknown): value is string => typeof value === 'string';

function bytes(value: unknown, where: string, name: string): Buffer {
  const read = isText(value) ? Buffer.from(value, 'base64url') : undefined;
  if (read && read.toString('base64url') === value) return read;
  throw wrong(where, name);
}

/** 32 bytes in base64url. */
function hashIn(value: unknown, where: string, name: string): Buffer {
  const read = bytes(value, where, name);
  if (read.length === hashBytes) return read;
  throw wrong(where, name);
}

function hashes(members: Members, name: string, where: string): Buffer[] {
  const value = members[name];
  if (!Array.isArray(value) || value.length > 128) throw wrong(where, name);
  return value.map((one) => hashIn(one, where, name));
}

function time(members: Members, name: string, where: string): number {
  try {
    return parseInstant(string(members, name, where));
  } catch {
    throw wrong(where, name);
  }
}

export interface Header {
  readonly origin: string;
  readonly key: JWK;
  readonly made: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly until: number;
  readonly left: readonly Buffer[];
  readonly keptYears: number;
}

const bitsOf = (value: number): number => value.toString(2).replaceAll('0', '').length;

export function headerIn(members: Members): Header {
  const where = 'The first line';
  if (members.format !== exportFormat)
    throw new VerifyFault(
      `The file is no export of a ledger: its first line does not say ${exportFormat}.`,
    );
  const [start, end] = [count(members, 'start', where), count(members, 'end', where)];
  const left = hashes(members, 'left', where);
  if (start > end || left.length !== bitsOf(start)) throw wrong(where, 'left');
  if (!isObject(members.key)) throw wrong(where, 'key');
  return {
    ...{ origin: string(members, 'origin', where), key: members.key as JWK, start, end, left },
    made: time(members, 'made', where),
    to: members.to === null ? Number.POSITIVE_INFINITY : time(members, 'to', where),
    until: time(members, 'until', where),
    keptYears: members.keptYears === null ? 0 : count(members, 'keptYears', where),
  };
}

export interface Row {
  readonly index: number;
  readonly commitment: Buffer;
  readonly nonce: Buffer | null;
  readonly row: string | null;
  readonly provenance: string | undefined;
}

function rowIn(members: Members, where: string): Row {
  const index = count(members, 'index', where);
  const here = `Row ${index}`;
  const { nonce, row, provenance } = members;
  if ((nonce === null) !== (row === null)) throw wrong(here, nonce === null ? 'nonce' : 'row');
  if (provenance !== undefined && !isText(provenance)) throw wrong(here, 'provenance');
  return {
    ...{ index, commitment: hashIn(members.commitment, here, 'commitment'), provenance },
    nonce: nonce === null ? null : bytes(nonce, here, 'nonce'),
    row: row === null ? null : string(members, 'row', here),
  };
}

/** A line behind the first one. */
export type Line =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'checkpoint'; readonly jws: string }
  | { readonly kind: 'consistency'; readonly first: number; readonly path: readonly Buffer[] };

export function lineIn(members: Members, where: string): Line {
  if ('index' in members) return { kind: 'row', row: rowIn(members, where) };
  if (isText(members.checkpoint)) return { kind: 'checkpoint', jws: members.checkpoint };
  const { consistency } = members;
  if (!isObject(consistency))
    throw new VerifyFault(`${where} is neither a row nor a checkpoint nor a consistency proof.`);
  return {
    ...{ kind: 'consistency', first: count(consistency, 'first', where) },
    path: hashes(consistency, 'path', where),
  };
}
