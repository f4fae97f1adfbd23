/** JSON of somebody else, read member by member: nothing may stand in it that was not looked at. */
import { parseInstant } from '../fhir/instant.ts';
import { parseJson } from '../fhir/json.ts';
import { FhirError } from '../fhir/outcome.ts';
import { hashBytes } from './merkle.ts';

/** What was given is not what it should be, or not true; the message is a sentence that says where. */
export class VerifyFault extends Error {
  override readonly name = 'VerifyFault';
}

export type Members = Readonly<Record<string, unknown>>;

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON, or a sentence that names the place. */
export function parsed(text: string, where: string): Members {
  if (text.startsWith('\ufeff'))
    throw new VerifyFault(
      `${where} begins with a byte order mark: an editor has written the file anew. Take it as it came.`,
    );
  if (text.trim() === '') throw new VerifyFault(`${where} is blank.`);
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new VerifyFault(`${where} is no JSON object.`);
}

/** The same, written as we write it: of a member that stands twice JSON's readers take one or the other. */
export function parsedExactly(text: string, where: string): Members {
  const members = parsed(text, where);
  if (JSON.stringify(members) === text) return members;
  throw new VerifyFault(
    `${where} is not written as it was: a member stands twice, or there is space between.`,
  );
}

/** The same where space may stand between, as in a file that a person saved. */
export function parsedOnce(text: string, where: string): Members {
  const members = parsed(text, where);
  try {
    parseJson(Buffer.from(text));
    return members;
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    throw new VerifyFault(
      `${where} is JSON that can be read in two ways, such as with a member twice.`,
    );
  }
}

/** Refuses members that nobody knows: what they say would be taken for proved. */
export function assertKnown(members: Members, known: readonly string[], where: string): void {
  const strange = Object.keys(members).find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new VerifyFault(
      `${where} has a member that does not belong there: ${JSON.stringify(strange.slice(0, 40))}.`,
    );
}

export const wrong = (where: string, name: string): VerifyFault =>
  new VerifyFault(`${where} has no ${name} as it should be.`);

export function count(members: Members, name: string, where: string): number {
  const value = members[name];
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw wrong(where, name);
}

export function string(members: Members, name: string, where: string): string {
  const value = members[name];
  if (isText(value)) return value;
  throw wrong(where, name);
}

/** So many bytes, in the one way of writing them. */
export function bytesIn(
  value: unknown,
  length: number,
  {
    where,
    name,
    form = 'base64url',
  }: { where: string; name: string; form?: 'base64' | 'base64url' },
): Buffer {
  const read = isText(value) ? Buffer.from(value, form) : undefined;
  if (read?.length === length && read.toString(form) === value) return read;
  throw wrong(where, name);
}

/** Of an inclusion or consistency proof of any tree that there can be. */
export const longestPath = 128;

export function hashes(members: Members, name: string, where: string): Buffer[] {
  const value = members[name];
  if (!Array.isArray(value) || value.length > longestPath) throw wrong(where, name);
  return value.map((one) => bytesIn(one, hashBytes, { where, name }));
}

export function time(members: Members, name: string, where: string): number {
  try {
    return parseInstant(string(members, name, where));
  } catch {
    throw wrong(where, name);
  }
}
