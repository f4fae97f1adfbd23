import type { Resource } from '@medplum/fhirtypes';
import { structure } from '../../src/fhir/canonical.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { ofKind, profiles } from './fsh.ts';

const ofTypes = ofKind('Profile').filter(({ parent }) => !parent.startsWith('Samspil'));
const byType = new Map(ofTypes.map(({ parent, id }) => [parent, structure(id)]));
const definitions = await loadDefinitions([...byType.keys()], profiles);

/** Where a resource is good R4 and not as our profile of its type says. */
export const misfits = (resource: Resource): string[] => {
  const profile = byType.get(resource.resourceType);
  return validate(resource, definitions, { profiles: profile === undefined ? [] : [profile] })
    .filter(({ diagnostics }) => diagnostics !== undefined)
    .map(({ expression, text }) => `${expression}: ${text.en}`);
};
