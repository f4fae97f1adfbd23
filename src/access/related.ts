/** Which citizens staff have to do with. */
import { arrayLiteral } from '../store/index-row.ts';
import type { Predicate } from '../store/predicate.ts';
import { viewBit } from '../store/shape.ts';

/** The row is shown in this view. */
export const seen = (view: keyof typeof viewBit, row: string): string =>
  `${row}.view & ${viewBit[view]} <> 0`;

/** A citizen has a relation to a unit by an appointment there, a service granted from there, or a request or message sent there. */
export const related =
  (units: readonly string[]): Predicate =>
  (row, bind) => {
    const mine = `${bind(arrayLiteral(units))}::text[]`;
    // Not `exists`: for that the planner may gather the units' rows of all citizens first.
    const one = (table: string, column: string): string =>
      `(select true from ${table} s where s.patient = ${row}.patient and s.${column} && ${mine} limit 1)`;
    return `(${seen('staff', row)} and coalesce(${one('appointment', 'p_actor')}, ${one('care_plan', 'p_performer')}, ${one('task', 'p_owner')}, ${one('communication', 'p_recipient')}, ${one('service_request', 'p_performer')}, false))`;
  };
