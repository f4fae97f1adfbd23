/** The manual of a server: a page for each interaction and operation, derived from its registry. */
import { coveragePages } from './coverage-pages.ts';
import type { Described } from './described.ts';
import { interactionPages } from './interaction-pages.ts';
import { operationPages } from './operation-pages.ts';
import type { Page } from './page.ts';
import { topicPages } from './topic-pages.ts';

/** Every page, in the order of the index. */
export const manualOf = (described: Described): readonly Page[] => [
  ...interactionPages(described),
  ...operationPages(described),
  ...topicPages(described),
  ...coveragePages(described),
];
