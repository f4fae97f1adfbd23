/** https://hl7.org/fhir/R4/subscription.html; the forms are those of the Subscriptions R5 Backport. */
import type { Extension, Subscription } from '@medplum/fhirtypes';
import type { Grant } from '../../access/grant.ts';
import { lacking } from '../../access/permission.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { dateRange, formatUtc } from '../../fhir/instant.ts';
import { fail, forbidden, issue, unprocessable } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import type { Call, Ports, Room } from '../define.ts';
import { offIn } from '../feature.ts';
import { featureOff } from '../feature-refusal.ts';
import { type Asked, askedIn, faultsIn } from './asked.ts';
import { filtersFor } from './filter.ts';
import { drop, keep } from './keep.ts';
import {
  type Capacity,
  capacityFor,
  citizenOf,
  ownerReference,
  rightUntil,
  subscriptionOwner,
  subscriptionPatient,
} from './owner.ts';
import { liveOf, type Run } from './run.ts';
import type { Topic } from './topic.ts';

const longestDays = 90;
const dayMs = 86_400_000;
const mostLive = { person: 20, system: 1_000 } as const;

const noRead = (type: string) =>
  fail(
    403,
    issue({
      code: 'forbidden',
      key: 'insufficient-scope',
      text: {
        da: `Tokenet rækker ikke: der kan kun abonneres på det, det giver ret til at læse (${type}.rs).`,
        en: `The token does not reach: only what it may read can be subscribed to (${type}.rs).`,
      },
    }),
  );

const noHook = () =>
  forbidden('subscription-lasts', {
    da: 'En ret, der kun står i dit login, kan ikke bære en rest-hook, som varer ud over det. Brug websocket eller server-sent-events, så længe du er logget på; eller bed om, at kommunen registrerer fuldmagten.',
    en: 'A right that stands in your login alone cannot carry a rest-hook, which outlasts it. Use websocket or server-sent-events while you are logged in; or ask for the mandate to be recorded by the municipality.',
  });

const tooMany = (most: number) =>
  unprocessable(
    'subscription-limit',
    {
      da: `Der kan være ${most} abonnementer i gang ad gangen; slå et fra eller slet det.`,
      en: `There can be ${most} subscriptions running at a time; turn one off or delete it.`,
    },
    { expression: 'Subscription' },
  );

const badStatus = () =>
  unprocessable(
    'subscription-status',
    {
      da: 'Der bedes om et abonnement med status requested, og det slås fra med off; de andre sættes her.',
      en: 'A Subscription is asked for with status requested, and turned off with off; the others are set here.',
    },
    { expression: 'Subscription.status' },
  );

const settingOf = ({ now, loopbackHooks = false }: Ports) => ({
  now: now(),
  allowLoopback: loopbackHooks,
});

function assertReads({ caller }: Grant, type: string): void {
  if (lacking(caller, type, 'r') !== '' && lacking(caller, type, 's') !== '') throw noRead(type);
}

/** When it ends: as asked, within our bound, and with the right that it stands on. Epoch milliseconds. */
function endOf(given: Subscription, grant: Grant, capacity: Capacity, now: number): number {
  const asked = given.end === undefined ? Number.POSITIVE_INFINITY : dateRange(given.end).to;
  return Math.min(asked, now + longestDays * dayMs, rightUntil(grant, capacity));
}

interface Made {
  readonly resource: Subscription & { id: string };
  readonly run: Run;
}

const ownExtensions = ({ extension = [] }: Subscription, capacity: Capacity): Extension[] => [
  ...extension.filter(({ url }) => url !== subscriptionOwner && url !== subscriptionPatient),
  ...(capacity.citizen === undefined
    ? []
    : [
        {
          url: subscriptionPatient,
          valueReference: { reference: `Patient/${capacity.citizen}` },
        },
      ]),
  { url: subscriptionOwner, valueReference: ownerReference(capacity) },
];

/** Sockets have nobody to shake hands with until they come. */
const firstStatus = ({ channel }: Asked): 'requested' | 'active' =>
  channel === 'rest-hook' ? 'requested' : 'active';

