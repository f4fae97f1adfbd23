/** Mandates that Cura does not have: what a login or a register says is stored first, as the Consent that is named when it is used. */
import type { Consent, RelatedPerson } from '@medplum/fhirtypes';
import { relativeIn } from '../access/consent-row.ts';
import type { Caller, Grant } from '../access/grant.ts';
import type { Claim } from '../access/mandate.ts';
import { resolveGrant } from '../access/resolve.ts';
import {
  type Person,
  type Resolved,
  resolvePerson,
  ticketClaims,
  type Unkept,
} from '../access/resolve-person.ts';
import { uuidv5 } from '../fhir/id.ts';
import { claimedConsent } from '../resources/consent/claimed.ts';
import type { Change } from '../resources/define.ts';
import { offIn } from '../resources/feature.ts';
import { claimedRelative } from '../resources/related-person/claimed.ts';
import type { Transaction } from '../store/database.ts';
import { putAll } from '../store/put.ts';
import { recordActs } from './act.ts';
import { deviceId } from './identity.ts';
import { lookedUp, type MandateLookup } from './mandate-lookup.ts';
import type { SyncPorts } from './ports.ts';

const lockClass = 7_031;

/** Ids of what is made for one giver, holder and kind: the same at every login, and told from none of their numbers. */
interface Names {
  readonly consent: string;
  readonly relative: string;
}

function namesOf({ namespace }: SyncPorts, caller: Person, { claim }: Unkept): Names {
  const pair = `${claim.giver.toString('hex')}/${caller.hash.toString('hex')}`;
  return {
    consent: uuidv5(namespace, `${claim.source}/${claim.kind}/${pair}`),
    relative: uuidv5(namespace, `relative/${pair}`),
  };
}

/** Puts a resource of ours, with its Provenance: the word is that of the login, and the hand is ours. */
async function put(
  tx: Transaction,
  ports: SyncPorts,
  resource: (Consent | RelatedPerson) & { id: string },
): Promise<void> {
  const { namespace, now, room: stored, rooms } = ports;
  const room = rooms.find(({ type }) => type === resource.resourceType);
  const [written] = await putAll(tx, stored(resource.resourceType), [resource], now());
  if (!room || !written || written.outcome === 'same') return;
  const changes: Change[] = [{ written, resource }];
  const actor = { capacity: 'system', who: `Device/${deviceId(namespace, 'samspil')}` } as const;
  const policy = resource.resourceType === 'Consent' ? resource.policy?.[0]?.uri : undefined;
  await recordActs(tx, ports, room, changes, {
    ...{ kind: 'login', actor, round: 0, bulk: false },
    ...(policy !== undefined && { policy }),
  });
  await room.after?.(tx, ports, changes, { bulk: false });
}

/**
 * The relative whom the Consent is to name. Cura's, where Cura has the person; then the one that a login made is no longer active, so
 * that one person does not stand there as two.
 */
async function relativeFor(
  tx: Transaction,
  ports: SyncPorts,
  caller: Person,
  { claim, relation }: Unkept,
  id: string,
): Promise<string> {
  const { patient, known, made } = relation;
  const isCuras = known.length > 0;
  if (!isCuras || made !== undefined) {
    const said = { patient, name: caller.name, active: !isCuras };
    await put(tx, ports, claimedRelative(made ?? id, claim.kind, said));
  }
  if (!isCuras && made === undefined)
    await tx.query(
      `insert into login_relative (person, patient, related_person) values ($1, $2, $3) on conflict do nothing`,
      [caller.hash, patient, id],
    );
  return relativeIn(relation) ?? id;
}

async function keepOne(
  tx: Transaction,
  ports: SyncPorts,
  caller: Person,
  one: Unkept,
): Promise<void> {
  const { claim, relation } = one;
  const names = namesOf(ports, caller, one);
  const relatedPerson = await relativeFor(tx, ports, caller, one, names.relative);
  const parties = { patient: relation.patient, relatedPerson };
  await put(tx, ports, claimedConsent(names.consent, claim, parties));
}

/** Stores what is not stored as it now is. Requests of one person come one after the other: what the first wrote the next find. */
const keepAll = (ports: SyncPorts, caller: Person, claims: readonly Claim[]): Promise<void> =>
  ports.db.transaction(async (tx) => {
    const holder = caller.hash.toString('hex');
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [lockClass, holder]);
    const { unkept } = await resolvePerson(tx, caller, ports.now(), claims);
    for (const one of unkept) await keepOne(tx, ports, caller, one);
  });

async function grantPerson(
  ports: SyncPorts,
  caller: Person,
  lookup: MandateLookup | undefined,
): Promise<Grant> {
  const db = { query: ports.db.pipelined };
  const isOff = offIn(ports.municipality).has('relatives');
  if (isOff) return { ...(await resolvePerson(db, caller, ports.now())).grant, mandates: [] };
  const tickets = ticketClaims(caller, ports.now());
  let found: Resolved = await resolvePerson(db, caller, ports.now(), tickets);
  const more = lookup ? await lookedUp(ports, found, lookup) : [];
  const claims = [...tickets, ...more];
  if (more.length > 0) found = await resolvePerson(db, caller, ports.now(), claims);
  if (found.unkept.length === 0) return found.grant;
  await keepAll(ports, caller, claims);
  return (await resolvePerson(db, caller, ports.now(), claims)).grant;
}

/** What a caller may do, asked for at each request. `lookup` is asked at each use too, where there is one. */
export const grantsBy =
  (ports: SyncPorts, lookup?: MandateLookup) =>
  (caller: Caller): Promise<Grant> =>
    caller.kind === 'person'
      ? grantPerson(ports, caller, lookup)
      : resolveGrant({ query: ports.db.pipelined }, caller, ports.now());
