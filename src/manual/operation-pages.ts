/** A page for each operation, by its code, derived from what the rooms and the registry have. */
import { operationDefinition } from '../fhir/canonical.ts';
import { generalOperations } from '../interactions/general-operations.ts';
import type { Operation } from '../resources/define.ts';
import { answerTable, exampleSection, notSection, saysSection, whereSection } from './blocks.ts';
import type { Described } from './described.ts';
import { operationTexts } from './operation-texts.ts';
import { code, codes, type Page, type Section, sectionOf, table, text } from './page.ts';

/** An operation with where it is. */
export type ShownOperation = Omit<Operation, 'run'> & {
  readonly definition?: string;
  readonly bodyOnly?: true;
  readonly on: string;
};

/** Every operation that is answered here. */
export function operationsOf({ rooms, router }: Described): ShownOperation[] {
  const answered = new Set(router.routes.map(({ name }) => name));
  const types = new Set(rooms.map(({ type }) => type));
  return [
    ...rooms.flatMap(({ type, operations }) => operations.map((one) => ({ ...one, on: type }))),
    ...generalOperations
      .filter((one) => answered.has(`$${one.code}`))
      .filter((one) => one.onSystem || (one.types?.some((type) => types.has(type)) ?? true))
      .map((one) => ({
        ...one,
        on: one.onSystem ? 'the whole system' : (one.types?.join(', ') ?? 'every type'),
      })),
  ];
}

const parameterRows = ({ parameter }: ShownOperation, use: 'in' | 'out'): string[][] =>
  parameter
    .filter((one) => one.use === use)
    .map(({ name, synonyms = [], type, min, max, documentation }) => [
      code(name),
      codes(synonyms),
      code(type),
      `${min}..${max}`,
      documentation.en,
    ]);

const parameterSections = (operation: ShownOperation): Section[] => [
  ...sectionOf(`Parameters, on ${operation.on}`, [
    text(titleOf(operation)),
    table(['Name', 'Also', 'Type', 'Times', 'Meaning'], parameterRows(operation, 'in')),
  ]),
  ...sectionOf(`What comes back, on ${operation.on}`, [
    table(['Name', 'Also', 'Type', 'Times', 'Meaning'], parameterRows(operation, 'out')),
  ]),
];

/** Where people read of it: names of R4's definitions are no pages, and ours are served nowhere yet. */
function titleOf({ definition, code: name, title }: ShownOperation): string {
  const [, type = '', rest] =
    /^http:\/\/hl7\.org\/fhir\/OperationDefinition\/(\w+)-(.+)$/.exec(definition ?? '') ?? [];
  if (rest !== undefined)
    return `[${title.en}](https://hl7.org/fhir/R4/${type.toLowerCase()}-operation-${rest}.html)`;
  return `${title.en}: ${code(definition ?? operationDefinition(name))}`;
}

function postOnly(operations: readonly ShownOperation[]): [string, string][] {
  if (operations.some(({ affectsState }) => affectsState)) return [['GET', 'it changes something']];
  return operations.some(({ bodyOnly }) => bodyOnly)
    ? [['GET', 'what it takes may be a person’s, and addresses are kept']]
    : [];
}

function sectionsOf(name: string, all: readonly ShownOperation[], described: Described): Section[] {
  const texts = operationTexts[name] ?? { about: '', says: [] };
  return [
    ...whereSection(
      described.router.routes.filter((route) => route.name === `$${name}`),
      described,
    ),
    ...saysSection(texts),
    ...all.flatMap(parameterSections),
    ...exampleSection(texts, described),
    ...answerTable(texts.answers ?? []),
    ...notSection([...(texts.not ?? []), ...postOnly(all)]),
  ];
}

/** The address of an operation's page. */
export const pageOf = (operation: string): string => `operation-${operation}`;

/** One page for each code: the same operation may be on several types. */
export function operationPages(described: Described): Page[] {
  const all = operationsOf(described);
  const names = [...new Set(all.map((one) => one.code))];
  return names.map((name) => {
    const own = all.filter((one) => one.code === name);
    const title = own[0]?.title ?? { da: name, en: name };
    return {
      ...{ name: pageOf(name), group: 'Operations' },
      title: { da: title.da, en: `$${name}: ${title.en}` },
      about: operationTexts[name]?.about ?? title.en,
      sections: () => sectionsOf(name, own, described),
    };
  });
}
