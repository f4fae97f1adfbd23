/** The StructureMaps of these rooms' mappings. */
import type { StructureMap } from '@medplum/fhirtypes';
import { mapUrlOf } from '../../fhir/our-terminology.ts';
import type { MapOf } from '../../mapping/fml-rule.ts';
import { type Mapped, notInFml, structureMapsOf } from '../../mapping/structure-map.ts';
import { codeTables } from '../code-tables.ts';
import type { Room } from '../define.ts';

const published = new Map(codeTables.map((table) => [table.rows as object, table]));

const mapOf: MapOf = (rows, way) => {
  const table = published.get(rows);
  return table && mapUrlOf(table, way === 'out');
};

const mappedIn = (rooms: readonly Room[]): Mapped[] =>
  rooms.flatMap(({ profile, mappings }) =>
    mappings.map(({ record, type, rows }) => ({ record, type, profile, rows })),
  );

/** Two for each mapping: from Cura, and back. */
export const structureMapsFor = (rooms: readonly Room[]): (StructureMap & { id: string })[] =>
  structureMapsOf(mappedIn(rooms), mapOf);

/** What FML cannot say, by the id of the map. */
export const untoldFor = (rooms: readonly Room[]): ReadonlyMap<string, readonly string[]> =>
  notInFml(mappedIn(rooms), mapOf);