function assertOn({ feature }: Topic, { municipality }: Ports): void {
  if (feature !== undefined && offIn(municipality).has(feature))
    throw featureOff(feature, municipality);
}

/** The Subscription as it will stand, and what it is to do. Throws everything that is against it. */
function make({ grant, ports }: Call, given: Subscription, id: string): Made {
  const faults = faultsIn(given, settingOf(ports));
  if (faults.length > 0) throw fail(422, faults);
  const asked = askedIn(given);
  const { topic, channel, content, queries } = asked;
  const { heartbeatSeconds, timeoutSeconds, maxCount } = asked;
  assertOn(topic, ports);
  assertReads(grant, topic.type);
  const { patient, citizen } = filtersFor(ports, grant, given, asked);
  const capacity = capacityFor(grant, citizen);
  const ends = endOf(given, grant, capacity, ports.now());
  if (channel === 'rest-hook' && Number.isFinite(rightUntil(grant, capacity))) throw noHook();
  const { error: _, extension: __, ...rest } = given;
  const live = given.status !== 'off';
  const resource: Made['resource'] = {
    ...rest,
    id,
    extension: ownExtensions(given, capacity),
    status: live ? firstStatus(asked) : 'off',
    end: formatUtc(ends),
  };
  const owner =
    rightUntil(grant, capacity) === Number.POSITIVE_INFINITY
      ? { ...grant.caller, expiresAt: Number.POSITIVE_INFINITY }
      : grant.caller;
  const run: Run = {
    ...{ id, type: topic.type, patient, citizen: capacity.citizen ?? '', who: capacity.who },
    ...{ owner, query: queries.join('\n'), channel, content, live, ends },
    ...{ heartbeatSeconds, timeoutSeconds, maxCount },
  };
  return { resource, run };
}

/** One of an owner's comes after the other, so that the limit holds. */
const within =
  ({ who, owner }: Run) =>
  async (tx: Transaction): Promise<void> => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `subscription ${who}`,
    ]);
    const most = owner.kind === 'system' ? mostLive.system : mostLive.person;
    if ((await liveOf(tx, who)) >= most) throw tooMany(most);
  };

const actorOf = ({ grant }: Call, { citizen }: Run): Capacity['actor'] =>
  capacityFor(grant, citizen === '' ? undefined : citizen).actor;

/** POST: a Subscription, made in the caller's name. */
export const subscribe: NonNullable<Room['create']> = async (call) => {
  const given = call.resource as Subscription;
  if (given.status !== 'requested') throw badStatus();
  const { resource, run } = make(call, given, uuidv7(call.ports.now()));
  const actor = actorOf(call, run);
  return {
    status: 201,
    stored: await keep(call.ports, {
      ...{ kind: 'create', resource, run, guard: within(run) },
      ...(actor && { actor }),
    }),
  };
};

/** PUT and PATCH: turned off, asked for again, or made to ask for something else. */
export const resubscribe: NonNullable<Room['update']> = async (call) => {
  const { stored, ports } = call;
  const before = stored.resource as Subscription & { id: string };
  const given = call.resource as Subscription;
  const isSame = given.status === before.status;
  if (!isSame && given.status !== 'requested' && given.status !== 'off') throw badStatus();
  const { resource, run } = make(call, { ...given, extension: before.extension ?? [] }, before.id);
  const actor = actorOf(call, run);
  const guard = run.live && before.status === 'off' ? { guard: within(run) } : {};
  return {
    status: 200,
    stored: await keep(ports, {
      ...{ kind: 'update', resource, run, basedOn: stored.version, ...guard },
      ...(actor && { actor }),
    }),
  };
};

/** DELETE: nothing more is told, and what was told is forgotten. */
export const unsubscribe: NonNullable<Room['remove']> = async ({ grant, ports, stored }) => {
  const resource = stored.resource as Subscription & { id: string };
  return drop(ports, resource, capacityFor(grant, citizenOf(resource)).actor);
};
