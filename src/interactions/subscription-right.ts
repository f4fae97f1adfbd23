/** By what right somebody is told, at the moment of telling. */
import type { Caller, Grant } from '../access/grant.ts';
import { FhirError } from '../fhir/outcome.ts';
import type { AccessLog } from '../ledger/access-log.ts';
import { type Capacity, capacityOf } from '../resources/subscription/owner.ts';
import type { Run } from '../resources/subscription/run.ts';
import type { Desk } from './exchange.ts';
import { narrowedAt } from './permission.ts';

/** What telling needs of the house. */
export interface Teller extends Pick<Desk, 'rooms' | 'definitions'> {
  readonly ports: Desk['call']['ports'];
  readonly terms?: Required<Pick<Desk, 'codes' | 'terminology'>>;
  readonly grant: (caller: Caller) => Promise<Grant>;
  readonly access: AccessLog;
}

/** Why nothing more is told. */
export type Ended = 'right-ended' | 'login-ended' | 'end-reached' | 'filter-refused';

/** The right as it is now: one to be told by, its end, or that nobody can say at this moment. */
type Right =
  | { readonly desk: Desk; readonly capacity: Capacity }
  | { readonly ended: Ended }
  | { readonly held: true };

const feedLagMs = 15 * 60_000;

/** A mandate of Cura's counts for nothing while Cura is not heard; that is not its end. */
async function isUnheard({ ports }: Teller): Promise<boolean> {
  const { rows } = await ports.db.pipelined<{ at: number | null }>(
    `select checked_at as at from sync_state where name = 'feed'`,
    [],
    { name: 'feed-heard' },
  );
  return (rows[0]?.at ?? 0) < ports.now() - feedLagMs;
}

function deskOf(teller: Teller, grant: Grant): Desk {
  const { ports, rooms, definitions, terms } = teller;
  const desk: Desk = {
    ...{ call: { ports, grant, language: 'da' }, rooms, definitions, ...terms },
    ...{ base: `${ports.publicUrl}/fhir`, request: '', holder: '' },
  };
  const isNarrowed = grant.caller.scopes.some(({ query }) => query.length > 0);
  if (!isNarrowed) return desk;
  return { ...desk, call: { ...desk.call, grant: { ...grant, narrowed: narrowedAt(desk) } } };
}

async function asked(teller: Teller, caller: Caller): Promise<Grant | undefined> {
  try {
    return await teller.grant(caller);
  } catch (error) {
    // A register of mandates that does not answer says nothing.
    if (error instanceof FhirError && error.status === 503) return undefined;
    throw error;
  }
}

/** Looks up what the caller may be told now, for the citizen of the Subscription. */
export async function rightNow(
  teller: Teller,
  caller: Caller,
  { citizen, ends }: Pick<Run, 'citizen' | 'ends'>,
): Promise<Right> {
  const now = teller.ports.now();
  if (caller.expiresAt <= now) return { ended: 'login-ended' };
  if (ends <= now) return { ended: 'end-reached' };
  const grant = await asked(teller, caller);
  if (!grant) return { held: true };
  const capacity = capacityOf(grant, citizen === '' ? undefined : citizen);
  if (capacity) return { desk: deskOf(teller, grant), capacity };
  if (caller.kind === 'person' && (await isUnheard(teller))) return { held: true };
  return { ended: 'right-ended' };
}
