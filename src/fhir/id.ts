import { createHash, randomBytes } from 'node:crypto';

const idGrammar = /^[A-Za-z0-9\-.]{1,64}$/;

/** Whether the text is a FHIR id: letters, digits, `-` and `.`, at most 64. */
export const isId = (text: string): boolean => idGrammar.test(text);

function stamped(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The same id for the same name, for ever (RFC 9562, version 5). `namespace` is a UUID; keep it secret where names can be guessed. */
export function uuidv5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (space.length !== 16) throw new RangeError('the namespace is not a UUID');
  return stamped(createHash('sha1').update(space).update(name, 'utf8').digest(), 5);
}

/** A new id that sorts by the time it was made (RFC 9562, version 7). `now` is epoch milliseconds. */
export function uuidv7(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return stamped(bytes, 7);
}
