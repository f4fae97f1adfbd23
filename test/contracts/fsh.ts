import { loadProfiles } from '../../src/fhir/profile.ts';
import type { Definition } from '../../src/fhir/profile-fsh.ts';

/** The profiles of the house, as it reads them itself. */
export const profiles = loadProfiles();

/** Every definition in `profiles/`. */
export const definitions: readonly Definition[] = profiles.definitions;

export const ofKind = (kind: string): Definition[] =>
  definitions.filter((definition) => definition.kind === kind);

/** The codes that a code system lists. */
export const codesOf = ({ rules }: Definition): string[] =>
  rules.flatMap((rule) => /^#(\S+) /.exec(rule)?.[1] ?? []);
