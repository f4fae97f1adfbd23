import type { Actor } from '../../access/grant.ts';
import { FhirError } from '../../fhir/outcome.ts';
import type { Ports } from '../define.ts';
import { beingBooked, keptHere, letGo } from './hold-release.ts';
import { wishIn } from './hold-state.ts';
import { forgetEnded } from './waitlist.ts';

const atOnce = 200;

/** What is over by the clock, or was kept for somebody who died. What is just being booked is left alone. */
const overSql = `
select a.id from appointment a left join patient p on p.id = a.patient and p.view & 1 <> 0
where a.ends is not null and a.view & 1 <> 0
  and (a.ends <= to_timestamp($1 / 1000.0) or coalesce(p.p_deceased && '{true}', true))
  and not ${beingBooked('a.id')} order by a.ends limit ${atOnce}`;

async function sweepOne(ports: Ports, actor: Actor, id: string): Promise<boolean> {
  const kept = await keptHere(ports, id);
  if (!kept) return false;
  const isOffer = kept.stored.resource.status === 'pending' && wishIn(kept.stored.resource);
  const kind = isOffer ? 'lapse' : 'expire';
  try {
    await letGo(ports, kept, { kind, actor, by: 'sweeper' });
    return true;
  } catch (error) {
    // Another was faster, or it is being booked.
    if (error instanceof FhirError) return false;
    throw error;
  }
}

/**
 * Writes what the clock has decided already: holds that are over are cancelled, whoever let an offer lapse is back in line, and
 * nobody waits longer than wished, or after death. Safe to run twice, and in several processes. Gives how many it wrote.
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
