/** What is kept of a look: who, for whom, by what right, which resources, why. */
import type { FastifyRequest } from 'fastify';
import type { Grant } from '../access/grant.ts';
import { uuidv7 } from '../fhir/id.ts';
import type { Desk, Look } from '../interactions/exchange.ts';
import type { LedgerRow } from '../ledger/row.ts';
import type { Ports, Room } from '../resources/define.ts';
import type { Service } from './server.ts';

type Standing = Pick<LedgerRow, 'agent' | 'capacity' | 'mandate' | 'purpose'>;

/** By kind of caller, of v3-PurposeOfUse; a citizen's and a relative's own are told apart by the mandate. */
const purposes = {
  ...{ staff: 'CAREMGT', auditor: 'HCOMPL', system: 'HOPERAT', association: null, public: null },
} as const;

/** A person who is nobody here is told apart by a part of the hash. */
const hashShown = 16;

const personOf = (grant: Grant, hash: Buffer): string => {
  if (grant.self !== undefined) return `Patient/${grant.self}`;
  const [mandate] = grant.mandates;
  return mandate
    ? `RelatedPerson/${mandate.relatedPerson}`
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
  if (caller.kind === 'person')
    return { agent, capacity: 'self', mandate: null, purpose: 'PATRQT' };
  return { agent, capacity: caller.kind, mandate: null, purpose: purposes[caller.kind] };
}

/** Numbers of persons, also those that stand in for one. */
const numbers = /(?<![\dA-Za-z])\d{6}[- ]?[\dA-Z]{4}(?![\dA-Za-z])/gi;
const longestQuery = 4_000;

/** What was asked, with the Patient in the place of each number. PostgreSQL takes no NUL. */
export const withoutNumbers = (query: string, patient: string | null): string =>
  query
    .slice(0, longestQuery)
    .replaceAll('\0', '\uFFFD')
    .replace(numbers, patient === null ? 'Patient' : `Patient/${patient}`);

function rowOf({ call, request }: Desk, look: Look, network: string | null): LedgerRow {
  const { grant, ports } = call;
  const { patient, targets, isRefused } = look;
  const at = ports.now();
  return {
    ...{ id: uuidv7(at), kind: isRefused ? 'refusal' : 'access', at, request },
    ...{ ...standingOf(grant, patient), patient },
    ...{ interaction: look.interaction ?? '', query: withoutNumbers(look.query ?? '', patient) },
    ...{ targets, shown: isRefused ? 0 : targets.length, policy: null },
    ...{ client: grant.caller.client || null, network },
    ...{ outcome: isRefused ? '4' : '0', digest: null },
  };
}

/** The citizen whose record a refused request reached for; the same statement whether it is there or not. */
async function ownerOf(ports: Ports, rooms: readonly Room[], look: Look): Promise<Look> {
  const [type, id] = look.targets[0]?.split('/') ?? [];
  if (!look.isRefused || look.patient !== null || !rooms.some((room) => room.type === type))
    return look;
  const { table } = ports.room(type ?? '');
  const { rows } = await ports.db.query<{ patient: string | null }>(
    `select patient from ${table} where id = $1 union select patient from ${table}_history where id = $1 limit 1`,
    [id],
  );
  return { ...look, patient: rows[0]?.patient ?? null };
}

/** Commits what is kept of these looks. */
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
  await service.access.record(settled.map((look) => rowOf(desk, look, ip)));
}
