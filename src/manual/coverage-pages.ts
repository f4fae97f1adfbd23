/** What becomes of each field of Cura, and where each element of FHIR comes from: a page for each record. */
import {
  type ElementCoverage,
  elementsOf,
  type FieldCoverage,
  fieldsOf,
} from '../resources/coverage.ts';
import type { Room } from '../resources/define.ts';
import type { RoomMapping } from '../resources/room-mapping.ts';
import { openingsOf } from './coverage-openings.ts';
import type { Described } from './described.ts';
import { code, type Page, type Section, sectionOf, table, text } from './page.ts';

/** A mapping, with the room that it is of. */
export interface Covered {
  readonly room: Room;
  readonly mapping: RoomMapping;
}

/** Every mapping of these rooms. */
export const coveredBy = (rooms: readonly Room[]): Covered[] =>
  rooms.flatMap((room) => room.mappings.map((mapping) => ({ room, mapping })));

/** How many fields of a record are of a kind. */
export const countOf = (fields: readonly FieldCoverage[], ...kinds: FieldCoverage['kind'][]) =>
  fields.filter(({ kind }) => kinds.includes(kind)).length;

/** The address of a record's page. */
export const pageOfRecord = (record: string): string => `coverage-${record}`;

const fieldRows = ({ field, kind, rows, reason }: FieldCoverage): string[][] =>
  rows.length === 0
    ? [[code(field), kind, '–', reason?.en ?? '']]
    : rows.map(({ path, codec }) => [code(field), kind, code(path), code(codec)]);

const kinds: Readonly<Record<ElementCoverage['kind'], string>> = {
  filled: 'filled',
  derived: 'derived here',
  ours: 'added here',
  never: 'never',
};

function elementRow({ element, kind, rows, reason }: ElementCoverage): string[] {
  const fields = [...new Set(rows.flatMap(({ field }) => (field === undefined ? [] : [field])))];
  return [code(element), kinds[kind], fields.map(code).join(', ') || '–', reason?.en ?? ''];
}

const ofRoom = ({ room, mapping }: Covered, described: Described): Section[] => [
  ...sectionOf(`Fields of ${mapping.record}, as ${room.type}`, [
    table(
      ['Cura', 'What becomes of it', 'FHIR', 'Codec, or why'],
      fieldsOf(mapping).flatMap(fieldRows),
    ),
  ]),
  ...sectionOf(`Elements of ${room.type}, from ${mapping.record}`, [
    table(
      ['FHIR', 'Where from', 'Cura', 'Because'],
      elementsOf(mapping, room, described.definitions).map(elementRow),
    ),
  ]),
  ...openingsOf(room, described),
];

const pageOf = (record: string, all: readonly Covered[], described: Described): Page => {
  const types = all.map(({ room }) => room.type).join(', ');
  return {
    ...{ name: pageOfRecord(record), group: 'Records' },
    title: { da: `Dækning: ${record}`, en: `Coverage: ${record}` },
    about: `What becomes of each field of ${code(record)}, and where each element of ${types} comes from.`,
    sections: () => all.flatMap((one) => ofRoom(one, described)),
  };
};

const rowOf = ({ room, mapping }: Covered, isOff: boolean): string[] => {
  const fields = fieldsOf(mapping);
  const { record } = mapping;
  return [
    `[${record}](${pageOfRecord(record)})`,
    isOff ? `${room.type} (switched off)` : room.type,
    `${countOf(fields, 'mapped')}`,
    `${countOf(fields, 'carried', 'elsewhere')}`,
    `${countOf(fields, 'withheld')}`,
  ];
};

const index = (all: readonly Covered[], { municipality, rooms }: Described): Page => ({
  ...{ name: 'coverage', group: 'Topics' },
  title: {
    da: 'Dækning: Cura og FHIR felt for felt',
    en: 'Coverage: Cura and FHIR field by field',
  },
  about: 'What becomes of each field of Cura, and where each element of FHIR comes from.',
  sections: () => [
    ...sectionOf('How to read it', [
      text(
        'Made of the mappings that the service goes by. `mapped`: shown in FHIR. `carried`: kept in Cura, and left as it is by every write. `withheld`: kept from everybody. There is no fourth kind: a field that is forgotten does not compile. What is made of one record can be seen by sending it to [$transform](operation-transform).',
      ),
      ...(municipality
        ? [
            text(
              `As ${municipality.name} (${municipality.code}) has chosen: what is closed is told on each page.`,
            ),
          ]
        : []),
    ]),
    ...sectionOf('Records', [
      table(
        ['Record', 'Resource', 'Mapped', 'Carried', 'Withheld'],
        all.map((one) => rowOf(one, !rooms.some(({ type }) => type === one.room.type))),
      ),
    ]),
  ],
});

/** The page of all records, and one of each. None where nothing comes from Cura. */
export function coveragePages(described: Described): Page[] {
  const all = coveredBy(described.everyRoom);
  if (all.length === 0) return [];
  const records = Map.groupBy(all, ({ mapping }) => mapping.record);
  return [
    index(all, described),
    ...[...records].map(([record, some]) => pageOf(record, some, described)),
  ];
}
