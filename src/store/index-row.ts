import type { Resource } from '@medplum/fhirtypes';
import { compilePath } from '../fhir/path.ts';
import type { SearchParam } from '../fhir/search-param.ts';
import { dateSpans, hullOf } from '../fhir/search-value.ts';
import { remembered } from './index-memo.ts';
import { type NumberLink, partReader, spanParts } from './index-part.ts';
import { derive, type Link, linksOf, type Setting, textsOf } from './index-text.ts';
import { personHash } from './person-token.ts';
import { isRange, ownParams, type Shape, storageOf } from './shape.ts';

export { personHash, personSystems } from './person-token.ts';

/**
 * What the store keeps beside the bytes. Times are epoch milliseconds; columns are in the order of `ownParams`, then the derived
 * values, the JSON of what is no text and, in rooms where rows end, the end.
 */
export interface Indexed {
  readonly patient: string | null;
  readonly person: Buffer | null;
  readonly sort: number;
  readonly columns: readonly (string | number | null)[];
  readonly links: readonly Link[];
  readonly numbers: readonly NumberLink[];
}

/** An array as PostgreSQL writes it: `{"a","b"}`. */
export const arrayLiteral = (values: readonly string[]): string =>
  `{${values.map((value) => `"${/[\\"]/.test(value) ? value.replace(/[\\"]/g, '\\$&') : value}"`).join(',')}}`;

/** What the extractors fill. */
interface Drawn {
  readonly columns: (string | number | null)[];
  readonly links: Link[];
  readonly numbers: NumberLink[];
  readonly derived: string[];
  readonly parts: Record<string, unknown>;
}

type Extract = (resource: unknown, into: Drawn) => void;
type TextType = keyof typeof textsOf;

const dates = (name: string, path: ReturnType<typeof compilePath>): Extract => {
  return (resource, { columns, parts }) => {
    const elements = path(resource);
    const spans = dateSpans(elements);
    const hull = hullOf(spans);
    columns.push(hull?.from ?? null, hull?.to ?? null);
    // Of several the hull is too wide: each is compared.
    if (spans.length > 1) parts[name] = spanParts(elements);
  };
};

interface Text {
  readonly name: string;
  readonly type: TextType;
  readonly path: ReturnType<typeof compilePath>;
  readonly setting: Setting;
  readonly range: boolean;
}

const textOf = (shape: Shape, name: string, param: SearchParam, setting: Setting): Text => ({
  ...{ name, type: param.type as TextType, path: compilePath(param.expression), setting },
  range: isRange(shape, name),
});

/** What the elements of one parameter leave. */
interface Entry {
  readonly column: string | null;
  readonly links: readonly Link[];
  readonly derived: readonly string[];
}

/** What modifiers compare. */
const more = (text: Text, elements: readonly unknown[], isEmpty: boolean) =>
  derive(text.name, text.type, elements, { ...text.setting, isEmpty });

function entryOf(own: Text, elements: readonly unknown[]): Entry {
  const { name, type, setting, range } = own;
  const values = elements.length === 0 ? [] : textsOf[type](elements, setting);
  const { values: derived, links } = more(own, elements, values.length === 0);
  return {
    column: values.length === 0 ? null : arrayLiteral(values),
    links: range ? [...linksOf(name, type, values), ...links] : [],
    derived,
  };
}

/** Those `within` have no column, only what modifiers compare: some of what there is of the owner. */
const texts = (own: Text, within: readonly Text[]): Extract => {
  const make = (elements: readonly unknown[]): Entry => entryOf(own, elements);
  const entry = own.type === 'string' ? make : remembered(make);
  return (resource, into) => {
    const { column, links, derived } = entry(own.path(resource));
    into.columns.push(column);
    into.links.push(...links);
    into.derived.push(...derived);
    if (derived.length === 0) return;
    for (const one of within) {
      const found = one.path(resource);
      const inner = more(one, found, textsOf[one.type](found, own.setting).length === 0);
      into.derived.push(...inner.values);
      if (one.range) into.links.push(...inner.links);
    }
  };
};

const parts = (name: string, param: SearchParam, setting: Setting, range: boolean): Extract => {
  const read = partReader(name, param, setting);
  return (resource, into) => {
    const { value, numbers } = read(resource);
    if (value.length === 0) return;
    into.parts[name] = value;
    if (range) into.numbers.push(...numbers);
  };
};

function extractor(shape: Shape, [name, param]: [string, SearchParam], setting: Setting): Extract {
  const storage = storageOf[param.type];
  if (storage === 'dates') return dates(name, compilePath(param.expression));
  if (storage === 'parts') return parts(name, param, setting, isRange(shape, name));
  const within = Object.entries(shape.search).filter(([, other]) => other.within === name);
  return texts(
    textOf(shape, name, param, setting),
    within.map(([other, definition]) => textOf(shape, other, definition, setting)),
  );
}

const orderColumn = (shape: Shape): number => {
  let at = 0;
  for (const [name, { type }] of ownParams(shape)) {
    if (name === shape.order) return at;
    at += { texts: 1, dates: 2, parts: 0 }[storageOf[type]];
  }
  return -1;
};

const drawn = (): Drawn => ({ columns: [], links: [], numbers: [], derived: [], parts: {} });

const ending = ({ ends }: Shape, resource: Resource): (number | null)[] =>
  ends ? [ends(resource as never) ?? null] : [];

/** The last two columns that every room has. */
const lastColumns = ({ derived, parts: found }: Drawn): (string | null)[] => [
  derived.length === 0 ? null : arrayLiteral(derived),
  Object.keys(found).length === 0 ? null : JSON.stringify(found),
];

/** Compiles a room's search parameters to one function that makes the index row of a resource. */
export function compileIndexer(
  shape: Shape,
  setting: Setting,
): (resource: Resource, lastUpdated: number) => Indexed {
  const extractors = ownParams(shape).map((param) => extractor(shape, param, setting));
  const order = orderColumn(shape);
  return (resource, lastUpdated) => {
    const found = drawn();
    for (const extract of extractors) extract(resource, found);
    const number = shape.person?.(resource as never);
    const sort = order < 0 ? undefined : found.columns[order];
    return {
      patient: shape.patient?.(resource as never) ?? null,
      person: number === undefined ? null : personHash(setting.key, number),
      sort: typeof sort === 'number' && Number.isFinite(sort) ? sort : lastUpdated,
      columns: [...found.columns, ...lastColumns(found), ...ending(shape, resource)],
      links: found.links,
      numbers: found.numbers,
    };
  };
}
