import { CompactEncrypt, compactDecrypt } from 'jose';
import { badRequest } from '../fhir/outcome.ts';

/** Where a page ends, and the search that it is a page of. Sealed: no value of a person can be read from a link. */
export interface Cursor {
  readonly type: string;
  readonly entries: readonly (readonly [string, string])[];
  readonly keys: readonly string[];
  readonly id: string;
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

const unusable = () =>
  badRequest(
    'page',
    {
      da: 'Sidens link er udløbet eller ændret. Søg igen.',
      en: 'The link of the page has expired or was altered. Search again.',
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
  if (cursor.holder !== holder || cursor.expires <= now) throw unusable();
  return cursor;
}

async function decrypt(text: string, key: Buffer): Promise<Cursor> {
  try {
    const { plaintext } = await compactDecrypt(text, key);
    return JSON.parse(Buffer.from(plaintext).toString());
  } catch {
    throw unusable();
  }
}
