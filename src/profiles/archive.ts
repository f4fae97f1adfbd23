/** Files as one compressed archive, such as npm takes; the same files give the same bytes. */
import { gzipSync } from 'node:zlib';

/** A file of an archive. */
export interface Packed {
  /** With slashes, at most 100 bytes, or two parts of 155 and 100. */
  readonly name: string;
  readonly text: string;
}

const blockBytes = 512;

const octal = (value: number, length: number): string =>
  `${value.toString(8).padStart(length - 1, '0')}\0`;

/** A name that is too long stands in two fields, divided at a slash. Throws when it cannot be. */
function nameFields(name: string): readonly [name: string, prefix: string] {
  if (Buffer.byteLength(name) <= 100) return [name, ''];
  const at = name.lastIndexOf('/', 154);
  if (at < 0 || Buffer.byteLength(name.slice(at + 1)) > 100)
    throw new RangeError(`${name} is too long a name for an archive`);
  return [name.slice(at + 1), name.slice(0, at)];
}

/** Places and texts of the fields of a header that are the same for every file; the sum counts its own field as blanks. */
const fixed = [
  [100, octal(0o644, 8)],
  [108, octal(0, 8)],
  [116, octal(0, 8)],
  [136, octal(0, 12)],
  [148, ' '.repeat(8)],
  [156, '0'],
  [257, 'ustar\0'],
  [263, '00'],
] as const;

function header(name: string, bytes: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const [last, prefix] = nameFields(name);
  const fields = [[0, last], [124, octal(bytes, 12)], [345, prefix], ...fixed] as const;
  for (const [at, text] of fields) block.write(text, at);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${octal(sum, 7)} `, 148);
  return block;
}

function packed({ name, text }: Packed): Buffer {
  const content = Buffer.from(text);
  const blank = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  return Buffer.concat([header(name, content.length), content, blank]);
}

/** A `.tgz` of files, in the order given. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
export const archive = (files: readonly Packed[]): Buffer =>
  gzipSync(Buffer.concat([...files.map(packed), Buffer.alloc(2 * blockBytes)]), { level: 9 });
