/** A Cura that has other words for some codes than the contract: they become the contract's on the way in, and its own on the way out. */
import { isCuraType } from './check.ts';
import type { CuraType } from './records.ts';
import { wordPlaces } from './word-place.ts';

/** By code table, a municipality's word and the contract's: `{ 'aftale-status': { bekraeftet: 'planlagt' } }`. */
export type LocalWordTables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Rewrites records in place, in either direction. */
export interface LocalWords {
  /** What came as an answer; `type` where the address says it. */
  readonly inward: (body: unknown, type?: CuraType) => unknown;
  /** A copy to send. */
  readonly outward: <T extends object>(type: CuraType, record: T) => T;
}

/** The contract's words. */
export const noLocalWords: LocalWords = {
  inward: (body) => body,
  outward: (_, record) => record,
};

type Fields = Record<string, unknown>;
type Edit = (record: Fields) => void;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Changes the words at a path such as `aflysning.aarsag` or `maalgrupper[]`. */
function editAt(path: string, words: ReadonlyMap<string, string>): Edit {
  const steps = path.replace('[]', '').split('.');
  const last = steps.pop() ?? '';
  const changed = (value: unknown): unknown =>
    typeof value === 'string' ? (words.get(value) ?? value) : value;
  return (record) => {
    const holder = steps.reduce<unknown>(
      (at, step) => (isFields(at) ? at[step] : undefined),
      record,
    );
    if (!isFields(holder) || !Object.hasOwn(holder, last)) return;
    const value = holder[last];
    holder[last] = Array.isArray(value) ? value.map(changed) : changed(value);
  };
}

type Direction = (words: Readonly<Record<string, string>>) => ReadonlyMap<string, string>;

function editsOf(tables: LocalWordTables, direction: Direction): ReadonlyMap<string, Edit[]> {
  const edits = new Map<string, Edit[]>();
  for (const [table, words] of Object.entries(tables))
    for (const [type, path] of wordPlaces[table] ?? [])
      edits.set(type, [...(edits.get(type) ?? []), editAt(path, direction(words))]);
  return edits;
}

const listsIn = (body: Fields): unknown[] =>
  [body.poster, body.raekker].flatMap((list) => (Array.isArray(list) ? list : []));

/** Compiled once; types without words of their own pass as they are. */
export function localWords(tables: LocalWordTables): LocalWords {
  if (Object.keys(tables).length === 0) return noLocalWords;
  const ins = editsOf(tables, (words) => new Map(Object.entries(words)));
  const outs = editsOf(tables, (words) => new Map(Object.entries(words).map(([a, b]) => [b, a])));
  const edit = (type: unknown, record: unknown): void => {
    if (isCuraType(type) && isFields(record)) for (const one of ins.get(type) ?? []) one(record);
  };
  return {
    inward: (body, type) => {
      if (!isFields(body)) return body;
      edit(type, body);
      edit(body.type, body.svar);
      for (const row of listsIn(body))
        if (isFields(row)) edit(type ?? row.type, type === undefined ? row.post : row);
      return body;
    },
    outward: (type, record) => {
      const edits = outs.get(type);
      if (!edits) return record;
      const copy = structuredClone(record);
      for (const one of edits) one(copy as Fields);
      return copy;
    },
  };
}
