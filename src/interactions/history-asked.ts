/** https://hl7.org/fhir/R4/http.html#history */
import { dateRange, type InstantRange } from '../fhir/instant.ts';
import { parseSearch } from '../fhir/search-query.ts';
import type { Asking, Desk } from './exchange.ts';
import type { Start, Walk, Window } from './history-row.ts';
import { openPage, type Page } from './page.ts';
import { assertOnly, unreadable } from './place.ts';
import { elementsOf, type Part } from './summary.ts';

/** A history as it is asked for. */
export interface HistoryAsked {
  readonly page: Page;
  readonly window: Window;
  /** Most entries of a page; 0 asks for the total alone. */
  readonly count: number;
  readonly part: Part;
}

const defaultCount = 50;
const parameters = ['_since', '_at', '_count', '_summary', '_elements'] as const;
const shaping: readonly string[] = ['_count', '_summary', '_elements'];

const timeForm = '2026, 2026-11, 2026-11-24, 2026-11-24T13:15:00+01:00';

function timeOf(name: string, text: string): InstantRange {
  try {
    return dateRange(text);
  } catch {
    throw unreadable(name, timeForm);
  }
}

/** `type` is absent at the level of the system, where each element is that of some type. */
export async function historyAsked(
  desk: Desk,
  asking: Asking,
  address: string,
  type?: string,
): Promise<HistoryAsked> {
  const page = await openPage(desk, address, asking.query, true);
  assertOnly(page.entries, parameters);
  const value = new Map(page.entries);
  const [since, at] = [value.get('_since'), value.get('_at')];
  const { count, summary, elements } = parseSearch(
    page.entries.filter(([name]) => shaping.includes(name)),
    {},
    {
      ...{ type: type ?? 'Resource', method: 'GET' },
      ...(type !== undefined && { elements: elementsOf(type, desk.definitions) }),
    },
  );
  return {
    page,
    window: {
      ...(since !== undefined && { since: timeOf('_since', since).from }),
      ...(at !== undefined && { during: timeOf('_at', at) }),
    },
    count: count ?? defaultCount,
    part: { ...(summary && { summary }), ...(elements && { elements }) },
  };
}

/** The walk of one room among those of the system, which are in the order of `types` where versions are of one moment. */
export function walkOf(
  { page: { walking }, count }: Pick<HistoryAsked, 'page' | 'count'>,
  type: string,
  types: readonly string[],
): Walk {
  const { mark, direction = 'next' } = walking ?? {};
  const limit = count + 1;
  if (!mark) return { direction, limit };
  const [at, version] = mark.keys;
  const ahead = types.indexOf(type) - types.indexOf(mark.type ?? type);
  const start: Start =
    ahead === 0
      ? { at: `${at}`, id: mark.id, version: Number(version) }
      : { at: `${at}`, inclusive: ahead > 0 === (direction === 'next') };
  return { start, direction, limit };
}
