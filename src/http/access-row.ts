/** What is kept of a look: who, for whom, by what right, which resources, why. */
import type { FastifyRequest } from 'fastify';
import type { Grant } from '../access/grant.ts';
import { uuidv7 } from '../fhir/id.ts';
import type { Desk, Look } from '../interactions/exchange.ts';
import { askedText, somebody } from '../interactions/look.ts';
import type { LedgerRow } from '../ledger/row.ts';
import type { Ports, Room } from '../resources/define.ts';
import type { Service } from './server.ts';

type Standing = Pick<LedgerRow, 'agent' | 'capacity' | 'mandate' | 'purpose'>;

/** By kind of caller, of v3-PurposeOfUse; a citizen's and a relative's own are told apart by the mandate. */
const purposes = {
  ...{ staff: 'CAREMGT', auditor: 'HCOMPL', system: 'HOPERAT', association: null, public: null },
} as const;

/** A person who is nobody here, or several relatives at once, is told apart by a part of the hash. */
const hashShown = 16;

const personOf = ({ self, mandates }: Grant, hash: Buffer): string => {
  if (self !== undefined) return `Patient/${self}`;
  const [only, ...more] = mandates;
  return only && more.length === 0
    ? `RelatedPerson/${only.relatedPerson}`
    : `person/${hash.toString('hex').slice(0, hashShown)}`;
};

function agentOf(grant: Grant): string {
  const { caller } = grant;
  if (caller.kind === 'person') return personOf(grant, caller.hash);
  if (caller.kind === 'public') return 'public';
  if (caller.kind === 'staff') return `Practitioner/${grant.practitioner ?? caller.employee}`;
  return `${caller.kind}/${caller.id}`;
}

/** In what capacity the caller looked at this citizen. */
function standingOf(grant: Grant, patient: string | null): Standing {
  const { caller, mandates, self } = grant;
  const mandate = patient === self ? undefined : mandates.find((one) => one.patient === patient);
  if (mandate)
    return {
      agent: `RelatedPerson/${mandate.relatedPerson}`,
      capacity: 'relative',
      mandate: `Consent/${mandate.consent}/_history/${mandate.consentVersion}`,
      purpose: 'FAMRQT',
    };
  const agent = agentOf(grant);
  if (caller.kind !== 'person')
    return { agent, capacity: caller.kind, mandate: null, purpose: purposes[caller.kind] };
  return self === undefined && mandates.length > 0
    ? { agent, capacity: 'relative', mandate: null, purpose: 'FAMRQT' }
    : { agent, capacity: 'self', mandate: null, purpose: 'PATRQT' };
}

const ids = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Our ids are UUIDs: what else was asked for may be anything, also a number of a person. */
const idOf = (text: string | null): string | null => (text && ids.test(text) ? text : null);

const targetsOf = (targets: readonly string[]): string[] =>
  targets.filter((one) => {
    const [type = '', id = '', ...version] = one.split('/');
    const isOurs = /^[A-Za-z]+$/.test(type) && ids.test(id);
    return isOurs && /^(?:_history\/\d+)?$/.test(version.join('/'));
  });

const longestQuery = 4_000;
const longestName = 200;

/** PostgreSQL takes no NUL and no half of a character; what a row says is what was committed to. */
const kept = (text: string, length: number): string =>
  text.slice(0, length).replaceAll('\0', '\uFFFD').toWellFormed();

/** How it was asked, with the Patient in the place of whom it was asked by. */
export const queryOf = (query: string, patient: string | null): string =>
  kept(
    query.replaceAll(somebody, patient === null ? 'Patient' : `Patient/${patient}`),
    longestQuery,
  );

const clientOf = (client: string): string | null =>
  client === '' ? null : kept(askedText(client, []), longestName);

function rowOf({ call, request }: Desk, look: Look, network: string | null): LedgerRow {
  const { grant, ports } = call;
  const patient = idOf(look.patient);
  const targets = targetsOf(look.targets);
  const at = ports.now();
  const { agent, ...standing } = standingOf(grant, patient);
  return {
    ...{ id: uuidv7(at), kind: look.isRefused ? 'refusal' : 'access', at, request },
    ...{ ...standing, agent: kept(agent, longestName), patient },
    ...{ interaction: look.interaction ?? '', query: queryOf(look.query ?? '', patient) },
    ...{ targets, shown: look.isRefused ? 0 : targets.length, policy: null },
    ...{ client: clientOf(grant.caller.client), network },
    ...{ outcome: look.isRefused ? '4' : '0', digest: null },
  };
}

/** The citizen whose record a refused request reached for; the same statement whether it is there or not. */
async function ownerOf(ports: Ports, rooms: readonly Room[], look: Look): Promise<Look> {
  const [type, id = ''] = look.targets[0]?.split('/') ?? [];
  const isKnown = ids.test(id) && rooms.some((room) => room.type === type);
  if (!look.isRefused || look.patient !== null || !isKnown) return look;
  const { table } = ports.room(type ?? '');
  const { rows } = await ports.db.query<{ patient: string | null }>(
    `select patient from ${table} where id = $1 union select patient from ${table}_history where id = $1 limit 1`,
    [id],
  );
  return { ...look, patient: rows[0]?.patient ?? null };
}

/** Commits what is kept of these looks. A connection that was reset before it was accepted has no address. */
export async function noteLooks(
  service: Service,
  desk: Desk,
  looks: readonly Look[],
  { ip }: FastifyRequest,
): Promise<void> {
  if (looks.length === 0) return;
  const settled = looks.some(({ isRefused }) => isRefused)
    ? await Promise.all(looks.map((look) => ownerOf(desk.call.ports, desk.rooms, look)))
    : looks;
  await service.access.record(settled.map((look) => rowOf(desk, look, ip ?? null)));
}

/** Somebody with a good login that is not good enough to be told apart: too weak, or of a company. */
export const noteWeak = (service: Service, { id, ip }: FastifyRequest): Promise<void> => {
  const at = service.ports.now();
  return service.access.record([
    {
      ...{ id: uuidv7(at), kind: 'refusal', at, request: id, agent: 'unknown' },
      ...{ capacity: 'public', patient: null, mandate: null, interaction: 'login', query: null },
      ...{ targets: [], shown: 0, purpose: null, policy: null, client: null, network: ip ?? null },
      ...{ outcome: '4', digest: null },
    },
  ]);
};
