import type { Declared } from '../fhir/search-param.ts';

const range = { index: 'range' } as const;

/** How definitions are found that have a canonical URL, such as value sets: R4 has the same parameters for each type. */
export const canonicalSearch = (type: string): Declared => ({
  url: { type: 'uri', expression: `${type}.url`, ...range },
  name: { type: 'string', expression: `${type}.name`, ...range },
  title: { type: 'string', expression: `${type}.title`, ...range },
  version: { type: 'token', expression: `${type}.version`, ...range },
  status: { type: 'token', expression: `${type}.status`, ...range },
  identifier: { type: 'token', expression: `${type}.identifier`, ...range },
  description: { type: 'string', expression: `${type}.description`, ...range },
});
