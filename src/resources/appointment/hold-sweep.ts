import type { Actor } from '../../access/grant.ts';
import { FhirError, fail, issue } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { keptHere, letGo } from './hold-release.ts';
import { wishIn } from './hold-state.ts';
import { forgetEnded } from './waitlist.ts';

const atOnce = 200;

const beingBooked = (appointment: string): string =>
  `exists (select from intent i where i.state = 'open' and i.resource_id = ${appointment})`;

/** What is over by the clock, or was kept for somebody who died. What is just being booked is left alone. */
const overSql = `
select a.id from appointment a left join patient p on p.id = a.patient and p.view & 1 <> 0
where a.ends is not null and a.view & 1 <> 0
  and (a.ends <= to_timestamp($1 / 1000.0) or coalesce(p.p_deceased && '{true}', true))
  and not ${beingBooked('a.id')} order by a.ends limit ${atOnce}`;

/** The row is locked by now: who opens a booking later decides on a version that is no more. */
const notBeingBooked =
  (id: string) =>
  async (tx: Transaction): Promise<void> => {
    const { rowCount } = await tx.query(`select where ${beingBooked('$1::text')}`, [id], {
      name: 'being-booked',
    });
    const busy = { da: 'Tiden er ved at blive bestilt.', en: 'The time is just being booked.' };
    if (rowCount > 0) throw fail(409, issue({ code: 'conflict', key: 'slot-free', text: busy }));
  };

async function sweepOne(ports: Ports, actor: Actor, id: string): Promise<boolean> {
  const kept = await keptHere(ports, id);
  if (!kept) return false;
  const kind = wishIn(kept.stored.resource) ? 'lapse' : 'expire';
  try {
    await letGo(ports, kept, { kind, actor, by: 'sweeper', guard: notBeingBooked(id) });
    return true;
  } catch (error) {
    // Another was faster, or it is being booked.
    if (error instanceof FhirError) return false;
    throw error;
  }
}

/**
 * Writes what the clock has decided already: holds that are over are cancelled, and whoever let an offer lapse is back in line. Safe to
 * run twice, and in several processes. Gives how many it wrote.
 */
export async function sweepHolds(ports: Ports, actor: Actor): Promise<number> {
  await forgetEnded(ports.db);
  const { rows } = await ports.db.query<{ id: string }>(overSql, [ports.now()], {
    name: 'holds-over',
  });
  let count = 0;
  for (const { id } of rows) if (await sweepOne(ports, actor, id)) count += 1;
  return count;
}
