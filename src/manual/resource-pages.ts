/** A page for each resource type: what it stands for, what can be done with it, and what its profile demands. */
import type { Pattern, ProfileElement } from '../fhir/profile-element.ts';
import type { Room } from '../resources/define.ts';
import { pageOfRecord } from './coverage-pages.ts';
import type { Described } from './described.ts';
import { kinds } from './interaction-pages.ts';
import { pageOf } from './operation-pages.ts';
import {
  code,
  codes,
  danishText,
  list,
  type Page,
  type Section,
  sectionOf,
  table,
  text,
} from './page.ts';

/** The address of a type's page. */
export const pageOfRoom = ({ slug }: Pick<Room, 'slug'>): string => `resource-${slug}`;

const lastOf = (url: string): string => url.split('/').at(-1) ?? url;

const patternOf = (pattern: Pattern): string =>
  pattern.kind === 'plain'
    ? `is ${code(String(pattern.value))}`
    : `is ${code([...(pattern.system ? [pattern.system] : []), pattern.code].join('|'))}`;

const saidOf = (element: ProfileElement): string =>
  [
    ...(element.types.length > 0 ? [`as ${element.types.join(', ')}`] : []),
    ...(element.targets.length > 0 ? [`refers to ${element.targets.join(', ')}`] : []),
    ...element.bindings.map(
      ({ valueSet, strength }) => `codes of ${lastOf(valueSet)} (${strength})`,
    ),
    ...element.patterns.map(patternOf),
    ...element.rules.map(({ key, human }) => `${code(key)}: ${human}`),
    ...(element.isClosed ? ['nothing outside the slices'] : []),
  ].join('; ');

const timesOf = ({ min, max }: ProfileElement): string =>
  `${min}..${Number.isFinite(max) ? max : '*'}`;

/** What the profile says beyond R4, element by element. */
function rowsOf(element: ProfileElement, path: string): string[][] {
  const said = saidOf(element);
  const isSaid = said !== '' || element.min > 0 || Number.isFinite(element.max);
  return [
    ...(isSaid ? [[code(path), timesOf(element), said]] : []),
    ...[...element.slices].flatMap(([name, slice]) => rowsOf(slice, `${path}:${name}`)),
    ...[...element.children].flatMap(([name, child]) => rowsOf(child, `${path}.${name}`)),
  ];
}

const interactionsOf = ({ interactions }: Room): string[] =>
  Object.entries(kinds)
    .filter(([, { codes: own = [] }]) => own.some((one) => interactions.includes(one)))
    .map(([name]) => `[${name}](${name})`);

const origins: Readonly<Record<Room['origin'], string>> = {
  cura: 'Comes from Cura.',
  derived: 'Made here, of other records.',
  here: 'Written here.',
};

function whatSection({ about, origin, mappings, profile }: Room): Section[] {
  const records = mappings.map(({ record }) => `[${record}](${pageOfRecord(record)})`);
  return sectionOf('What it is', [
    text(about.en),
    danishText(about.da),
    text(
      `${origins[origin]}${records.length > 0 ? ` Of ${records.join(', ')}.` : ''} Profile: ${code(profile)}`,
    ),
  ]);
}

const operationsSection = (room: Room, { router }: Described): Section[] => {
  const names = router.routes.flatMap((route) =>
    route.room?.type === room.type && route.name.startsWith('$') ? [route.name.slice(1)] : [],
  );
  return sectionOf('Operations', [
    list([...new Set(names)].map((name) => `[$${name}](${pageOf(name)})`)),
  ]);
};

const searchSection = ({ search }: Room): Section[] =>
  sectionOf('Search parameters', [
    table(
      ['Name', 'Type', 'Finds'],
      Object.entries(search).map(([name, { type, description }]) => [
        code(name),
        type,
        description?.en ?? 'as R4 has it',
      ]),
    ),
    text(
      'How values are written: [search](search). Those of R4 that are not there: [search parameters](search-parameters).',
    ),
  ]);

function profileSection(room: Room, { definitions }: Described): Section[] {
  const root = definitions.profiles.profile(room.profile)?.root;
  return sectionOf('What the profile demands beyond R4', [
    table(['Element', 'Times', 'Must be'], root ? rowsOf(root, room.type) : []),
  ]);
}

/** One page for each type that has a profile of ours. */
export const resourcePages = (described: Described): Page[] =>
  described.rooms
    .filter(({ profile }) => described.definitions.profiles.profile(profile) !== undefined)
    .map((room) => ({
      ...{ name: pageOfRoom(room), group: 'Resources' },
      title: { da: room.about.da.replace(/\.$/, ''), en: room.type },
      about: room.about.en,
      sections: () => [
        ...whatSection(room),
        ...sectionOf('Interactions', [text(interactionsOf(room).join(', ') || codes([]))]),
        ...operationsSection(room, described),
        ...searchSection(room),
        ...profileSection(room, described),
      ],
    }));
