/** The manual of a server: a page for each interaction and operation, derived from its registry. */
import { accessibilityPage } from './accessibility-page.ts';
import { auditPage } from './audit-page.ts';
import { codeTablePage } from './code-table-page.ts';
import { coveragePages } from './coverage-pages.ts';
import { danishPages } from './danish-pages.ts';
import type { Described } from './described.ts';
import { guidePages } from './guide-pages.ts';
import { interactionPages } from './interaction-pages.ts';
import { municipalityPage } from './municipality-page.ts';
import { operationPages } from './operation-pages.ts';
import type { Page } from './page.ts';
import { profilePages } from './profile-pages.ts';
import { resourcePages } from './resource-pages.ts';
import { rulePage } from './rule-page.ts';
import { runningPage } from './running-page.ts';
import { topicPages } from './topic-pages.ts';

/** Pages about the product; a server for conformance suites has neither people nor a municipality. */
const beginning = (described: Described): readonly Page[] =>
  described.isSecured
    ? [...guidePages(described), municipalityPage(), auditPage(described), runningPage()]
    : [];

const published = (described: Described): readonly Page[] =>
  described.isSecured
    ? [rulePage(), ...profilePages(described), codeTablePage(), accessibilityPage(described)]
    : [];

const inDanish = (described: Described): readonly Page[] =>
  described.isSecured ? danishPages(described) : [];

/** Every page, in the order of the index. */
export const manualOf = (described: Described): readonly Page[] => [
  ...beginning(described),
  ...resourcePages(described),
  ...interactionPages(described),
  ...operationPages(described),
  ...topicPages(described),
  ...published(described),
  ...coveragePages(described),
  ...inDanish(described),
];
