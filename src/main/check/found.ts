/** Everything that a municipality's folder holds, right or wrong: what the checks look at. */
import { existsSync, readdirSync } from 'node:fs';
import type { LocalWordTables } from '../../cura/local-word.ts';
import type { Language, Text } from '../../fhir/outcome.ts';
import {
  loadText,
  SmsTextError,
  type TextName,
  type TextValues,
  textLanguages,
  textNames,
} from '../../resources/communication/sms-text.ts';
import { type JsonFileFault, readJsonFile } from '../../resources/json-file.ts';
import type { Municipality } from '../../resources/municipality.ts';
import { type FileFault, faultsOf } from '../../resources/municipality-file.ts';
import { readBrokers } from '../../resources/municipality-identity.ts';

/** A JSON file of the folder. Its content is there only where nothing is wrong with its form. */
export interface FoundFile<T> {
  readonly exists: boolean;
  /** What keeps it from being read as JSON. */
  readonly unread?: JsonFileFault;
  /** As it stands, where it is JSON. */
  readonly text?: string;
  readonly faults: readonly FileFault[];
  readonly content?: T & { readonly $schema?: string };
}

/** A text, or why it is none. */
export interface FoundText {
  readonly name: TextName;
  readonly language: Language;
  /** The municipality's own, not the shared one. */
  readonly own: boolean;
  readonly write?: (values: TextValues) => string;
  readonly broken?: Text;
}

export interface Found {
  readonly code: string;
  readonly municipality: FoundFile<Municipality>;
  readonly codes: FoundFile<{ readonly tables: LocalWordTables }>;
  readonly identity: FoundFile<{ readonly brokers: object }>;
  /** As they come out of `identity.json`. */
  readonly brokers: Readonly<Record<string, unknown>>;
  readonly texts: readonly FoundText[];
  /** Files of the folder, as paths in it. */
  readonly paths: readonly string[];
  /** The other municipalities here, as far as they can be read. */
  readonly others: readonly { readonly code: string; readonly content: Partial<Municipality> }[];
  /** The address that links begin with. */
  readonly publicUrl: string;
}

const none = { exists: false, faults: [] } as const;

function fileAt<T>(root: URL, code: string, name: string): FoundFile<T> {
  const file = new URL(`${code}/${name}.json`, root);
  if (!existsSync(file)) return none;
  const read = readJsonFile(file);
  if ('fault' in read) return { ...none, exists: true, unread: read.fault };
  const { text, content } = read;
  const faults = faultsOf(root, `${name}.schema.json`, content);
  const known = { exists: true, text, faults };
  return faults.length === 0
    ? { ...known, content: content as NonNullable<FoundFile<T>['content']> }
    : known;
}

function textAt(mappings: URL, code: string, name: TextName, language: Language): FoundText {
  const own = existsSync(new URL(`municipalities/${code}/texts/${name}.${language}.hbs`, mappings));
  try {
    return { name, language, own, write: loadText(code, name, language, mappings) };
  } catch (error) {
    const said = error instanceof SmsTextError ? error.said : undefined;
    return { name, language, own, broken: said ?? { da: `${error}`, en: `${error}` } };
  }
}

function pathsIn(folder: URL): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll('\\', '/'))
    .map((path) => path.slice(folder.pathname.length).replace(/^\//, ''))
    .sort();
}

function othersIn(root: URL, own: string): Found['others'] {
  const codes = readdirSync(root).filter((name) => /^\d{4}$/.test(name) && name !== own);
  return codes.sort().flatMap((code) => {
    const read = readJsonFile(new URL(`${code}/municipality.json`, root));
    const content = 'content' in read ? read.content : undefined;
    return typeof content === 'object' && content !== null ? [{ code, content }] : [];
  });
}

/** Reads the folder of a municipality; `mappings` is the folder above all municipalities. */
export function findAllOf(code: string, mappings: URL, publicUrl: string): Found {
  const root = new URL('municipalities/', mappings);
  const identity = fileAt<{ brokers: object }>(root, code, 'identity');
  return {
    ...{ code, identity, publicUrl },
    municipality: fileAt(root, code, 'municipality'),
    codes: fileAt(root, code, 'codes'),
    brokers: identity.content ? readBrokers(code, root) : {},
    texts: textNames.flatMap((name) =>
      textLanguages.map((language) => textAt(mappings, code, name, language)),
    ),
    paths: pathsIn(new URL(`${code}/`, root)),
    others: othersIn(root, code),
  };
}
