import { binder } from '../store/predicate.ts';
import type { Asks, Grant } from './grant.ts';
import { related } from './related.ts';

/** Whether the staff's units have a relation to the citizen. */
export async function isRelated(db: Asks, grant: Grant, patient: string): Promise<boolean> {
  const { bind, values } = binder();
  const wanted = bind(patient);
  const condition = related(grant.units)('r', bind);
  const { rowCount } = await db.query(
    `select from patient r where r.id = ${wanted} and ${condition}`,
    values,
  );
  return rowCount > 0;
}
