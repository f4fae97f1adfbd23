/** Parameters that shape the answer of a search. https://hl7.org/fhir/R4/search.html#return */
import { type Issue, issue, quote, type Text } from './outcome.ts';
import { type Include, readInclude } from './search-include.ts';
import { listed } from './search-issue.ts';
import type { Rooms } from './search-param.ts';

export type { Include };
export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

/** How the answer is to be; what is absent was not asked. */
export interface Controls {
  /** 0 to 1000 a page: more is cut to 1000, and a summary that only counts makes it 0. */
  readonly count?: number;
  readonly sort: readonly SortKey[];
  readonly includes: readonly Include[];
  readonly total?: 'none' | 'estimate' | 'accurate';
  readonly summary?: 'true' | 'text' | 'data' | 'count' | 'false';
  readonly elements?: readonly string[];
  readonly format?: string;
  readonly pretty?: boolean;
}
export type Control = Partial<Controls>;

const maxCount = 1_000;
const maxSort = 10;
export const controlNames = [
  ...['_count', '_sort', '_include', '_revinclude', '_total', '_summary', '_elements'],
  ...['_format', '_pretty'],
] as const;

/** What a control may name. */
interface Known {
  readonly type: string;
  readonly sortable: readonly string[];
  /** The elements of the type; not checked when absent. */
  readonly elements?: readonly string[] | undefined;
  readonly rooms: Rooms;
}

const bad = (name: string, text: Text): Issue =>
  issue({ code: 'invalid', key: 'unreadable-value', text, diagnostics: quote(name) });

function invalid(name: string, valid: readonly string[]): Issue {
  const [shown, names] = [quote(name), listed(valid)];
  return bad(name, {
    da: `Værdien af "${shown}" kan ikke bruges. Muligt er: ${names}.`,
    en: `The value of "${shown}" is not possible. Valid are: ${names}.`,
  });
}

const oneOf = <const T extends string>(value: string, valid: readonly T[]): T | undefined =>
  valid.find((one) => one === value);

function readSort(value: string, { sortable }: Known): Control | Issue {
  const sort = value.split(',').map((key) => ({
    name: key.replace(/^-/, ''),
    descending: key.startsWith('-'),
  }));
  const isKnown = sort.length <= maxSort && sort.every(({ name }) => sortable.includes(name));
  return isKnown ? { sort } : invalid('_sort', sortable);
}

function readIncludes(name: string, value: string, { type, rooms }: Known): Control | Issue {
  const found = readInclude(name, value, type, rooms);
  return 'valid' in found ? invalid(name, found.valid) : { includes: found };
}

const totals = ['none', 'estimate', 'accurate'] as const;
const flags = ['true', 'false'] as const;
const summaries = ['true', 'text', 'data', 'count', 'false'] as const;

function readCount(value: string): Control | Issue {
  const isWhole = /^\d+$/.test(value);
  return isWhole ? { count: Math.min(Number(value), maxCount) } : invalid('_count', ['0-1000']);
}

const elementNames: Text = {
  da: 'Værdien af "_elements" skal være navne på elementer, som i _elements=id,status.',
  en: 'The value of "_elements" must be names of elements, as in _elements=id,status.',
};

/** `status`, or `Appointment.status`; of types that are included only the type is checked. */
const isElement = (name: string, { type, elements, rooms }: Known): boolean => {
  const [first = '', second] = name.split('.');
  if (second !== undefined && first !== type) return rooms.has(first);
  return !elements || elements.includes(second ?? first);
};

function readElements(value: string, known: Known): Control | Issue {
  const elements = value.split(',');
  const isNames = elements.every((name) => /^(?:[A-Z][A-Za-z]*\.)?[a-z][A-Za-z]*$/.test(name));
  if (!isNames) return bad('_elements', elementNames);
  const isKnown = elements.every((name) => isElement(name, known));
  return isKnown ? { elements } : invalid('_elements', known.elements ?? []);
}

const readers: Readonly<Record<string, (value: string, known: Known) => Control | Issue>> = {
  _count: readCount,
  _sort: readSort,
  _total: (value) => {
    const total = oneOf(value, totals);
    return total ? { total } : invalid('_total', totals);
  },
  _summary: (value) => {
    const summary = oneOf(value, summaries);
    return summary ? { summary } : invalid('_summary', summaries);
  },
  _elements: readElements,
  _format: (format) => ({ format }),
  _pretty: (value) => {
    const pretty = oneOf(value, flags);
    return pretty ? { pretty: pretty === 'true' } : invalid('_pretty', flags);
  },
};

/** Reads one parameter if it is a control; undefined when it is not. */
export function readControl(
  [name, value]: readonly [string, string],
  known: Known,
): Control | Issue | undefined {
  if (/^_(?:rev)?include(?::|$)/.test(name)) return readIncludes(name, value, known);
  return Object.hasOwn(readers, name) ? readers[name]?.(value, known) : undefined;
}

/** Includes add up, each once; of anything else the last one counts. */
export function mergeControls(controls: readonly Control[]): Controls {
  const start: Controls = { sort: [], includes: [] };
  const merged: Controls = Object.assign(start, ...controls);
  const includes = controls.flatMap((one) => one.includes ?? []);
  return {
    ...merged,
    ...(merged.summary === 'count' && { count: 0 }),
    includes: [...new Map(includes.map((one) => [JSON.stringify(one), one])).values()],
  };
}
