import type { SearchParam } from './search-param.ts';

/** Parameters of every type that no room declares; each room's tables hold their values. https://hl7.org/fhir/R4/search.html#all */
export const sharedParams: Readonly<Record<string, SearchParam>> = {
  _profile: { type: 'uri', expression: 'Resource.meta.profile', index: 'range' },
  _tag: { type: 'token', expression: 'Resource.meta.tag', index: 'range' },
  _security: { type: 'token', expression: 'Resource.meta.security', index: 'range' },
  _source: { type: 'uri', expression: 'Resource.meta.source', index: 'range' },
};
