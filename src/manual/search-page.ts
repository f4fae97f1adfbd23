/** What a search may say, from the tables that the grammar reads by. https://hl7.org/fhir/R4/search.html */

import { unsupportedParams } from '../fhir/r4-search.ts';
import { controlNames } from '../fhir/search-control.ts';
import { prefixes } from '../fhir/search-criterion.ts';
import { namesOf, paramOf } from '../fhir/search-entry.ts';
import { mostHops, mostValues } from '../fhir/search-issue.ts';
import { modifiersOf } from '../fhir/search-modifier.ts';
import type { SearchParam } from '../fhir/search-param.ts';
import { cursorLifeMs } from '../interactions/cursor.ts';
import type { Described } from './described.ts';
import { code, codes, list, type Page, type Section, sectionOf, table, text } from './page.ts';
import {
  controlTexts,
  everyTypeTexts,
  modifierTexts,
  prefixTexts,
  typeTexts,
  unsupportedTexts,
} from './search-texts.ts';

type Type = SearchParam['type'];

/** The types of parameters, in the order of their texts. */
export const paramTypes = Object.keys(typeTexts) as Type[];
const prefixed: readonly Type[] = ['date', 'number', 'quantity'];

/** The modifiers that parameters of a type take, the names of types aside. */
export const modifiersOfType = (
  type: Type,
  { codes: terminology }: Pick<Described, 'codes'>,
): readonly string[] =>
  modifiersOf({ name: '', param: { type, expression: '' }, codes: terminology });

/** What is said of a modifier. */
export const modifierText = (type: Type, modifier: string): string | undefined =>
  modifierTexts[`${type}:${modifier}`] ?? modifierTexts[modifier];

function typeSection(type: Type, described: Described): Section[] {
  const { form, compared, example } = typeTexts[type];
  const modifiers = modifiersOfType(type, described).map((one) => [
    code(`:${one}`),
    modifierText(type, one) ?? '',
  ]);
  const ofTypes = type === 'reference' ? [[code(':[type]'), 'the bare id is of this type']] : [];
  return sectionOf(`Parameters of type ${type}`, [
    list([`Written: ${form}`, `Compared: ${compared}`, `Such as \`${example}\``]),
    ...(prefixed.includes(type) ? [text(`Prefixes: ${codes(prefixes)}.`)] : []),
    table(['Modifier', 'Meaning'], [...modifiers, ...ofTypes]),
  ]);
}

const pairs = (names: readonly string[], texts: Readonly<Record<string, string>>): string[][] =>
  names.map((name) => [code(name), texts[name] ?? '']);

const pageMinutes = cursorLifeMs / 60_000;

const chains: readonly string[] = [
  '`location.name=x`: what `location` refers to has that name. `actor:Patient.family=x`: only where it is a Patient.',
  '`_has:Appointment:patient:status=booked`, of a Patient: an Appointment refers to it by `patient` and is booked.',
  `Both may be nested, through ${mostHops} references at most.`,
];

/** The grammar of a search. */
export const searchSections = (described: Described): Section[] => [
  ...sectionOf('Parameters of every type', [
    table(
      ['Name', 'Type', 'Finds'],
      namesOf({}).map((name) => [
        code(name),
        paramOf({}, name)?.type ?? '',
        everyTypeTexts[name] ?? '',
      ]),
    ),
  ]),
  ...paramTypes.flatMap((type) => typeSection(type, described)),
  ...sectionOf('Prefixes', [table(['Prefix', 'The value'], pairs(prefixes, prefixTexts))]),
  ...sectionOf('Escapes', [
    text('In a value `\\,`, `\\|`, `\\$` and `\\\\` stand for the sign itself.'),
  ]),
  ...sectionOf('Chains and _has', [list(chains)]),
  ...sectionOf('What shapes the answer', [
    table(['Name', 'Value'], pairs(controlNames, controlTexts)),
    text(
      '`_include:iterate` and `_revinclude:iterate` (also `:recurse`) go on from what was included. What the caller may not see does not come along.',
    ),
  ]),
  ...sectionOf('Pages', [
    text(
      `\`first\`, \`previous\`, \`next\` and \`self\` are links to follow as they stand. They are sealed: no value of a person can be read from one, they are of the caller who got them, and they end after ${pageMinutes} minutes. Who goes from page to page meets each resource once, whatever is written meanwhile.`,
    ),
  ]),
  ...sectionOf('Limits', [
    list([`${mostValues} values of one parameter`, `${mostHops} references of a chain`]),
  ]),
  ...sectionOf('Parameters of R4 that are refused', [
    table(['Name', 'Because'], pairs(Object.keys(unsupportedTexts), unsupportedTexts)),
  ]),
];

const paramSection = ({ definitions }: Described, room: Described['rooms'][number]): Section[] =>
  sectionOf(room.type, [
    table(
      ['Parameter', 'Type', 'Finds'],
      Object.entries(room.search).map(([name, { type, target, description }]) => [
        code(name),
        type,
        description?.en ?? (target ? `references to ${target.join(', ')}` : 'as R4 has it'),
      ]),
    ),
    table(
      ['Of R4, not here', 'Because'],
      unsupportedParams(room.type, room.search, definitions).map(({ code: name, reason }) => [
        code(name),
        reason.en,
      ]),
    ),
  ]);

/** Every parameter of every type, and those of R4 that are not there. */
export const parameterPage = (described: Described): Page => ({
  ...{ name: 'search-parameters', group: 'Topics' },
  title: { da: 'Søgeparametre', en: 'Search parameters' },
  about:
    'Every search parameter of every type, and those of R4 that are not there, with the reason.',
  sections: () => described.rooms.flatMap((room) => paramSection(described, room)),
});
