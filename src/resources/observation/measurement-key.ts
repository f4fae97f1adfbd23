/** A client's identifier means one measurement of a citizen, for good. */
import type { Observation } from '@medplum/fhirtypes';
import { parseInstant } from '../../fhir/instant.ts';
import { hashBy, type Known } from '../accepted-key.ts';
import type { Ports } from '../define.ts';
import { actingUrl, type Kept } from './canonical.ts';
import { patientIn } from './sender.ts';

/** What was measured, without what the store and Cura add. */
function contentOf(resource: Observation): string {
  const { id: _, meta: __, status: ___, extension = [], effectiveDateTime, ...rest } = resource;
  const own = extension.filter(({ url }) => url !== actingUrl);
  const at = effectiveDateTime === undefined ? undefined : parseInstant(effectiveDateTime);
  const members = Object.entries({ ...rest, extension: own, at });
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The identifier of a measurement and what it says; undefined without one. */
export function knownBy(ports: Pick<Ports, 'secret'>, resource: Kept): Known | undefined {
  const [identifier] = resource.identifier ?? [];
  const patient = patientIn(resource.subject);
  if (identifier?.value === undefined || patient === undefined) return undefined;
  const hash = hashBy(ports);
  const key = hash(`${identifier.system ?? ''}|${identifier.value}`);
  return { patient, key, id: resource.id, content: hash(contentOf(resource)) };
}
