/** Events made ready for one who is told: by the right of this moment, as the owner sees it, with the look kept. */
import type { Caller } from '../access/grant.ts';
import { uuidv7 } from '../fhir/id.ts';
import type { LedgerRow } from '../ledger/row.ts';
import type { Capacity } from '../resources/subscription/owner.ts';
import type { Event, Run } from '../resources/subscription/run.ts';
import { notification, type Said, type Told } from './subscription-notification.ts';
import { type Ended, rightNow, type Teller } from './subscription-right.ts';
import { toldNow } from './subscription-seen.ts';

/** A notification; or that the owner sees none of it; that it is not known whether; that nothing more is told. */
export type Telling =
  | { readonly body: string; readonly last: number }
  | { readonly unseen: true }
  | { readonly held: true }
  | { readonly ended: Ended };

const purposes = { self: 'PATRQT', relative: 'FAMRQT', staff: 'CAREMGT', system: 'HOPERAT' };

interface Looking {
  readonly caller: Caller;
  readonly capacity: Capacity;
  readonly run: Pick<Run, 'id'>;
}

/** One look for each citizen. */
function looksOf(teller: Teller, { caller, capacity, run }: Looking, told: readonly Told[]) {
  const at = teller.ports.now();
  const { who, mandate, actor } = capacity;
  const kind = (actor?.capacity ?? 'system') as keyof typeof purposes;
  const of = Map.groupBy(told, ({ row }) => row?.patient ?? null);
  const request = uuidv7(at);
  return [...of].flatMap(([patient, all]): LedgerRow[] => {
    if (patient === null) return [];
    const targets = [...new Set(all.map(({ event }) => `${event.type}/${event.resource}`))];
    return [
      {
        ...{ id: uuidv7(at), kind: 'access', at, request, agent: who, capacity: kind, patient },
        mandate: mandate ? `Consent/${mandate.consent}/_history/${mandate.consentVersion}` : null,
        ...{ interaction: 'notification', query: `Subscription/${run.id}`, targets },
        ...{ shown: targets.length, purpose: purposes[kind], policy: null },
        ...{ client: caller.client || null, network: null, outcome: '0', digest: null },
      },
    ];
  });
}

/** Events as a notification for this caller. What the caller may not see now is left out as if it had not happened. */
export async function tellEvents(
  teller: Teller,
  { run, caller, said }: { readonly run: Run; readonly caller: Caller; readonly said: Said },
  events: readonly Event[],
): Promise<Telling> {
  const right = await rightNow(teller, caller, run);
  if ('ended' in right || 'held' in right) return right;
  const told = await toldNow(right.desk, run, events);
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return { unseen: true };
  if (said.content !== 'empty')
    await teller.access.record(looksOf(teller, { caller, run, capacity: right.capacity }, told));
  const mark = `${first.event.number}-${last.event.number}`;
  return {
    body: notification(said, { told, mark, now: teller.ports.now() }),
    last: last.event.number,
  };
}
