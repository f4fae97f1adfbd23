/** The words that a municipality's Cura has in place of the contract's. */
import { fileURLToPath } from 'node:url';
import type { LocalWordTables } from '../cura/local-word.ts';
import { goesBack } from '../cura/word-place.ts';
import type { CodeTable } from '../fhir/code-table.ts';
import { codeTables } from './code-tables.ts';
import { MunicipalityError, municipalityRoot, readChecked } from './municipality-file.ts';

/** A word that cannot stand as it does; `other` is the word that it is at odds with. */
export interface WordFault {
  readonly table: string;
  readonly word: string;
  readonly other: string;
  /** It is a word of the contract itself; or another one leads to the same, and a record is written too. */
  readonly kind: 'taken' | 'twice';
}

const rowsOf = (id: string): CodeTable['rows'] =>
  codeTables.find((table) => table.id === id)?.rows ?? {};

function faultsIn(table: string, words: Readonly<Record<string, string>>): WordFault[] {
  const known = rowsOf(table);
  const entries = Object.entries(words);
  return entries.flatMap(([word, meant], at): WordFault[] => {
    const earlier = entries.slice(0, at).find(([, other]) => other === meant);
    return [
      ...(Object.hasOwn(known, word) && word !== meant
        ? [{ table, word, other: meant, kind: 'taken' } as const]
        : []),
      ...(earlier && goesBack(table)
        ? [{ table, word, other: earlier[0], kind: 'twice' } as const]
        : []),
    ];
  });
}

/** Every word that is not one-to-one where it must be. */
export const wordFaults = (tables: LocalWordTables): WordFault[] =>
  Object.entries(tables).flatMap(([table, words]) => faultsIn(table, words));

/** The file as it stands, held against its schema alone; none is no words. Throws `MunicipalityError`. */
export const readWords = (code: string, root: URL = municipalityRoot): LocalWordTables =>
  (readChecked(code, 'codes', root) as { tables: LocalWordTables } | undefined)?.tables ?? {};

/** Reads the words of a municipality. Throws `MunicipalityError` also for those that are not one-to-one. */
export function loadWords(code: string, root: URL = municipalityRoot): LocalWordTables {
  const tables = readWords(code, root);
  const [fault] = wordFaults(tables);
  if (!fault) return tables;
  const file = fileURLToPath(new URL(`${code}/codes.json`, root));
  const reason =
    fault.kind === 'taken'
      ? `is a word of the contract itself, and cannot mean ${fault.other}`
      : `means the same as ${fault.other}, and what is sent to Cura could not be told apart`;
  throw new MunicipalityError(
    `The file ${file} is wrong at /tables/${fault.table}/${fault.word}: ${fault.word} ${reason}. Take one of them away.`,
  );
}

/** The code tables with the municipality's words beside the contract's. */
export const withWords = (
  tables: readonly CodeTable[],
  own: LocalWordTables,
): readonly CodeTable[] =>
  tables.map((table) => {
    const added = Object.entries(own[table.id] ?? {}).flatMap(([word, meant]) => {
      const row = table.rows[meant];
      return row === undefined ? [] : [[word, row] as const];
    });
    return added.length === 0
      ? table
      : { ...table, rows: { ...table.rows, ...Object.fromEntries(added) } };
  });
