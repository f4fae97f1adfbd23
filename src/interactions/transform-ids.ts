/** How ids cross in `$transform`: by what was sent, by what everybody may know, and else by stand-ins. */
import { uuidv5 } from '../fhir/id.ts';
import type { Context } from '../mapping/mapping.ts';
import type { Room } from '../resources/define.ts';
import type { Desk } from './exchange.ts';

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
  const fhirId: Context['fhirId'] = (record, curaId) => {
    const key = `${record}/${curaId}`;
    const id = made.get(key) ?? make(record, curaId);
    made.set(key, id);
    back.set(`${record}/${id}`, curaId);
    return id;
  };
  return { fhirId, back, made };
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

/** For a resource, which has the ids of the service already. The resource itself has no stand-in: Cura gives its id. */
export async function idsOfResource(
  desk: Desk,
  resource: { readonly id?: string | undefined },
  own: string,
): Promise<Ids> {
  const known = await knownIds(desk, resource);
  const standIns = new Map<string, StandIn>();
  const { transform } = desk.call.ports;
  const [madeUp, sent] = [makeUp(desk), new Set([resource.id, ...referencesOf(resource)])];
  const { fhirId, back, made } = remembering((record, curaId) => {
    const stand = madeUp(record, curaId);
    // What was answered here before comes back.
    return sent.has(stand) ? stand : (transform?.fhirId(record, curaId) ?? stand);
  });
  const standIn = (record: string, id: string): string => {
    const curaId = standInFor(id);
    standIns.set(`${record}/${id}`, { record, curaId, fhirId: id });
    made.set(`${record}/${curaId}`, id);
    return curaId;
  };
  const curaId: Context['curaId'] = (record, id) => {
    const found = back.get(`${record}/${id}`) ?? known.get(`${record}/${id}`);
    if (found !== undefined || (record === own && id === resource.id)) return found;
    return standIn(record, id);
  };
  return { context: { fhirId, curaId }, standIns: () => [...standIns.values()] };
}
