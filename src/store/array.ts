/** Arrays as PostgreSQL sends and takes them in binary: written at once, where the text form escapes every quote of every resource. */

const headBytes = 20;
const oids = { text: 25, float8: 701, int4: 23, int2: 21 } as const;

/** One dimension, counted from 1; `size` bytes of elements follow. */
function headed(type: keyof typeof oids, count: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(headBytes + size);
  bytes.writeInt32BE(1, 0);
  // Whether there are nulls: a hint that may be given always.
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(oids[type], 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
}

/** A `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const size = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), 0);
  const bytes = headed('text', values.length, size);
  let at = headBytes;
  for (const [index, value] of values.entries()) {
    at = bytes.writeInt32BE(lengths[index] ?? -1, at);
    if (value !== null) at += bytes.write(value, at);
  }
  return bytes;
}

const numbers =
  (
    type: 'float8' | 'int4' | 'int2',
    width: number,
    write: 'writeDoubleBE' | 'writeInt32BE' | 'writeInt16BE',
  ) =>
  (values: readonly (number | null)[]): Buffer => {
    const filled = values.filter((value) => value !== null).length;
    const bytes = headed(type, values.length, values.length * 4 + filled * width);
    let at = headBytes;
    for (const value of values) {
      at = bytes.writeInt32BE(value === null ? -1 : width, at);
      if (value !== null) at = bytes[write](value, at);
    }
    return bytes;
  };

/** A `float8[]`, infinities included. */
export const float8Array = numbers('float8', 8, 'writeDoubleBE');
export const int4Array = numbers('int4', 4, 'writeInt32BE');
export const int2Array = numbers('int2', 2, 'writeInt16BE');
