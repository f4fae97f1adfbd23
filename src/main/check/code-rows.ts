import { codeTables } from '../../resources/code-tables.ts';
import { wordFaults } from '../../resources/municipality-code.ts';
import type { CheckRow } from './row.ts';

const wordsOf = (table: string): string[] =>
  Object.keys(codeTables.find(({ id }) => id === table)?.rows ?? {});

/** Words that are a word of the contract but for capitals, and are to mean another. */
const alike = (table: string, words: Readonly<Record<string, string>>) =>
  Object.entries(words).flatMap(([word, meant]) => {
    const same = wordsOf(table).find((one) => one.toLowerCase() === word.toLowerCase());
    return same !== undefined && same !== word && same !== meant ? [{ word, meant, same }] : [];
  });

/** The words of the municipality's Cura. */
export const codeRows: readonly CheckRow[] = [
  {
    key: 'not-one-to-one',
    severity: 'error',
    find: ({ codes: { content } }) =>
      wordFaults(content?.tables ?? {}).map(({ table, word, other, kind }) => ({
        at: `codes.json /tables/${table}/${word}`,
        text:
          kind === 'twice'
            ? {
                da: `“${word}” og “${other}” betyder det samme, så det, der sendes til Cura, kan ikke skelnes.`,
                en: `“${word}” and “${other}” mean the same, so what is sent to Cura cannot be told apart.`,
              }
            : {
                da: `“${word}” er allerede et ord i kontrakten og kan ikke betyde “${other}”.`,
                en: `“${word}” is a word of the contract already and cannot mean “${other}”.`,
              },
        remedy: { da: 'Behold ét af dem.', en: 'Keep one of them.' },
      })),
  },
  {
    key: 'word-alike',
    severity: 'warning',
    find: ({ codes: { content } }) =>
      Object.entries(content?.tables ?? {}).flatMap(([table, words]) =>
        alike(table, words).map(({ word, meant, same }) => ({
          at: `codes.json /tables/${table}/${word}`,
          text: {
            da: `“${word}” ligner kontraktens “${same}”, men skal betyde “${meant}”.`,
            en: `“${word}” is like “${same}” of the contract, but is to mean “${meant}”.`,
          },
          remedy: { da: `Mente I “${same}”?`, en: `Did you mean “${same}”?` },
        })),
      ),
  },
];
