/** How ids cross in `$transform`: by what was sent, by what everybody may know, and else by stand-ins. */
import type { Identifier, Reference } from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import { uuidv5 } from '../fhir/id.ts';
import type { Context } from '../mapping/mapping.ts';
import type { Room } from '../resources/define.ts';
import type { Desk } from './exchange.ts';
import type { Candidate } from './transform-choice.ts';

/** An id that is not that of the service. */
export interface StandIn {
  readonly record: string;
  /** As it stands in the record, and in the resource. */
  readonly curaId: string;
  readonly fhirId: string;
}

export interface Ids {
  readonly context: Context;
  /** Those that were needed. */
  readonly standIns: () => readonly StandIn[];
}

const asUuid = (secret: Buffer): string => secret.subarray(0, 16).toString('hex');

/** Made up: the same for the same record, and of nobody. */
function makeUp({ call }: Desk): Context['fhirId'] {
  const space = asUuid(call.ports.secret('transform'));
  return (record, curaId) => uuidv5(space, `${record}/${curaId}`);
}

const openRecords = (rooms: readonly Room[]): ReadonlySet<string> =>
  new Set(
    rooms
      .filter(({ access }) => access.kind === 'open')
      .flatMap(({ mappings }) => mappings.map(({ record }) => record)),
  );

/** Once for each id, and both ways. */
function remembering(make: Context['fhirId']) {
  const back = new Map<string, string>();
  const made = new Map<string, string>();
  const put = (record: string, curaId: string, id: string): void => {
    made.set(`${record}/${curaId}`, id);
    back.set(`${record}/${id}`, curaId);
  };
  const fhirId: Context['fhirId'] = (record, curaId) => {
    const id = made.get(`${record}/${curaId}`) ?? make(record, curaId);
    put(record, curaId, id);
    return id;
  };
  return { fhirId, back, put };
}

/**
 * For a record. Whose record it is must not be found out by trying numbers, so that ids of people are made under a secret of
 * their own and lead nowhere; those of places and services are the service's.
 */
export function idsOfRecord(desk: Desk): Ids {
  const { transform } = desk.call.ports;
  const [open, madeUp] = [openRecords(desk.rooms), makeUp(desk)];
  const standIns: StandIn[] = [];
  const { fhirId, back } = remembering((record, curaId) => {
    if (open.has(record) && transform) return transform.fhirId(record, curaId);
    const made = madeUp(record, curaId);
    standIns.push({ record, curaId, fhirId: made });
    return made;
  });
  const curaId: Context['curaId'] = (record, id) => back.get(`${record}/${id}`);
  return { context: { fhirId, curaId }, standIns: () => standIns };
}

const referencesOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    (name === 'reference' || name === 'url') && typeof part === 'string'
      ? [part.split('/')[1] ?? '']
      : referencesOf(part),
  );
};

type Numbers = readonly (readonly [record: string, number: string, id: string])[];

const curaSystems = `${ours}/cura/`;

/** What is referred to by our id and by Cura's number at once. */
function numbersIn(value: unknown): Numbers {
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (typeof value !== 'object' || value === null) return [];
  const { reference, identifier } = value as Reference;
  const [number, [, id] = []] = [identifier?.value, `${reference ?? ''}`.split('/')];
  const isBoth = identifier?.system?.startsWith(curaSystems) === true && id !== undefined;
  return isBoth && number !== undefined
    ? [[identifier.system?.slice(curaSystems.length) ?? '', number, id]]
    : Object.values(value).flatMap(numbersIn);
}

/** Cura's ids of what everybody may read: nothing is told by them. */
async function knownIds({ call, rooms }: Desk, resource: unknown): Promise<Map<string, string>> {
  const { rows } = await call.ports.db.query<{ record: string; cura_id: string; id: string }>(
    `select record, cura_id, id from cura_record
     where id = any($1::text[]) and record = any($2::text[]) and not deleted`,
    [[...new Set(referencesOf(resource))], [...openRecords(rooms)]],
  );
  return new Map(rows.map(({ record, cura_id, id }) => [`${record}/${id}`, cura_id]));
}

/** What stands for Cura's id of something that is referred to. */
const standInFor = (id: string): string => `fhir.${id}`;

/** Whoever sees numbers of citizens may have a guess of Cura's id of one confirmed. */
const mayMatch = ({ call }: Desk): boolean => ['staff', 'system'].includes(call.grant.caller.kind);

interface Sent {
  readonly id?: string | undefined;
  readonly identifier?: unknown;
}

/** Cura's own number of the resource, where it stands in it. */
function numberIn({ identifier }: Sent, record: string): string | undefined {
  const all = (Array.isArray(identifier) ? identifier : [identifier]) as (Identifier | undefined)[];
  return all.find((one) => one?.system === `${curaSystems}${record}`)?.value;
}

/** Undefined for a draft: Cura gives its id. What is never made here has one already. */
function ownIdOf(resource: Sent, { room, mapping }: Candidate): string | undefined {
  const { id } = resource;
  if (id === undefined) return undefined;
  const number = numberIn(resource, mapping.record);
  return number ?? (room.interactions.includes('create') ? undefined : standInFor(id));
}

/** Our ids of what `base` names. */
function idsOfBase(desk: Desk, sent: ReadonlySet<string | undefined>): Context['fhirId'] {
  const { transform } = desk.call.ports;
  const madeUp = makeUp(desk);
  const open = openRecords(desk.rooms);
  const isTold = mayMatch(desk);
  return (record, curaId) => {
    const stand = madeUp(record, curaId);
    // What was answered here before comes back.
    if (sent.has(stand) || !transform || !(isTold || open.has(record))) return stand;
    return transform.fhirId(record, curaId);
  };
}

/** For a resource: its references are ours already; what nothing names gets a stand-in for Cura's id. */
export async function idsOfResource(
  desk: Desk,
  { resource, base }: { readonly resource: Sent; readonly base?: { readonly id?: unknown } },
  chosen: Candidate,
): Promise<Ids> {
  const own = chosen.mapping.record;
  const known = await knownIds(desk, resource);
  const standIns = new Map<string, StandIn>();
  const made = idsOfBase(desk, new Set([resource.id, ...referencesOf(resource)]));
  const { fhirId, back, put } = remembering(made);
  const standIn = (record: string, id: string): string => {
    const curaId = standInFor(id);
    standIns.set(`${record}/${id}`, { record, curaId, fhirId: id });
    put(record, curaId, id);
    return curaId;
  };
  for (const [record, number, id] of numbersIn(resource)) put(record, number, id);
  const ownId = base ? base.id : ownIdOf(resource, chosen);
  const isOurs = base === undefined || !mayMatch(desk);
  if (isOurs && resource.id !== undefined && typeof ownId === 'string') {
    if (ownId === standInFor(resource.id)) standIn(own, resource.id);
    put(own, ownId, resource.id);
  }
  const curaId: Context['curaId'] = (record, id) => {
    const found = back.get(`${record}/${id}`) ?? known.get(`${record}/${id}`);
    if (found !== undefined || (record === own && id === resource.id)) return found;
    return standIn(record, id);
  };
  return { context: { fhirId, curaId }, standIns: () => [...standIns.values()] };
}
