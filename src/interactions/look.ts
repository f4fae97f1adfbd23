/** What an answer shows of whom: for the access records. */
import type { FhirError } from '../fhir/outcome.ts';
import type { Asking, Entries, Look, Told } from './exchange.ts';
import type { Place, Route } from './route.ts';

/** Something shown that may be a citizen's. */
interface Shown {
  readonly type: string;
  readonly id: string;
  readonly patient: string | null;
}

/** A look for each citizen, in the order in which they are met; `named` were asked about, whether or not anything was found. */
export function looksAt(shown: readonly Shown[], named: readonly string[] = []): Look[] {
  const targets = new Map<string, string[]>(named.map((patient) => [patient, []]));
  for (const { type, id, patient } of shown) {
    if (patient === null) continue;
    const known = targets.get(patient);
    if (known) known.push(`${type}/${id}`);
    else targets.set(patient, [`${type}/${id}`]);
  }
  return [...targets].map(([patient, all]) => ({ patient, targets: all }));
}

/** What was asked, behind the base. */
export function askedText(path: string, entries: Entries): string {
  const query = entries.map(([name, value]) => `${name}=${value}`).join('&');
  return query === '' ? path : `${path}?${query}`;
}

type Asked = Pick<Route, 'name'>;

/** Names in each look what was asked, where it does not say so itself. */
export const stamped = (told: Told, { name }: Asked, asking: Asking): Told =>
  told.looks.length === 0 ? told : { ...told, looks: named(told.looks, name, asking) };

const named = (looks: readonly Look[], interaction: string, asking: Asking): Look[] => {
  const query = askedText(asking.path.join('/'), asking.query);
  return looks.map((look) => ({ interaction, query, ...look }));
};

/** Statuses by which a caller is kept from what may be there. */
const withheld: readonly number[] = [401, 403, 404, 410];

const citizenIn = (entries: Entries): string | null => {
  const [, named] = entries.find(([name]) => name === 'patient' || name === 'subject') ?? [];
  return named?.replace(/^Patient\//, '') ?? null;
};

/** The refusal of a request that could have shown something of a citizen; none of one that could not. */
export function refusedLook(
  { status }: Pick<FhirError, 'status'>,
  { name, room }: Pick<Route, 'name' | 'room'>,
  asking: Asking,
  { id }: Place,
): Look[] {
  if (!withheld.includes(status) || (status !== 403 && room?.access.kind !== 'compartment'))
    return [];
  const target = room && id !== undefined ? [`${room.type}/${id}`] : [];
  const patient = room?.type === 'Patient' && id !== undefined ? id : citizenIn(asking.query);
  return named([{ patient, targets: target, isRefused: true }], name, asking);
}
