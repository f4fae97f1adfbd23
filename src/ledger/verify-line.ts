/** The lines of an export as somebody else may have made them: nothing in them is believed before it was looked at. */
import type { JWK } from 'jose';
import { exportFormat } from './export-format.ts';
import { hashBytes } from './merkle.ts';
import {
  assertKnown,
  bytesIn,
  count,
  hashes,
  isObject,
  isText,
  type Members,
  string,
  time,
  VerifyFault,
  wrong,
} from './verify-members.ts';

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

const headerMembers = [
  ...['format', 'origin', 'key', 'made', 'from', 'to', 'start', 'end', 'until', 'left'],
  'keptYears',
];

const keyMembers = ['kty', 'crv', 'x', 'kid', 'alg', 'use'];

const bitsOf = (value: number): number => value.toString(2).replaceAll('0', '').length;

function keyIn({ key }: Members, where: string): JWK {
  if (!isObject(key) || !Object.values(key).every(isText)) throw wrong(where, 'key');
  assertKnown(key, keyMembers, `The key of ${where.toLowerCase()}`);
  return key as JWK;
}

const timeOrNull = (members: Members, name: string, where: string): number | null =>
  members[name] === null ? null : time(members, name, where);

export function headerIn(members: Members): Header {
  const where = 'The first line';
  if (members.format !== exportFormat)
    throw new VerifyFault(
      `The file is no export of a ledger: its first line does not say ${exportFormat}.`,
    );
  assertKnown(members, headerMembers, where);
  const [start, end] = [count(members, 'start', where), count(members, 'end', where)];
  const left = hashes(members, 'left', where);
  if (start > end || left.length !== bitsOf(start)) throw wrong(where, 'left');
  timeOrNull(members, 'from', where);
  return {
    ...{ origin: string(members, 'origin', where), key: keyIn(members, where), start, end, left },
    made: time(members, 'made', where),
    to: timeOrNull(members, 'to', where) ?? Number.POSITIVE_INFINITY,
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

/** Of a nonce. One that could be of any length could hold what the row says, and the row something else. */
export const nonceBytes = 16;

function rowIn(members: Members, where: string): Row {
  const index = count(members, 'index', where);
  const here = `Row ${index}`;
  assertKnown(members, ['index', 'commitment', 'nonce', 'row', 'provenance'], here);
  const { commitment, nonce, row, provenance } = members;
  if ((nonce === null) !== (row === null)) throw wrong(here, nonce === null ? 'nonce' : 'row');
  if (provenance !== undefined && !isText(provenance)) throw wrong(here, 'provenance');
  const named = (name: string) => ({ where: here, name });
  return {
    ...{ index, commitment: bytesIn(commitment, hashBytes, named('commitment')), provenance },
    nonce: nonce === null ? null : bytesIn(nonce, nonceBytes, named('nonce')),
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
  const { checkpoint, consistency } = members;
  if (isText(checkpoint)) {
    assertKnown(members, ['checkpoint'], where);
    return { kind: 'checkpoint', jws: checkpoint };
  }
  if (!isObject(consistency))
    throw new VerifyFault(`${where} is neither a row nor a checkpoint nor a consistency proof.`);
  assertKnown(members, ['consistency'], where);
  assertKnown(consistency, ['first', 'path'], where);
  return {
    ...{ kind: 'consistency', first: count(consistency, 'first', where) },
    path: hashes(consistency, 'path', where),
  };
}
