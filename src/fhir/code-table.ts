/** A code table of a mapping, and how what is made of it presents itself. */
import type { CodeSystem, CodeSystemConcept, Coding, ValueSet } from '@medplum/fhirtypes';
import { codeSystem, ours } from './canonical.ts';
import type { Text } from './outcome.ts';
import { valueSetUrl } from './profile-terminology.ts';
import { inBoth } from './translation.ts';

/** A code table of a mapping: `{ planlagt: 'booked' }`, or codings in place of codes. */
export interface CodeTable {
  /** Such as `aftale-status`; the code system of the Cura codes, their value set and the map are `cura-aftale-status`. */
  readonly id: string;
  readonly title: Text;
  /** What its codes mean, of those that have words. */
  readonly words?: Readonly<Record<string, Text>>;
  readonly rows: Readonly<Record<string, string | Readonly<Coding>>>;
  /** The system of rows that are plain codes. */
  readonly system?: string;
  /** Value set of what the rows lead to. */
  readonly targetSet?: string;
}

/** URL of a concept map of ours. */
export const conceptMapUrl = (id: string): string => `${ours}/ConceptMap/${id}`;

/** `cura-aftale-status` is `CuraAftaleStatus`. */
const nameOf = (id: string): string =>
  id.replace(/(?:^|-)([a-z\d])/g, (_, first: string) => first.toUpperCase());

/** What is made of a table: what its title ends in, and what is said of it. */
const kinds = {
  system: {
    ending: { da: '', en: '' },
    about: {
      da: 'De koder, som omsorgsjournalen har for det: en antagelse, udgivet som en.',
      en: 'The codes that the care record has for it: an assumption, published as such.',
    },
  },
  set: {
    ending: { da: '', en: '' },
    about: {
      da: 'Alle koder, som omsorgsjournalen har for det.',
      en: 'All codes that the care record has for it.',
    },
  },
  shown: {
    ending: { da: ', som FHIR viser det', en: ', as FHIR shows it' },
    about: {
      da: 'De koder i FHIR, som omsorgsjournalens koder bliver til.',
      en: 'The codes of FHIR that those of the care record become.',
    },
  },
  map: {
    ending: { da: '', en: '' },
    about: {
      da: 'Hvad hver af omsorgsjournalens koder bliver til i FHIR.',
      en: 'What each code of the care record becomes in FHIR.',
    },
  },
  back: {
    ending: { da: ', tilbage til Cura', en: ', back to Cura' },
    about: {
      da: 'Hvad hver kode i FHIR bliver til i omsorgsjournalen.',
      en: 'What each code of FHIR becomes in the care record.',
    },
  },
} as const satisfies Readonly<Record<string, { ending: Text; about: Text }>>;

const suffix: Readonly<Partial<Record<keyof typeof kinds, string>>> = {
  shown: '-shown',
  back: '-back',
};

/** Id, name, title and description of one of the things that a table becomes. */
export function about({ id, title }: CodeTable, kind: keyof typeof kinds) {
  const full = `cura-${id}${suffix[kind] ?? ''}`;
  const { ending, about: said } = kinds[kind];
  return {
    ...{ id: full, name: nameOf(full), status: 'draft' as const },
    ...inBoth('title', { da: `${title.da}${ending.da}`, en: `${title.en}${ending.en}` }),
    ...inBoth('description', said),
  };
}

/** What Cura writes is Danish, so its display is. */
const worded = (code: string, word?: Text): CodeSystemConcept => ({
  code,
  ...(word && { display: word.da, designation: [{ language: 'en', value: word.en }] }),
});

/** The codes of Cura. */
export const systemOf = (table: CodeTable): CodeSystem => ({
  resourceType: 'CodeSystem',
  ...about(table, 'system'),
  url: codeSystem(`cura-${table.id}`),
  caseSensitive: true,
  valueSet: valueSetUrl(`cura-${table.id}`),
  content: 'complete',
  concept: Object.keys(table.rows).map((code) => worded(code, table.words?.[code])),
});

/** All codes of Cura. */
export const setOf = (table: CodeTable): ValueSet => ({
  resourceType: 'ValueSet',
  ...about(table, 'set'),
  url: valueSetUrl(`cura-${table.id}`),
  compose: { include: [{ system: codeSystem(`cura-${table.id}`) }] },
});
