import { CompactEncrypt, compactDecrypt } from 'jose';
import { badRequest } from '../fhir/outcome.ts';
import type { Entries } from './exchange.ts';

/** A place in a list: the sort values and the id of a row, and its type where the list holds several. */
export interface Mark {
  readonly keys: readonly string[];
  readonly id: string;
  readonly type?: string;
}

/** From a row on: to those behind it, or back to those before it. */
export interface Walking {
  readonly mark: Mark;
  readonly direction: 'next' | 'previous';
}

/** A page, and the search that it is a page of. Sealed: no value of a person can be read from a link. */
export interface Cursor {
  /** What is paged, behind the base: `Appointment`, `Patient/1/_history`. */
  readonly address: string;
  readonly entries: Entries;
  /** The parameters stood in the address to begin with, and may stand there again. */
  readonly inUrl: boolean;
  /** Absent of the first page. */
  readonly walking?: Walking;
  /** Who may use it: the caller to whom it was given. */
  readonly holder: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

export const cursorLifeMs = 30 * 60_000;

export const seal = (cursor: Cursor, key: Buffer): Promise<string> =>
  new CompactEncrypt(Buffer.from(JSON.stringify(cursor)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key);

const altered = () =>
  badRequest(
    'page',
    {
      da: 'Sidens link er ændret, eller det er givet til en anden. Søg igen.',
      en: 'The link of the page was altered, or was given to somebody else. Search again.',
    },
    { expression: '_page' },
  );

const expired = () =>
  badRequest(
    'page',
    {
      da: 'Sidens link er udløbet. Søg igen.',
      en: 'The link of the page has expired. Search again.',
    },
    { expression: '_page' },
  );

/** Opens a cursor. 400 when it is altered, expired, or another caller's. */
export async function unseal(
  text: string,
  key: Buffer,
  holder: string,
  now: number,
): Promise<Cursor> {
  const cursor = await decrypt(text, key);
  if (cursor.holder !== holder) throw altered();
  if (cursor.expires <= now) throw expired();
  return cursor;
}

async function decrypt(text: string, key: Buffer): Promise<Cursor> {
  try {
    const { plaintext } = await compactDecrypt(text, key);
    return JSON.parse(Buffer.from(plaintext).toString());
  } catch {
    throw altered();
  }
}
