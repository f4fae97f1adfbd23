import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const blockBytes = 512;

const field = (header: Buffer, from: number, length: number): string =>
  header.toString('utf8', from, from + length).replace(/\0.*$/s, '');

/** Names and texts of the files in a tar archive. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
export function* filesIn(archive: Buffer): Generator<{ name: string; text: string }> {
  for (let at = 0; at + blockBytes <= archive.length; ) {
    const header = archive.subarray(at, at + blockBytes);
    const name = field(header, 0, 100);
    if (name === '') return;
    const prefix = field(header, 345, 155);
    const bytes = Number.parseInt(field(header, 124, 12), 8);
    const from = at + blockBytes;
    const kind = field(header, 156, 1);
    if (kind === '' || kind === '0')
      yield {
        name: prefix === '' ? name : `${prefix}/${name}`,
        text: archive.toString('utf8', from, from + bytes),
      };
    at = from + Math.ceil(bytes / blockBytes) * blockBytes;
  }
}

/** The texts of the examples in the FHIR packages of a folder. */
export const packagedExamples = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .flatMap((name) => [...filesIn(gunzipSync(readFileSync(join(folder, name))))])
    .filter(({ name }) => /^package\/example\/[A-Z][^/]*\.json$/.test(name))
    .map(({ text }) => text);
