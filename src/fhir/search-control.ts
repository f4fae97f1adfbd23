/** Parameters that shape the answer of a search. https://hl7.org/fhir/R4/search.html#return */
import { type Issue, issue, quote } from './outcome.ts';

/** `_include` and `_revinclude` of `source:parameter:target`. */
export interface Include {
  readonly direction: 'include' | 'revinclude';
  readonly iterate: boolean;
  readonly source: string;
  readonly parameter: string;
  readonly target?: string;
}
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
export const controlNames = [
  ...['_count', '_sort', '_include', '_revinclude', '_total', '_summary', '_elements'],
  ...['_format', '_pretty'],
] as const;

/** What a control may name. */
interface Known {
  readonly type: string;
  readonly names: readonly string[];
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

function invalid(name: string, valid: readonly string[]): Issue {
  const [shown, names] = [quote(name), valid.join(', ')];
  const text = {
    da: `Værdien af "${shown}" kan ikke bruges. Muligt er: ${names}.`,
    en: `The value of "${shown}" is not possible. Valid are: ${names}.`,
  };
  return issue({ code: 'invalid', key: 'unreadable-value', text, diagnostics: shown });
}

const oneOf = <const T extends string>(value: string, valid: readonly T[]): T | undefined =>
  valid.find((one) => one === value);

function readSort(value: string, { names }: Known): Control | Issue {
  const sort = value.split(',').map((key) => ({
    name: key.replace(/^-/, ''),
    descending: key.startsWith('-'),
  }));
  return sort.every(({ name }) => names.includes(name)) ? { sort } : invalid('_sort', names);
}

function includable(isOwn: boolean, { type, references = {} }: Known): string[] {
  const sources = Object.entries(references).filter(([source]) => !isOwn || source === type);
  return sources.flatMap(([source, names]) => names.map((name) => `${source}:${name}`));
}

const includeGrammar = /^([A-Z][A-Za-z]*):([a-z][a-z-]*)(?::([A-Z][A-Za-z]*))?$/;

function readInclude(name: string, value: string, known: Known): Control | Issue {
  const direction = name.startsWith('_rev') ? 'revinclude' : 'include';
  const iterate = name === `_${direction}:iterate`;
  const [, source = '', parameter = '', target] = includeGrammar.exec(value) ?? [];
  const valid = includable(direction === 'include' && !iterate, known);
  const isKnown = !known.references || valid.includes(`${source}:${parameter}`);
  const isNamed = iterate || name === `_${direction}`;
  if (source === '' || !isKnown || !isNamed) {
    return invalid(name, known.references ? valid : ['Type:parameter', 'Type:parameter:Target']);
  }
  const include = { direction, iterate, source, parameter } as const;
  return { includes: [target === undefined ? include : { ...include, target }] };
}

const totals = ['none', 'estimate', 'accurate'] as const;
const flags = ['true', 'false'] as const;
const summaries = ['true', 'text', 'data', 'count', 'false'] as const;

function readCount(value: string): Control | Issue {
  const isWhole = /^\d+$/.test(value);
  return isWhole ? { count: Math.min(Number(value), maxCount) } : invalid('_count', ['0-1000']);
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
  _elements: (value) => {
    const elements = value.split(',');
    const isNames = elements.every((name) => /^[a-z][A-Za-z]*$/.test(name));
    return isNames ? { elements } : invalid('_elements', ['name,name']);
  },
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
  if (/^_(?:rev)?include(?::|$)/.test(name)) return readInclude(name, value, known);
  return Object.hasOwn(readers, name) ? readers[name]?.(value, known) : undefined;
}

/** Includes add up; of anything else the last one counts. */
export function mergeControls(controls: readonly Control[]): Controls {
  const start: Controls = { sort: [], includes: [] };
  const merged: Controls = Object.assign(start, ...controls);
  return {
    ...merged,
    ...(merged.summary === 'count' && { count: 0 }),
    includes: controls.flatMap((one) => one.includes ?? []),
  };
}
