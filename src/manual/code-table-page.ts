/** What each code of Cura becomes in FHIR, from the tables that the mappings go by; in English and in Danish. */
import type { CodeTable } from '../fhir/code-table.ts';
import type { Language, Text } from '../fhir/outcome.ts';
import { codeTables } from '../resources/code-tables.ts';
import { code, type Page, type Section, sectionOf, table, text } from './page.ts';

interface Words {
  readonly place: Pick<Page, 'name' | 'group' | 'language' | 'other' | 'about'>;
  readonly columns: readonly string[];
  readonly reading: string;
  readonly says: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    place: {
      ...{ name: 'code-tables', group: 'Topics', other: 'kodetabeller' },
      about: 'What each code of Cura becomes in FHIR.',
    },
    columns: ['Cura', 'Means', 'FHIR', 'System'],
    reading: 'How to read it',
    says: 'A municipality adds its own words to a table by its name, in `codes.json`: see [for a municipality](municipalities#codes-json). [$translate](operation-translate) asks the same of the server.',
  },
  da: {
    place: {
      ...{ name: 'kodetabeller', group: 'På dansk', language: 'da', other: 'code-tables' },
      about: 'Hvad hver af Curas koder bliver til i FHIR.',
    },
    columns: ['Cura', 'Betyder', 'FHIR', 'System'],
    reading: 'Sådan læses de',
    says: 'En kommune føjer sine egne ord til en tabel ved dens navn, i `codes.json`: se [til kommunen](til-kommunen#codes-json). [$translate](operation-translate) spørger serveren om det samme.',
  },
};

const rowsOf = ({ rows, system = '–', words: said = {} }: CodeTable, language: Language) =>
  Object.entries(rows).map(([from, to]) => {
    const coding = typeof to === 'string' ? { code: to } : to;
    const means = said[from]?.[language] ?? '–';
    return [code(from), means, code(coding.code ?? ''), coding.system ?? system];
  });

const sectionsIn = (language: Language): Section[] => [
  ...sectionOf(words[language].reading, [text(words[language].says)]),
  ...codeTables.flatMap((one) =>
    sectionOf(one.id, [
      text(one.title[language]),
      table([...words[language].columns], rowsOf(one, language)),
    ]),
  ),
];

const title: Text = { da: 'Kodetabeller', en: 'Code tables' };

const pageIn = (language: Language): Page => ({
  ...words[language].place,
  title,
  sections: () => sectionsIn(language),
});

/** One page. */
export const codeTablePage = (): Page => pageIn('en');

/** The same in Danish. */
export const danishCodeTablePage = (): Page => pageIn('da');
