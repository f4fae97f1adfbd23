import type { Grant } from '../../access/grant.ts';
import { momentOf } from '../../store/ends.ts';
import { arrayLiteral } from '../../store/index-row.ts';
import type { Bind, Predicate } from '../../store/predicate.ts';
import { columnOf, viewBit } from '../../store/shape.ts';

const effective = columnOf('effective');
const holder = columnOf('organization');

/** An association that Cura holds for closed has nothing that goes on. */
const isHeld = (row: string): string =>
  `not exists (select from organization o where o.view & ${viewBit.staff} <> 0 and o.p_active && '{false}'
    and o.id in (select substr(x, ${'Organization/'.length + 1}) from unnest(${row}.${holder}) x where starts_with(x, 'Organization/')))`;

/** What is in force at a moment, in SQL: services always, activities within their period and while somebody holds them. */
export const inForce = (row: string, moment: string): string =>
  `(${row}.${effective}_from is null
    or (${row}.${effective}_from <= ${moment} and ${row}.${effective}_to > ${moment} and ${isHeld(row)}))`;

const shownToAll = (grant: Grant, row: string, bind: Bind): string =>
  `(${row}.view & ${viewBit.citizen} <> 0 and ${inForce(row, momentOf(grant.at, bind))})`;

/** What others than staff see of services: approved activities in force, and an association its own in every state. */
export const shownService = (grant: Grant): Predicate => {
  const { caller, units } = grant;
  if (caller.kind !== 'association' || units.length === 0)
    return (row, bind) => shownToAll(grant, row, bind);
  return (row, bind) =>
    `(${shownToAll(grant, row, bind)} or (${row}.view & ${viewBit.staff} <> 0 and ${row}.${holder} && ${bind(arrayLiteral(units))}::text[]))`;
};
