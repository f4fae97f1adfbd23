/** Mappings as StructureMaps, as far as FML has words for them. https://hl7.org/fhir/R4/structuremap.html */
import type { StructureMap } from '@medplum/fhirtypes';
import { ours, structure } from '../fhir/canonical.ts';
import type { Text } from '../fhir/outcome.ts';
import { inBoth } from '../fhir/translation.ts';
import { type MapOf, ruleOf, untoldIn, type Way, type Writing } from './fml-rule.ts';
import { treeOf } from './fml-tree.ts';
import type { RowDescription } from './row.ts';

/** What of a mapping a StructureMap is made of. */
export interface Mapped {
  readonly record: string;
  readonly type: string;
  /** Canonical URL of the profile that the resources have. */
  readonly profile: string;
  readonly rows: readonly RowDescription[];
}

/** The logical model of a record. */
export const recordModel = (record: string): string => structure(`cura-${record}`);

const kebab = (type: string): string => type.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();

const idOf = ({ record, type }: Mapped, way: Way): string =>
  way === 'in' ? `cura-${record}-to-${kebab(type)}` : `${kebab(type)}-to-cura-${record}`;

const nameOf = (id: string): string =>
  id.replace(/(?:^|-)([a-z\d])/g, (_, first: string) => first.toUpperCase());

function writingOf(way: Way, mapOf: MapOf): Writing {
  let count = 0;
  const fresh = (): string => {
    count += 1;
    return `x${count}`;
  };
  return { way, mapOf, fresh };
}

/** The URL of an extension is written with it. */
const isUrl = (codec: string, path: string): boolean => codec === 'fixed' && path.endsWith('.url');

/** What is made of no field: FML has no word for it either. */
const withoutField = ({ rows }: Mapped): string[] =>
  rows
    .filter(({ field, codec, path }) => field === undefined && !isUrl(codec, path))
    .map(({ path, codec }) => `${path} (${codec})`);

const titleOf = ({ record, type }: Mapped, way: Way): Text => {
  const [from, to] = way === 'in' ? [record, type] : [type, record];
  return { da: `${from} som ${to}`, en: `${from} as ${to}` };
};

/** What FML cannot say is named, once for each language. */
const aboutOf = (untold: readonly string[]): Text => {
  const [count, list] = [untold.length, untold.join('; ')];
  const no = count === 0;
  return {
    da: `Lavet af de rækker, som tjenesten oversætter efter. Id'er er installationens og oversættes ikke her. ${no ? 'FML siger det hele.' : `FML kan ikke sige ${count}: ${list}.`}`,
    en: `Made of the rows that the service maps by. Ids are those of the installation, and are not mapped here. ${no ? 'FML says all of it.' : `FML cannot say ${count}: ${list}.`}`,
  };
};

function structureMapOf(mapped: Mapped, way: Way, mapOf: MapOf): StructureMap & { id: string } {
  const [from, to] = way === 'in' ? ['record', 'resource'] : ['resource', 'record'];
  const writing = writingOf(way, mapOf);
  const rule = treeOf(mapped.rows).map((twig) => ruleOf(twig, from, to, writing));
  const untold = [...untoldIn(rule), ...(way === 'in' ? withoutField(mapped) : [])];
  const sides = [
    { url: recordModel(mapped.record), alias: nameOf(mapped.record) },
    { url: mapped.profile, alias: mapped.type },
  ] as const;
  const [source, target] = way === 'in' ? sides : ([sides[1], sides[0]] as const);
  const id = idOf(mapped, way);
  return {
    ...{ resourceType: 'StructureMap', id, url: `${ours}/StructureMap/${id}`, name: nameOf(id) },
    ...inBoth('title', titleOf(mapped, way)),
    status: 'draft',
    ...inBoth('description', aboutOf(untold)),
    structure: [
      { ...source, mode: 'source' },
      { ...target, mode: 'target' },
    ],
    group: [
      {
        ...{ name: nameOf(id), typeMode: 'none' },
        input: [
          { name: from, type: source.alias, mode: 'source' },
          { name: to, type: target.alias, mode: 'target' },
        ],
        rule: rule.length > 0 ? rule : [{ name: 'nothing', source: [{ context: from }] }],
      },
    ],
  };
}

/** A StructureMap for each mapping and direction; `mapOf` knows the ConceptMaps of code tables. */
export const structureMapsOf = (
  all: readonly Mapped[],
  mapOf: MapOf,
): (StructureMap & { id: string })[] =>
  all.flatMap((one) => [structureMapOf(one, 'in', mapOf), structureMapOf(one, 'out', mapOf)]);

/** What FML cannot say of each map, by its id: fields with their element, and the codec. */
export const notInFml = (
  all: readonly Mapped[],
  mapOf: MapOf,
): ReadonlyMap<string, readonly string[]> =>
  new Map(
    structureMapsOf(all, mapOf).map(({ id, group }) => [
      id,
      (group ?? []).flatMap(({ rule = [] }) => untoldIn(rule)),
    ]),
  );
