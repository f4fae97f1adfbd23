/** Pages of what is published: extensions, value sets and code systems. */
import { codeSystem, structure } from '../fhir/canonical.ts';
import type { Definition } from '../fhir/profile-fsh.ts';
import { inDanish, inEnglish } from './concept-words.ts';
import type { Described } from './described.ts';
import {
  type Block,
  code,
  inDanishAt,
  type Page,
  type Section,
  sectionOf,
  table,
  text,
} from './page.ts';

const ofKind = ({ definitions }: Described, kind: string): readonly Definition[] =>
  definitions.profiles.definitions.filter((one) => one.kind === kind);

const said = ({ keywords }: Definition): string =>
  [keywords.get('Title'), keywords.get('Description')].filter(Boolean).join(': ');

const contextsOf = ({ id }: Definition, { definitions }: Described): string =>
  definitions.profiles.extension(structure(id))?.contexts.map(code).join(', ') || 'anywhere';

const extensionTable = (described: Described) =>
  table(
    ['Extension', 'Stands in', 'Says'],
    ofKind(described, 'Extension').map((one) => [
      code(one.id),
      contextsOf(one, described),
      said(one),
    ]),
    ofKind(described, 'Extension').map(({ id }) => id),
  );

const listed = (described: Described, kind: string, heading: string): Block => {
  const all = ofKind(described, kind);
  return table(
    [heading, 'Says'],
    all.map((one) => [code(one.id), said(one)]),
    all.map(({ id }) => id),
  );
};

const profileSections = (described: Described): Section[] => [
  ...sectionOf('How to take them', [
    text(
      '`npm run profiles` compiles them into a FHIR package with snapshots, examples and maps. Each canonical URL begins as the one of the profiles on the pages of resources does. What a profile demands stands on the page of its resource.',
    ),
  ]),
  ...sectionOf('Profiles', [listed(described, 'Profile', 'Profile')]),
  ...sectionOf('Extensions', [extensionTable(described)]),
  ...sectionOf('Value sets', [listed(described, 'ValueSet', 'Value set')]),
];

const issues = 'samspil-issue';

function codeSection({ id, ...one }: Definition, { definitions }: Described): Section[] {
  const concepts = definitions.profiles.codeSystem(codeSystem(id))?.concept ?? [];
  return sectionOf(id, [
    text(said({ id, ...one })),
    table(
      ['Code', 'Meaning', 'Betydning'],
      concepts.map((one) => [code(one.code ?? ''), inEnglish(one), inDanish(one)]),
    ),
  ]).map(inDanishAt(2));
}

/** Both pages; none where nothing of ours is served. */
export const profilePages = (described: Described): Page[] => [
  {
    ...{ name: 'profiles', group: 'Topics' },
    title: { da: 'Profiler og udvidelser', en: 'Profiles and extensions' },
    about: 'What is published for others: profiles, extensions and value sets.',
    sections: () => profileSections(described),
  },
  {
    ...{ name: 'codes', group: 'Topics' },
    title: { da: 'Koder', en: 'Codes' },
    about: 'Every code of our own code systems; keys of refusals stand under [errors](errors).',
    sections: () =>
      ofKind(described, 'CodeSystem')
        .filter(({ id }) => id !== issues)
        .flatMap((one) => codeSection(one, described)),
  },
];
