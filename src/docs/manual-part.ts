import { definitionsOf } from '../main/foundation.ts';
import { type Described, describe } from '../manual/described.ts';
import { manualOf } from '../manual/manual.ts';
import type { Page } from '../manual/page.ts';
import { registry } from '../registry.ts';
import { code, table } from './table.ts';

const definitions = await definitionsOf(registry.map(({ type }) => type));

/** The product as `npm start` serves it. */
export const described: Described = describe({
  ...{ rooms: registry, definitions, isSecured: true },
  base: 'http://127.0.0.1:3000/fhir',
});

/** Links of the manual lead nowhere from here. */
const plainLinks = (words: string): string => words.replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1');

/** What is one of many of a kind is left to the index of the manual. */
const isListed = ({ group }: Page): boolean =>
  !['Records', 'Resources', 'Operations'].includes(group);

/** The pages of the manual with their lines, but for those of single resources, operations and records. */
export const pages = (): string =>
  table(
    ['Page', 'What it is'],
    manualOf(described)
      .filter(isListed)
      .map(({ name, about }) => [code(`/docs/${name}`), plainLinks(about)]),
  );
