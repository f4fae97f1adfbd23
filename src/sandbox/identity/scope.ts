import type { Persona } from '../people/personas.ts';

/** Scopes of OpenID Connect and of a SMART launch, which name no resource. */
export const plainScopes = ['openid', 'profile', 'fhirUser', 'launch/patient', 'offline_access'];

const smartScope =
  /^(patient|user|system)\/(?:\*|[A-Za-z]{1,64})\.(?:(?=[cruds])c?r?u?d?s?|read|write|\*)(?:\?[\w.:=&|%,/-]{1,256})?$/;

/** The level of a SMART scope, v2 or v1: `patient` of `patient/Observation.rs`. Undefined: it is none. */
export const levelOf = (scope: string): string | undefined => smartScope.exec(scope)?.[1];

/** What a token allows when nobody asks for less. What a role may not see, no scope gives it. */
const defaults = {
  citizen: 'openid fhirUser patient/*.cruds',
  staff: 'openid fhirUser user/*.cruds',
  auditor: 'openid fhirUser user/*.rs',
  system: 'system/*.rs',
  association: 'system/*.cruds',
} as const;

export const defaultScope = ({ role }: Pick<Persona, 'role'>): string =>
  defaults[role ?? 'citizen'];
