/** How much a facade must be able to. https://hl7.org/fhir/R4/extension-capabilitystatement-expectation.html */
import type { Extension } from '@medplum/fhirtypes';
import type { Room } from '../resources/define.ts';
import type { FeatureName } from '../resources/feature.ts';
import { featureOf, operationFeature } from '../resources/feature-room.ts';

export type Expectation = 'SHALL' | 'SHOULD' | 'MAY';

const url = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation';

/** The extension that says it, for an element. */
export const expectation = (valueCode: Expectation): { extension: Extension[] } => ({
  extension: [{ url, valueCode }],
});

/** A municipality may let people book by phone alone, but no facade is one that cannot book. */
const core: readonly (FeatureName | undefined)[] = ['booking', undefined];

const canBeOff = (feature: FeatureName | undefined): boolean => !core.includes(feature);

/** Codes, maps and operations can be had from the package too. */
const isDefinition = ({ search, patient }: Room): boolean =>
  patient === undefined && 'url' in search && 'version' in search;

/** What is there for something that a municipality can switch off may be left out. */
export function ofRoom(room: Room): Expectation {
  if (isDefinition(room)) return 'SHOULD';
  return canBeOff(featureOf(room)) ? 'MAY' : 'SHALL';
}

/** What is not listed must be there where the room is; `Room.interactions` that go with a feature go by it. */
const interactions: Readonly<Record<string, Expectation>> = {
  vread: 'SHOULD',
  patch: 'SHOULD',
  transaction: 'SHOULD',
  batch: 'SHOULD',
  'history-instance': 'SHOULD',
  'history-type': 'MAY',
  'search-system': 'MAY',
  'history-system': 'MAY',
};

/** Of an interaction of a room, or of the whole system. */
export function ofInteraction(code: string, room?: Room): Expectation {
  const { interactions: listed = [], name } = room?.feature ?? {};
  if (listed.some((one) => one === code) && canBeOff(name)) return 'MAY';
  return interactions[code] ?? 'SHALL';
}

/** By these a caller finds what is somebody's, what is where, and what is when. */
const needed: ReadonlySet<string> = new Set([
  ...['_id', '_lastUpdated', 'patient', 'identifier', 'status', 'date', 'name', 'url', 'version'],
  ...['actor', 'practitioner', 'location', 'organization', 'schedule', 'start', 'service-type'],
  ...['target', 'recorded', 'agent', 'category', 'code', 'part-of', 'partof', 'based-on', 'owner'],
]);

/** R4 has no such parameter for the type, or has it for every type: it may be left out. */
export function ofParam({ search }: Room, name: string): Expectation {
  const isOurs = search[name]?.description !== undefined;
  if (needed.has(name)) return isOurs && name !== 'patient' ? 'MAY' : 'SHALL';
  return isOurs || name.startsWith('_') ? 'MAY' : 'SHOULD';
}

/** What IHE asks for must be there; what a room alone can do should be; what works on any registry is an offer. */
export function ofOperation(name: string, room?: Room): Expectation {
  const own = room?.operations.find(({ code }) => code === name);
  if (!own || !room) return 'MAY';
  if (own.answersAs) return 'SHALL';
  return canBeOff(operationFeature(own, room)) ? 'MAY' : 'SHOULD';
}
