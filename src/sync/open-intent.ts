/** Writes that are asked for at one moment are opened in one transaction; each stands or is refused for itself. */
import { FhirError } from '../fhir/outcome.ts';
import { lockCitizens } from '../resources/appointment/citizen-times.ts';
import { releaseSeats, seatClaim, takeSeats } from '../resources/appointment/class-seat.ts';
import { releaseAll, reserveAll } from '../resources/appointment/reserve.ts';
import type { Transaction } from '../store/database.ts';
import { type Asked, enter, type Opening, openingsOf, repeated } from './enter-intent.ts';
import type { Intent } from './intent.ts';
import type { SyncPorts } from './ports.ts';

/**
 * What became of asking. `open`: ours to send. `joined`: another has asked for the same and sends it. `taken`: somebody else has the
 * time. `past`: the resource has changed since it was decided what is to become of it. `refused`: what it was decided on holds no more.
 */
export type Opened =
  | { readonly kind: 'open'; readonly intent: Intent }
  | { readonly kind: 'joined'; readonly intent: Intent }
  | { readonly kind: 'taken' }
  | { readonly kind: 'past' }
  | { readonly kind: 'refused'; readonly refusal: FhirError };

/** Takes intents away again that cannot be opened, with what they took. */
async function drop(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await releaseAll(tx, ids);
  await releaseSeats(tx, ids);
  await tx.query('delete from intent where id = any($1::text[])', [ids], { name: 'unopen' });
}

type Guard = NonNullable<Opening['plan']['guard']>;

async function refusalBy(tx: Transaction, guard: Guard): Promise<FhirError | undefined> {
  try {
    await guard(tx);
    return undefined;
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
}

/** What the guards hold against some; whoever waits for the same citizen in another process sees what is opened here. */
async function refusals(
  tx: Transaction,
  openings: readonly Opening[],
): Promise<Map<string, FhirError>> {
  const guarded = openings.filter(({ plan }) => plan.guard);
  if (guarded.length === 0) return new Map();
  await lockCitizens(
    tx,
    guarded.flatMap(({ intent }) => intent.patient ?? []),
  );
  const found = await Promise.all(
    guarded.map(async ({ intent, plan }) => {
      const refusal = plan.guard && (await refusalBy(tx, plan.guard));
      return refusal ? [[intent.id, refusal] as const] : [];
    }),
  );
  return new Map(found.flat());
}

/** Those that get their time and their seats. */
async function reserved(
  tx: Transaction,
  openings: readonly Opening[],
  now: number,
): Promise<Set<string>> {
  const claims = openings.map(({ intent: { id, resourceId }, plan: { reserve = [] } }) => ({
    intent: id,
    reservations: reserve.map((one) => ({ ...one, appointment: resourceId })),
  }));
  const timed = await reserveAll(tx, claims, now);
  const inTime = openings.filter(({ intent }) => timed.has(intent.id));
  return takeSeats(tx, inTime.map(seatClaim), now);
}

/** The first of each join key; the others do as it does. */
function leadersOf(openings: readonly Opening[]): Opening[] {
  const seen = new Set<string>();
  return openings.filter(({ plan: { joinKey } }) => {
    if (joinKey === undefined) return true;
    const isNew = !seen.has(joinKey);
    seen.add(joinKey);
    return isNew;
  });
}

/** Of those that are guarded one of each citizen's at a time, so that the second is held against the first. */
function turnsOf(openings: readonly Opening[]): Opening[][] {
  const turns: Opening[][] = [];
  const taking = Map.groupBy(openings, ({ plan, intent }) =>
    plan.guard ? intent.patient : intent.id,
  );
  for (const all of taking.values())
    for (const [at, one] of all.entries()) turns[at] = [...(turns[at] ?? []), one];
  return turns;
}

async function openTurn(
  tx: Transaction,
  ports: SyncPorts,
  leaders: readonly Opening[],
): Promise<[string, Opened][]> {
  const entered: Opening[] = [];
  for (const [room, all] of Map.groupBy(leaders, ({ intent }) => intent.room))
    entered.push(...(await enter(tx, ports, room, all)));
  const standing = new Map(entered.map(({ intent }) => [intent.id, intent]));
  const others = leaders.filter(({ intent }) => !standing.has(intent.id));
  const known = await repeated(tx, ports, others);
  const refused = await refusals(tx, entered);
  const allowed = entered.filter(({ intent }) => !refused.has(intent.id));
  const won = await reserved(tx, allowed, ports.now());
  await drop(
    tx,
    entered.flatMap(({ intent }) => (won.has(intent.id) ? [] : [intent.id])),
  );
  return leaders.map(({ intent: { id }, plan: { joinKey = '' } }) => {
    const [own, refusal, other] = [standing.get(id), refused.get(id), known.get(joinKey)];
    if (refusal) return [id, { kind: 'refused', refusal }];
    if (own) return [id, won.has(id) ? { kind: 'open', intent: own } : { kind: 'taken' }];
    return [id, other ? { kind: 'joined', intent: other } : { kind: 'past' }];
  });
}

const following = (opened: Opened | undefined): Opened =>
  opened?.kind === 'open' ? { ...opened, kind: 'joined' } : (opened ?? { kind: 'past' });

/** Opens them in the caller's transaction; in their order. */
export async function openIn(
  tx: Transaction,
  ports: SyncPorts,
  openings: readonly Opening[],
): Promise<Opened[]> {
  const leaders = leadersOf(openings);
  const opened = new Map<string, Opened>();
  for (const turn of turnsOf(leaders))
    for (const [id, one] of await openTurn(tx, ports, turn)) opened.set(id, one);
  const leading = new Map(leaders.map(({ plan, intent }) => [plan.joinKey, intent.id]));
  return openings.map(
    ({ intent: { id }, plan: { joinKey } }) =>
      opened.get(id) ?? following(opened.get(leading.get(joinKey) ?? '')),
  );
}

/** Who waits this long for others leaves those who came along behind: the group is tried in halves. */
const lockTimeoutMs = 200;

/** Opens intents with their reservations, or finds those that they repeat; in the order of `asked`. */
export const openAll = (ports: SyncPorts, asked: readonly Asked[]): Promise<Opened[]> =>
  ports.db.transaction(
    (tx) => openIn(tx, ports, openingsOf(ports, asked)),
    asked.length > 1 ? { lockTimeoutMs } : {},
  );
