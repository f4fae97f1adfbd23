import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { codeSystem } from '../../src/fhir/canonical.ts';
import { loadProfiles } from '../../src/fhir/profile.ts';
import type { Definition } from '../../src/fhir/profile-fsh.ts';

/** The profiles of the house, as it reads them itself. */
export const profiles = loadProfiles();

/** Every definition in `profiles/`. */
export const definitions: readonly Definition[] = profiles.definitions;

export const ofKind = (kind: string): Definition[] =>
  definitions.filter((definition) => definition.kind === kind);

/** The codes that a code system lists, those under others too. */
export function codesOf({ id }: Definition): string[] {
  const inner = ({ code = '', concept = [] }: CodeSystemConcept): string[] => [
    code,
    ...concept.flatMap(inner),
  ];
  return (profiles.codeSystem(codeSystem(id))?.concept ?? []).flatMap(inner);
}
