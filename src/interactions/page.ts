/** Pages of searches and histories. https://hl7.org/fhir/R4/http.html#paging */
import type { Link } from '../fhir/bundle.ts';
import { badRequest } from '../fhir/outcome.ts';
import { cursorLifeMs, type Mark, seal, unseal, type Walking } from './cursor.ts';
import type { Desk, Entries } from './exchange.ts';

/** A page as it is asked for: the first, or the one that a link leads to. */
export interface Page {
  /** What is paged, behind the base. */
  readonly address: string;
  readonly entries: Entries;
  readonly inUrl: boolean;
  readonly walking?: Walking;
  /** The sealed cursor that brought the caller here. */
  readonly token?: string;
}

const wrong = (da: string, en: string) => badRequest('page', { da, en }, { expression: '_page' });

/** Reads what is asked, from the request or from the cursor that it brings back. 400 for a cursor beside other parameters. */
export async function openPage(
  { call, holder }: Desk,
  address: string,
  entries: Entries,
  inUrl: boolean,
): Promise<Page> {
  const token = entries.find(([name]) => name === '_page')?.[1];
  if (token === undefined) return { address, entries, inUrl };
  if (entries.length > 1)
    throw wrong(
      '_page står alene: linket rummer hele søgningen.',
      '_page stands alone: the link holds the whole search.',
    );
  const { ports } = call;
  const cursor = await unseal(token, ports.secret('cursor'), holder, ports.now());
  if (cursor.address !== address)
    throw wrong('Sidens link hører til en anden søgning.', 'The link belongs to another search.');
  return { ...cursor, token };
}

/** The first and the last row shown, and whether there are rows before and behind them. */
export interface Ends {
  readonly first?: Mark | undefined;
  readonly last?: Mark | undefined;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
}

/** In the direction walked there is more when the store says so; where the reader came from there is. */
export const endsOf = (
  { walking }: Page,
  more: boolean,
  first: Mark | undefined,
  last: Mark | undefined,
): Ends => ({
  ...{ first, last },
  hasPrevious: walking?.direction === 'previous' ? more : walking !== undefined,
  hasNext: walking?.direction === 'previous' || more,
});

/** A page that was given as a link keeps that link; the first one has its plain address, if that was one. */
export async function linksOf(desk: Desk, page: Page, ends: Ends): Promise<Link[]> {
  const { call, base, holder } = desk;
  const { address, entries, inUrl, walking, token } = page;
  const expires = call.ports.now() + cursorLifeMs;
  const sealed = async (to?: Walking): Promise<string> => {
    const cursor = { address, entries, inUrl, holder, expires, ...(to && { walking: to }) };
    return `${base}/${address}?_page=${await seal(cursor, call.ports.secret('cursor'))}`;
  };
  const plain = (): string =>
    `${base}/${address}${entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value]))}`}`;
  const first = inUrl || entries.length === 0 ? plain() : await sealed();
  const links: Link[] = [
    { relation: 'self', url: walking ? `${base}/${address}?_page=${token}` : first },
    { relation: 'first', url: first },
  ];
  if (ends.hasPrevious && ends.first)
    links.push({
      relation: 'previous',
      url: await sealed({ mark: ends.first, direction: 'previous' }),
    });
  if (ends.hasNext && ends.last)
    links.push({ relation: 'next', url: await sealed({ mark: ends.last, direction: 'next' }) });
  return links;
}
