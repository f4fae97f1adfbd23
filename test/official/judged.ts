/** What is judged: the examples of our package, all fixtures, and answers that tests have recorded. */
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import { parseStored } from '../../src/fhir/json.ts';
import { entryForm } from '../response-form.ts';
import { asProfiled } from './lay.ts';
import { root } from './place.ts';
import type { Said } from './runner.ts';

/** A file to judge, and how a person finds where it comes from. */
interface Source {
  readonly path: string;
  readonly label: string;
  readonly isRecorded: boolean;
}

/** What is laid out for the validator. */
export interface Laid {
  readonly path: string;
  /** Where each laid file comes from. */
  readonly origins: ReadonlyMap<string, string>;
  /** What cannot be laid out at all. */
  readonly unfit: readonly Said[];
}

interface Origin {
  readonly name: string;
  readonly test: string;
  readonly asked: string;
}

/** Bytes. One of our answers has a few millions at most, and the validator takes fifty times that. */
const mostBytes = 32 * 2 ** 20;

function originsIn(folder: string): ReadonlyMap<string, string> {
  const file = join(folder, 'origins.ndjson');
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line): [string, string][] => {
      // The last is cut off where a test was killed.
      if (!line.endsWith('}')) return [];
      const { name, test, asked } = JSON.parse(line) as Origin;
      return [[name, `${asked}, in ${test}`]];
    }),
  );
}

/** All that was recorded in a folder, or in folders within it. A folder that holds nothing is a slip. */
function recorded(from: string): Source[] {
  const files = globSync('**/*.{json,xml}', { cwd: from }).sort();
  if (files.length === 0) throw new RangeError(`${from} holds no recorded answers`);
  const origins = new Map<string, ReadonlyMap<string, string>>();
  return files.map((name) => {
    const path = join(from, name);
    const folder = dirname(path);
    const known = origins.get(folder) ?? originsIn(folder);
    origins.set(folder, known);
    const origin = known.get(basename(name));
    return { path, label: origin ? `${path} (${origin})` : path, isRecorded: true };
  });
}

const ownFiles = (run: string): Source[] => {
  const examples = globSync('package/example/[A-Z]*.json', { cwd: run }).map((name) =>
    join(run, name),
  );
  const fixtures = globSync('fixtures/*/*.fhir.json', { cwd: root }).map((name) =>
    join(root, name),
  );
  const labelOf = (path: string): string => relative(path.startsWith(run) ? run : root, path);
  return [...examples.sort(), ...fixtures.sort()].map((path) => ({
    ...{ path, label: labelOf(path), isRecorded: false },
  }));
};

const unfit = (file: string, text: string): Said => ({
  ...{ file, severity: 'fatal', kind: 'not-a-resource', path: '', text },
});

interface Read {
  readonly text: string;
  /** XML is left to the validator. */
  readonly resource?: Resource;
}

/** What a file holds; a sentence where that is no resource. */
function readResource(path: string): Read | string {
  const { size } = statSync(path);
  if (size > mostBytes) return `has ${size} bytes, and ${mostBytes} are the most that is judged`;
  const text = readFileSync(path, 'utf8');
  if (text.trim() === '') return 'is empty';
  if (path.endsWith('.xml')) return { text };
  try {
    const resource = parseStored<Resource>(text);
    if (typeof resource?.resourceType !== 'string') return 'is JSON, but no resource of FHIR';
    return { text, resource };
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message : error}`;
  }
}

const isAsWritten = (resource: Resource, text: string): boolean =>
  [0, 2].some((indent) => JSON.stringify(resource, undefined, indent) === text);

/** Entries that are judged in each Bundle, whatever was judged before: what a Bundle asks of them together. */
const alwaysJudged = 5;

/** Of a list, what stood in none before it: the others say nothing new. A document stays whole. */
function thinned(resource: Resource, known: Set<string>): Resource {
  if (resource.resourceType !== 'Bundle' || resource.type === 'document') return resource;
  const isKept = (one: BundleEntry, at: number): boolean => {
    const form = entryForm(one);
    const isNew = !known.has(form);
    known.add(form);
    return isNew || at < alwaysJudged;
  };
  return { ...resource, ...(resource.entry && { entry: resource.entry.filter(isKept) }) };
}

/** What the validator is to read of a file: with our profiles, and as it came where that is more than was read. */
function formsOf({ path, isRecorded }: Source, known: Set<string>): readonly string[] | string {
  const read = readResource(path);
  if (typeof read === 'string') return read;
  const { text, resource } = read;
  if (resource === undefined) return [text];
  try {
    const isPlain = path.endsWith('.plain.json');
    const short = isRecorded && !isPlain ? thinned(resource, known) : resource;
    const profiled = JSON.stringify(isPlain ? short : asProfiled(short));
    // A name that comes twice, a number that is too long: a reader forgives it, the validator does not.
    return isRecorded && !isAsWritten(resource, text) ? [profiled, text] : [profiled];
  } catch (error) {
    return `cannot be written: ${error instanceof Error ? error.message : error}`;
  }
}

/** Lays all out in the folder of a run: each text once, as most examples are fixtures. */
export function layJudged(run: string, folders: readonly string[]): Laid {
  const path = join(run, 'judged');
  mkdirSync(path);
  const labels = new Map<string, string>();
  const refused: Said[] = [];
  const known = new Set<string>();
  for (const source of [...ownFiles(run), ...folders.flatMap(recorded)]) {
    const forms = formsOf(source, known);
    if (typeof forms === 'string') refused.push(unfit(source.label, forms));
    else for (const text of forms) labels.set(text, source.label);
  }
  const origins = [...labels].map(([text, label], at): [string, string] => {
    const to = join(path, `J${at}.${text.startsWith('<') ? 'xml' : 'json'}`);
    writeFileSync(to, text);
    return [to, label];
  });
  return { path, origins: new Map(origins), unfit: refused };
}
