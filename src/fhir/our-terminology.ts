/** The terminology that is ours: what the profiles define, and how Cura's codes become FHIR's. */
import type { Coding, ConceptMap, ConceptMapGroup, ValueSet } from '@medplum/fhirtypes';
import { codeSystem } from './canonical.ts';
import { about, type CodeTable, conceptMapUrl, setOf, systemOf } from './code-table.ts';
import type { Profiles } from './profile.ts';
import { valueSetUrl } from './profile-terminology.ts';
import type { OwnTerminology } from './terminology-source.ts';
import { inBoth } from './translation.ts';

const codingOf = (row: string | Readonly<Coding>, system?: string): Readonly<Coding> =>
  typeof row === 'string' ? { code: row, ...(system !== undefined && { system }) } : row;

/** A code that several of Cura's become says less than each of them. */
function groupOf(
  table: CodeTable,
  target: string,
  all: readonly Readonly<Coding>[],
): ConceptMapGroup {
  const rows = Object.entries(table.rows).map(
    ([from, row]) => [from, codingOf(row, table.system)] as const,
  );
  return {
    source: codeSystem(`cura-${table.id}`),
    target,
    element: rows
      .filter(([, { system }]) => system === target)
      .map(([from, { code = '', display }]) => {
        const isShared = all.filter((one) => one.code === code && one.system === target).length > 1;
        const equivalence = isShared ? 'wider' : 'equivalent';
        return {
          code: from,
          target: [{ code, ...(display !== undefined && { display }), equivalence }],
        };
      }),
  };
}

const groupsOf = (table: CodeTable) => {
  const all = Object.entries(table.rows).map(
    ([from, row]) => [from, codingOf(row, table.system)] as const,
  );
  return Map.groupBy(all, ([, { system = '' }]) => system);
};

/** What the codes of a table lead to, where no value set says so. */
function shownSet(table: CodeTable): ValueSet[] {
  if (table.targetSet !== undefined) return [];
  const include = [...groupsOf(table)].map(([system, rows]) => ({
    system,
    concept: [...new Set(rows.map(([, { code = '' }]) => code))].map((code) => ({ code })),
  }));
  const said = about(table, 'shown');
  return [{ resourceType: 'ValueSet', ...said, url: valueSetUrl(said.id), compose: { include } }];
}

type Rows = readonly (readonly [from: string, to: Readonly<Coding>])[];

const taken = {
  da: 'Tages, hvor Cura endnu ingen af dem har.',
  en: 'Taken where Cura has none of them yet.',
};
const stays = { da: 'Bliver stående, hvor Cura har den.', en: 'Stays where Cura has it.' };

/** Of several codes of Cura the first is taken, unless the record that is written to has another of them. */
const backOf = (rows: Rows): ConceptMapGroup['element'] =>
  [...Map.groupBy(rows, ([, { code = '' }]) => code)].map(([code, some]) => ({
    code,
    target: some.map(([from], at) => ({
      code: from,
      equivalence: some.length > 1 ? 'narrower' : 'equivalent',
      ...(some.length > 1 && {
        ...inBoth('comment', at === 0 ? taken : stays),
      }),
    })),
  }));

/** The way back, from FHIR's codes to Cura's. */
function backMapOf(table: CodeTable): ConceptMap {
  const id = `cura-${table.id}`;
  return {
    resourceType: 'ConceptMap',
    ...about(table, 'back'),
    url: conceptMapUrl(`${id}-back`),
    sourceUri: table.targetSet ?? valueSetUrl(`${id}-shown`),
    targetUri: valueSetUrl(id),
    group: [...groupsOf(table)].map(([source, rows]) => ({
      ...{ source, target: codeSystem(id), element: backOf(rows) },
    })),
  };
}

/** URL of the ConceptMap of a code table, from Cura or back. */
export const mapUrlOf = ({ id }: Pick<CodeTable, 'id'>, isBack = false): string =>
  conceptMapUrl(`cura-${id}${isBack ? '-back' : ''}`);

/** The map of a code table; each system that its rows lead to is a group. */
function conceptMapOf(table: CodeTable): ConceptMap {
  const all = Object.values(table.rows).map((row) => codingOf(row, table.system));
  return {
    resourceType: 'ConceptMap',
    ...about(table, 'map'),
    url: conceptMapUrl(`cura-${table.id}`),
    sourceUri: valueSetUrl(`cura-${table.id}`),
    ...(table.targetSet !== undefined && { targetUri: table.targetSet }),
    group: [...groupsOf(table).keys()].map((target) => groupOf(table, target, all)),
  };
}

const defined = <T>(
  { definitions }: Profiles,
  kind: string,
  read: (id: string) => T | undefined,
): T[] =>
  definitions
    .filter((one) => one.kind === kind)
    .map(({ id }) => read(id))
    .filter((one) => one !== undefined);

const isMap = (one: ConceptMap | ValueSet): one is ConceptMap => one.resourceType === 'ConceptMap';

/** What the profiles define, a code system, a value set and a concept map for each code table, and what else is made of tables. */
export function ourTerminology(
  profiles: Profiles,
  tables: readonly CodeTable[],
  more: readonly (ConceptMap | ValueSet)[] = [],
): OwnTerminology {
  const systems = defined(profiles, 'CodeSystem', (id) => profiles.codeSystem(codeSystem(id)));
  const sets = defined(profiles, 'ValueSet', (id) => profiles.valueSet(valueSetUrl(id)));
  return {
    codeSystems: [...systems, ...tables.map(systemOf)],
    valueSets: [
      ...sets,
      ...tables.map(setOf),
      ...tables.flatMap(shownSet),
      ...more.filter((one) => !isMap(one)),
    ],
    conceptMaps: [...tables.map(conceptMapOf), ...tables.map(backMapOf), ...more.filter(isMap)],
  };
}
