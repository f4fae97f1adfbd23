/** Reads a JSON file that a person has written, and says where it is wrong. */
import { readFileSync } from 'node:fs';
import { utf8Text } from '../fhir/json.ts';
import { scanJson } from '../fhir/json-scan.ts';
import type { Text } from '../fhir/outcome.ts';

/** What keeps a file from being read. Line and column count from 1; neither where the whole is meant. */
export interface JsonFileFault extends Text {
  readonly line?: number;
  readonly column?: number;
}

type JsonFile =
  | { readonly text: string; readonly content: unknown }
  | { readonly fault: JsonFileFault };

const unreadable: JsonFileFault = {
  da: 'filen kan ikke åbnes',
  en: 'the file cannot be opened',
};
const notUtf8: JsonFileFault = {
  da: 'filen er ikke gemt som UTF-8, så æ, ø og å går tabt',
  en: 'the file is not saved as UTF-8, so that letters such as æ get lost',
};

const noObject: JsonFileFault = {
  da: 'filen skal begynde med {',
  en: 'the file must begin with {',
};
const start = { line: 1, column: 1 };

function bytesOf(file: URL): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** The text of a file; what keeps it from being one else. */
export function readText(file: URL): { readonly text: string } | { readonly fault: JsonFileFault } {
  const bytes = bytesOf(file);
  if (!bytes) return { fault: unreadable };
  const text = utf8Text(bytes);
  return text === undefined ? { fault: notUtf8 } : { text };
}

/** Where a character stands. */
export function placeIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The file as JSON; a name that stands twice in an object is a fault, as one of the two would be lost. */
export function readJsonFile(file: URL): JsonFile {
  const read = readText(file);
  if ('fault' in read) return read;
  const { text } = read;
  const root = /^\s*\[/.test(text) ? 'array' : 'object';
  if (root === 'object' && !/^\s*\{/.test(text)) return { fault: { ...noObject, ...start } };
  const scanned = scanJson(text, root, Number.POSITIVE_INFINITY);
  if ('fault' in scanned) {
    const { at, da, en } = scanned.fault;
    return { fault: { da, en, ...placeIn(text, at) } };
  }
  try {
    return { text, content: JSON.parse(text) };
  } catch {
    return { fault: { da: 'filen er ikke JSON', en: 'the file is not JSON' } };
  }
}
