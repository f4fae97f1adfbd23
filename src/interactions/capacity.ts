/** The one capacity in which a person asks: for oneself, or for a citizen whom one may see. */
import type { Grant } from '../access/grant.ts';
import { type About, assertMaySee } from '../access/scope.ts';
import { badRequest } from '../fhir/outcome.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { Room } from '../resources/define.ts';
import { isCompartment } from '../store/criterion.ts';

/** Rooms whose rows say whom one may act for: without a citizen named they list them all. */
const overview: readonly string[] = ['Patient', 'RelatedPerson', 'Consent'];

const citizensIn = (room: Room, criterion: Criterion): string[] => {
  if (criterion.kind === 'reference' && isCompartment(room, criterion.name))
    return criterion.values.map(({ reference }) => reference.replace(/^Patient\//, ''));
  const byId = criterion.kind === 'token' && criterion.name === '_id' && room.type === 'Patient';
  return byId ? criterion.values.flatMap(({ code }) => code ?? []) : [];
};

/** Whom criteria name, each once. */
export const citizensNamed = (room: Room, criteria: readonly Criterion[]): string[] => [
  ...new Set(criteria.flatMap((criterion) => citizensIn(room, criterion))),
];

/** Whom criteria name behind chains and `_has`. */
export function citizensBehind(rooms: readonly Room[], criteria: readonly Criterion[]): string[] {
  const behind = (type: string, criterion: Criterion): string[] => {
    const next = rooms.find((one) => one.type === type);
    if (!next) return [];
    return [...citizensIn(next, criterion), ...citizensBehind(rooms, [criterion])];
  };
  return criteria.flatMap((criterion) => {
    if (criterion.kind === 'has') return behind(criterion.source, criterion.criterion);
    if (criterion.kind !== 'chain') return [];
    return criterion.through.flatMap(({ type, criterion: inner }) => behind(type, inner));
  });
}

/** The capacity of a request that names no citizen. 403 where a token was made for a citizen who may not be seen. */
export function unnamed(grant: Grant, room: Room): About {
  const patient = grant.caller.kind === 'person' ? grant.caller.patient : undefined;
  if (patient === undefined) return overview.includes(room.type) ? 'any' : 'self';
  if (room.access.kind === 'compartment') assertMaySee(grant, patient);
  return { named: patient };
}

/**
 * The one citizen that the search is about, and so the capacity that it is made in. A citizen is named by the parameter of the
 * compartment or its address alone: who stands behind a chain or `_has` is looked for among what that capacity sees, and so
 * widens nothing.
 */
export function aboutOf(grant: Grant, room: Room, criteria: readonly Criterion[]): About {
  const named = citizensNamed(room, criteria);
  if (named.length > 1 && grant.caller.kind === 'person')
    throw badRequest(
      'one-citizen',
      { da: 'Søg om én borger ad gangen.', en: 'Search for one citizen at a time.' },
      { expression: 'patient' },
    );
  const [first] = named;
  if (first === undefined) return unnamed(grant, room);
  const { caller } = grant;
  const patient = caller.kind === 'person' ? (caller.patient ?? first) : first;
  if (room.access.kind === 'compartment') assertMaySee(grant, patient);
  if (first !== patient) assertMaySee({ ...grant, mandates: [] }, first);
  return { named: patient };
}
