import { unsupportedParams } from '../fhir/r4-search.ts';
import { definitionsOf } from '../main/foundation.ts';
import { type Described, describe } from '../manual/described.ts';
import { kinds } from '../manual/interaction-pages.ts';
import { manualOf } from '../manual/manual.ts';
import type { Page } from '../manual/page.ts';
import { unsupportedRows } from '../manual/topic-pages.ts';
import { registry } from '../registry.ts';
import type { Room } from '../resources/define.ts';
import { code, codes, table } from './table.ts';

const definitions = await definitionsOf(registry.map(({ type }) => type));

/** The product as `npm start` serves it. */
export const described: Described = describe({
  ...{ rooms: registry, definitions, isSecured: true },
  base: 'http://127.0.0.1:3000/fhir',
});

/** The types that an interaction or operation may be asked of. */
function where({ name, group, title }: Page): string {
  if (group === 'Topics') return '–';
  const operation = title.en.split(':')[0];
  const is = kinds[name]?.is ?? ((route: { name: string }) => route.name === operation);
  const routes = described.router.routes.filter(is);
  const types = new Set(routes.flatMap(({ room }) => (room ? [room.type] : [])));
  const ofSystem = routes.some(({ room }) => room === undefined) ? ['the whole system'] : [];
  if (types.size === registry.length) return ['all types', ...ofSystem].join(', ');
  return [...types, ...ofSystem].join(', ') || 'no type here; the conformance server';
}

/** Those of single records stand in a table of their own. */
const listed = (all: readonly Page[]): Page[] => all.filter(({ group }) => group !== 'Records');

/** Every page of the manual with its line. */
export const pages = (): string =>
  table(
    ['Page', 'What it is', 'Where'],
    listed(manualOf(described)).map((page) => [
      code(`/docs/${page.name}`),
      page.about,
      where(page),
    ]),
  );

const plain = (words: string): string => words.replace(/\[([^\]]+)\]\([a-z-]+\)/g, '$1');

/** What is not there, and why. */
export const unsupported = (): string =>
  table(
    ['Of', 'Not supported', 'Because'],
    unsupportedRows(described).map((row) => row.map(plain)),
  );

/** Search parameters that R4 has for a type and that are not there. */
export const missingParameters = ({ type, search }: Room): string =>
  codes(unsupportedParams(type, search, definitions).map((one) => one.code));
