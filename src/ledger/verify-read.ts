/** The lines of a file, whatever they are. */
import { VerifyFault } from './verify-members.ts';

/** No row that we take in comes near it, and a reader can hold it. */
const longestLineBytes = 64 * 1_048_576;

const newline = 0x0a;

function textOf(parts: readonly Buffer[], number: number): string {
  const bytes = Buffer.concat(parts);
  const line = bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw new VerifyFault(`Line ${number} is not UTF-8.`);
  }
}

/** Lines end with LF, or with CR LF after a way through other systems; nothing else ends one. Throws `VerifyFault`. */
export async function* linesIn(
  chunks: AsyncIterable<Buffer>,
  longestBytes = longestLineBytes,
): AsyncGenerator<string> {
  let [parts, length, number]: [Buffer[], number, number] = [[], 0, 1];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      yield textOf([...parts, chunk.subarray(from, at)], number);
      [parts, length, number, from] = [[], 0, number + 1, at + 1];
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    if (length > longestBytes)
      throw new VerifyFault(`Line ${number} is longer than any that an export has.`);
    parts.push(rest);
  }
  if (length > 0) yield textOf(parts, number);
}
