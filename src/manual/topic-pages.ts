/** Pages about what holds at every address. */
import { codeSystem } from '../fhir/canonical.ts';
import type { Interaction } from '../resources/interaction.ts';
import { answerTable, exampleSection, inputSections, notSection, saysSection } from './blocks.ts';
import { inDanish, inEnglish } from './concept-words.ts';
import { type Described, lacking } from './described.ts';
import { adviceByKey } from './error-advice.ts';
import { kinds } from './interaction-pages.ts';
import { operationsOf, pageOf } from './operation-pages.ts';
import { operationTexts } from './operation-texts.ts';
import {
  code,
  codes,
  inDanishAt,
  list,
  type Page,
  type Section,
  sectionOf,
  table,
  text,
} from './page.ts';
import { parameterPage } from './search-page.ts';
import { unsupportedTexts } from './search-texts.ts';
import type { Texts } from './texts.ts';
import { topicTexts } from './topic-texts.ts';

const topicSections = (texts: Texts, described: Described): Section[] => [
  ...saysSection(texts, texts.spec),
  ...inputSections(texts),
  ...exampleSection(texts, described),
  ...answerTable(texts.answers ?? []),
  ...notSection(texts.not ?? []),
];

/** Statuses that any address may answer. */
const everywhere: readonly (readonly [number, string, readonly string[]])[] = [
  [400, 'the request cannot be read', ['bad-request', 'invalid-character']],
  [401, 'no token, or one that does not hold', ['token-missing', 'token-invalid']],
  [403, 'the login is too weak, or gives no access here', ['assurance-level', 'not-known']],
  [
    404,
    'no such type, operation or resource, or none that the caller may know of',
    ['unknown-type', 'unknown-operation', 'not-found'],
  ],
  [
    405,
    'the address does not take the method; `Allow` lists what it takes',
    ['method-not-allowed'],
  ],
  [406, 'no format of ours is asked for', ['not-acceptable']],
  [413, 'the body is too large', ['too-large']],
  [415, 'the body is of another format', ['unsupported-media-type']],
  [500, 'a fault of ours: nothing that a client sends may cause it', ['internal']],
  [
    503,
    'the database, Cura or the login does not answer: try again after `Retry-After`',
    ['database-unavailable', 'cura-unavailable', 'identity-unavailable'],
  ],
];

/** Keys that a page may name. */
export const issueKeys = ({ definitions }: Pick<Described, 'definitions'>) =>
  definitions.profiles.codeSystem(codeSystem('samspil-issue'))?.concept ?? [];

function keyTable(described: Described) {
  const advice = adviceByKey();
  const keys = issueKeys(described);
  return table(
    ['Key', 'Status', 'Meaning', 'Betydning', 'What to do', 'Hvad man gør'],
    keys.map((concept) => {
      const { code: key = '' } = concept;
      const { status = '', does = { da: '', en: '' } } = advice.get(key) ?? {};
      return [code(key), status, inEnglish(concept), inDanish(concept), does.en, does.da];
    }),
    keys.map(({ code: key = '' }) => key),
  );
}

const errorSections = (described: Described): Section[] => [
  ...sectionOf('How a refusal looks', [
    text(
      'Every refusal is an OperationOutcome with each thing that is wrong, not the first alone: `severity`, `code`, `details.coding` with a key of ours, `details.text` in Danish or, with `Accept-Language: en`, in English, and `expression` where there is an element. Programs should go by the key.',
    ),
  ]),
  ...sectionOf('At every address', [
    table(
      ['Status', 'When', 'Keys'],
      everywhere.map(([status, when, keys]) => [`${status}`, when, codes(keys)]),
    ),
  ]),
  ...sectionOf('Keys', [
    text(
      'Each stands under an anchor of its own, to which the header `Link` (`rel="help"`) of a refusal leads. A rule of R4 that is broken has the key that R4 gives it, such as `pat-1`: mend the element that `expression` points to, as [invariant](errors#invariant) says, to which its `Link` leads.',
    ),
    keyTable(described),
  ]).map(inDanishAt(3, 5)),
  ...sectionOf('Try again?', [
    list([
      'Status 408, 429 and 503: yes, the same request, after the seconds of `Retry-After`; wait twice as long each time, and stop after some minutes.',
      '`outcome-unknown`: the same booking, move or cancellation again is answered as what it came to. It is never done twice.',
      'Where the connection broke before an answer came: a read, an update with `If-Match`, and an act that names what it is about ($book of one proposal, $cancel, $mark-read) can be sent again. A message and a measurement get an `identifier` of the client’s own; sent again with it, the first one is answered.',
      'Status 401: once, with a new token. All other statuses of 4xx: no, not before something is changed.',
    ]),
  ]),
];

const codesOfRooms: readonly Interaction[] = Object.values(kinds).flatMap(
  ({ codes: own = [] }) => own,
);

const rowsOf = (page: string, not: Texts['not'] = []): string[][] =>
  not.map(([what, why]) => [`[${page}](${page})`, what, why]);

/** Everything that is not there, with its page. */
export function unsupportedRows(described: Described): string[][] {
  const operations = operationsOf(described).map((one) => one.code);
  return [
    ...Object.entries(kinds).flatMap(([name, { texts }]) => rowsOf(name, texts.not)),
    ...Object.entries(unsupportedTexts).map(([name, why]) => ['[search](search)', code(name), why]),
    ...[...new Set(operations)].flatMap((one) => rowsOf(pageOf(one), operationTexts[one]?.not)),
    ...Object.entries(topicTexts).flatMap(([name, texts]: [string, Texts]) =>
      rowsOf(name, texts.not),
    ),
  ];
}

const unsupportedSections = (described: Described): Section[] => [
  ...sectionOf('Of the whole', [table(['Page', 'What', 'Because'], unsupportedRows(described))]),
  ...sectionOf('Interactions that types do not have', [
    table(
      ['Interaction', 'Types', 'Because'],
      codesOfRooms.flatMap((one) =>
        lacking(described.rooms, one).map(([reason, types]) => [
          code(one),
          types.join(', '),
          reason,
        ]),
      ),
    ),
    text(
      'Search parameters of R4 that a type does not have: [search parameters](search-parameters).',
    ),
  ]),
];

/** The pages of topics, the one about what is not there first. */
export const topicPages = (described: Described): Page[] => [
  {
    ...{ name: 'not-supported', group: 'Topics' },
    title: { da: 'Hvad der ikke er her', en: 'What is not supported' },
    about: 'Everything of R4 that one might look for and that is not here, with the reason.',
    sections: () => unsupportedSections(described),
  },
  parameterPage(described),
  ...Object.entries(topicTexts).map(
    ([name, texts]): Page => ({
      ...{ name, group: 'Topics', title: texts.title, about: texts.about },
      sections: () => topicSections(texts, described),
    }),
  ),
  {
    ...{ name: 'errors', group: 'Topics', ...(described.isSecured && { other: 'fejl' }) },
    title: { da: 'Fejl', en: 'Errors' },
    about: 'What a refusal looks like, every key that it may have, and what to do about it.',
    sections: () => errorSections(described),
  },
];
