import type { Identifier, Resource } from '@medplum/fhirtypes';
import type { Room } from '../../../src/resources/define.ts';
import type { Random } from '../../../src/sandbox/people/random.ts';
import { columnOf, tableOf } from '../../../src/store/shape.ts';
import type { Twin } from './twin.ts';

/** A row of the whole store, and whether the bare one has it too. */
export interface Word {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly patient: string | null;
  readonly hidden: boolean;
  readonly content: Resource;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** What can be asked for: all that the whole store holds, above all what the caller may not see. */
export interface Vocabulary {
  readonly rooms: readonly Room[];
  readonly room: (type: string) => Room | undefined;
  /** Some row, more often than not a hidden one; undefined where there is none. */
  readonly word: (random: Random, type: string) => Word | undefined;
  readonly hidden: (random: Random, type?: string) => Word | undefined;
  readonly shown: (random: Random, type: string) => Word | undefined;
  /** Whether the resource is seen in whatever view. */
  readonly isShown: (word: Pick<Word, 'type' | 'id'>) => boolean;
}

interface Stored extends Omit<Word, 'type' | 'hidden' | 'content'> {
  readonly view: number;
  readonly content: string;
}

const readRows = async ({ db }: Twin, room: Room): Promise<Stored[]> =>
  (
    await db.query<Stored>(
      `select id, view, version, patient, content, to_jsonb(t) - 'content' as columns
       from ${tableOf(room)} t order by id, view`,
    )
  ).rows;

async function readWords(whole: Twin, bare: Twin, room: Room): Promise<Word[]> {
  const there = await readRows(bare, room);
  const seen = new Set(there.map(({ id, view }) => `${id} ${view}`));
  const rows = await readRows(whole, room);
  return rows.map((row) => ({
    ...{ ...row, type: room.type, content: JSON.parse(row.content) },
    hidden: !seen.has(`${row.id} ${row.view}`),
  }));
}

const keyOf = ({ type, id }: Pick<Word, 'type' | 'id'>): string => `${type}/${id}`;

const oneOf = (random: Random, words: readonly Word[]): Word | undefined =>
  words.length > 0 ? random.pick(words) : undefined;

/** Reads both stores. */
export async function readVocabulary(whole: Twin, bare: Twin): Promise<Vocabulary> {
  const { rooms } = whole.service;
  const all = new Map<string, Word[]>();
  for (const room of rooms) all.set(room.type, await readWords(whole, bare, room));
  const known = (type: string, isHidden: boolean): Word[] =>
    (all.get(type) ?? []).filter(({ hidden }) => hidden === isHidden);
  const hiding = rooms.filter(({ type }) => known(type, true).length > 0);
  const hidden: Vocabulary['hidden'] = (random, type) => {
    if (type === undefined && hiding.length === 0) return undefined;
    return oneOf(random, known(type ?? random.pick(hiding).type, true));
  };
  const shown: Vocabulary['shown'] = (random, type) => oneOf(random, known(type, false));
  const word: Vocabulary['word'] = (random, type) => {
    const [first, second] = random.chance(0.6) ? [hidden, shown] : [shown, hidden];
    return first(random, type) ?? second(random, type);
  };
  const room = (type: string) => rooms.find((one) => one.type === type);
  const seen = new Set([...all.values()].flat().flatMap((one) => (one.hidden ? [] : keyOf(one))));
  return { rooms, room, word, hidden, shown, isShown: (one) => seen.has(keyOf(one)) };
}

/** Values under which a row is found by a parameter of tokens, texts or references. */
export function valuesIn(room: Room, { columns }: Word, name: string): string[] {
  const values = columns[columnOf(room.search[name]?.within ?? name)];
  return Array.isArray(values) ? values.map(String) : [];
}

/** When the first of a row's times of a date parameter begins, as PostgreSQL has it. */
export const beginningOf = ({ columns }: Word, name: string): string | undefined => {
  const from = columns[`${columnOf(name)}_from`];
  return typeof from === 'string' && !from.includes('infinity') ? from : undefined;
};

/** Numbers and names that tell who somebody is, as the resource itself has them: `system|value`. */
export function identifiersIn({ content }: Word): string[] {
  const { identifier = [] } = content as { identifier?: Identifier | Identifier[] };
  const all = Array.isArray(identifier) ? identifier : [identifier];
  return all.map(({ system = '', value = '' }) => `${system}|${value}`);
}
