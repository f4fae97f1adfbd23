import type { Organization } from '@medplum/fhirtypes';
import { system } from '../../../mappings/codes/system.ts';
import { findAll } from '../find-resource.ts';
import type { DayCell } from './cell.ts';
import type { FigurePorts } from './count.ts';
import type { UnitNames } from './report.ts';

/** How the units of some counts are named: by SOR code and name. */
export async function namesOf(
  { db, room }: FigurePorts,
  cells: readonly DayCell[],
): Promise<UnitNames> {
  const ids = new Set(cells.flatMap(({ unit }) => unit?.slice('Organization/'.length) ?? []));
  const found = await findAll<Organization>(db, room('Organization'), [...ids]);
  return new Map(
    found.map(({ resource: { id, name = id, identifier = [] } }) => {
      const sor = identifier.find((one) => one.system === system.sor)?.value;
      const coding = sor === undefined ? {} : { coding: [{ system: system.sor, code: sor }] };
      return [`Organization/${id}`, { ...coding, text: name }];
    }),
  );
}
