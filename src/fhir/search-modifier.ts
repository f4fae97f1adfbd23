/** Modifiers by the type of the parameter. https://hl7.org/fhir/R4/search.html#modifiers */
import type { Codes } from './codes.ts';
import { isId } from './id.ts';
import type { Issue } from './outcome.ts';
import type { Criterion, ReferenceValue, TokenValue } from './search-criterion.ts';
import { splitEscaped, unescaped } from './search-escape.ts';
import { mostValues, tooManyValues, unknownTerminology } from './search-issue.ts';
import {
  bareToken,
  dateValue,
  filled,
  infix,
  nearValue,
  numberValue,
  quantityValue,
  referenceValue,
  tokenValue,
  typedIdentifier,
  word,
} from './search-literal.ts';
import type { SearchParam } from './search-param.ts';

/** One parameter as it was asked. `texts` are its alternatives, still escaped. */
export interface Asked {
  readonly name: string;
  readonly modifier: string;
  readonly texts: readonly string[];
  readonly param: SearchParam;
  readonly base?: string | undefined;
  readonly codes?: Codes | undefined;
  /** Types that are served here: a bare id is of one of them. */
  readonly types: ReadonlySet<string>;
}

/** Undefined when a value is not of the type. */
type Read = (asked: Asked) => Criterion | Issue | undefined;

function all<T>(texts: readonly string[], read: (text: string) => T | undefined): T[] | undefined {
  const values = texts.map(read).filter((value) => value !== undefined);
  return values.length === texts.length && values.length > 0 ? values : undefined;
}

const each =
  <T>(
    read: (text: string) => T | undefined,
    make: (name: string, values: readonly T[]) => Criterion,
  ): Read =>
  ({ name, texts }) => {
    const values = all(texts, read);
    return values && make(name, values);
  };

const token =
  (not: boolean): Read =>
  ({ name, texts }) => {
    const values = all(texts, name === '_id' ? bareToken : tokenValue);
    return values && { kind: 'token', name, not, values };
  };

const string = (match: 'start' | 'exact' | 'contains', read: typeof word): Read =>
  each(read, (name, values) => ({ kind: 'string', name, match, values }));
const uri = (match: 'exact' | 'above' | 'below'): Read =>
  each(filled, (name, values) => ({ kind: 'uri', name, match, values }));
const displayed: Read = each(word, (name, values) => ({ kind: 'text', name, values }));

type Listed = (text: string, codes: Codes) => readonly TokenValue[] | undefined;

const related =
  (direction: 'above' | 'below'): Listed =>
  (text, codes) => {
    const { system, code } = tokenValue(text) ?? {};
    if (!system || code === undefined) return undefined;
    return codes[direction](system, code)?.map((one) => ({ system, code: one }));
  };
const inSet: Listed = (text, codes) => codes.valueSet(unescaped(text));

/** Codes that terminology gives become plain tokens. */
const expanded =
  (not: boolean, list: Listed): Read =>
  ({ name, texts, codes }) => {
    if (!codes) return undefined;
    const values: TokenValue[] = [];
    for (const text of texts) {
      const found = list(text, codes);
      if (!found || found.length === 0) return unknownTerminology(name, unescaped(text));
      for (const value of found) values.push(value);
    }
    return { kind: 'token', name, not, values };
  };

/** A bare id is that of any type that the parameter may point to. */
function references(text: string, asked: Asked, type?: string): ReferenceValue[] | undefined {
  const plain = unescaped(text);
  const value = referenceValue(plain, type, asked.base);
  if (value) return [value];
  const targets = type === undefined ? (asked.param.target ?? [...asked.types]) : [type];
  const served = targets.filter((one) => asked.types.has(one));
  const known = served.length > 0 ? served : targets;
  return isId(plain) ? known.map((one) => ({ reference: `${one}/${plain}` })) : undefined;
}

const reference: Read = (asked) => {
  const type = asked.modifier === '' ? undefined : asked.modifier;
  const values = all(asked.texts, (text) => references(text, asked, type))?.flat();
  if (values && values.length > 10 * mostValues) return tooManyValues(asked.name);
  return values && { kind: 'reference', name: asked.name, values };
};

function component(text: string, at: number, asked: Asked): Criterion | undefined {
  const part = asked.param.components?.[at];
  if (!part) return undefined;
  const found = readers[part.type]['']?.({
    ...asked,
    name: part.name,
    param: part,
    texts: [text],
  });
  return found && 'kind' in found ? found : undefined;
}

const composite: Read = (asked) => {
  const values = all(asked.texts, (text) => {
    const texts = splitEscaped(text, '$');
    if (texts.length !== asked.param.components?.length) return undefined;
    const parts = texts.flatMap((one, at) => component(one, at, asked) ?? []);
    return parts.length === texts.length ? parts : undefined;
  });
  return values && { kind: 'composite', name: asked.name, values };
};

const missing: Read = ({ name, texts }) => {
  const [text] = texts;
  if (texts.length !== 1 || (text !== 'true' && text !== 'false')) return undefined;
  return { kind: 'missing', name, missing: text === 'true' };
};

const readers: Readonly<Record<SearchParam['type'], Readonly<Record<string, Read>>>> = {
  token: {
    '': token(false),
    missing,
    not: token(true),
    text: displayed,
    'of-type': each(typedIdentifier, (name, values) => ({ kind: 'of-type', name, values })),
    in: expanded(false, inSet),
    'not-in': expanded(true, inSet),
    above: expanded(false, related('above')),
    below: expanded(false, related('below')),
  },
  string: {
    '': string('start', word),
    missing,
    exact: string('exact', filled),
    contains: string('contains', infix),
  },
  reference: {
    '': reference,
    missing,
    text: displayed,
    identifier: each(tokenValue, (name, values) => ({
      ...{ kind: 'reference-identifier', name, values },
    })),
  },
  date: { '': each(dateValue, (name, values) => ({ kind: 'date', name, values })), missing },
  number: { '': each(numberValue, (name, values) => ({ kind: 'number', name, values })), missing },
  quantity: {
    '': each(quantityValue, (name, values) => ({ kind: 'quantity', name, values })),
    missing,
  },
  uri: { '': uri('exact'), missing, above: uri('above'), below: uri('below') },
  composite: { '': composite, missing },
  special: { '': each(nearValue, (name, values) => ({ kind: 'near', name, values })), missing },
};

/** These need terminology. */
const coded: ReadonlySet<string> = new Set(['in', 'not-in', 'above', 'below']);
/** No resource is without them, and they are neither shown nor coded. */
const ofEvery: Readonly<Record<string, readonly string[]>> = { _id: ['not'], _lastUpdated: [] };

/** The modifiers that a parameter takes; a reference also takes the types that it may name. */
export function modifiersOf({ name, param, codes }: Pick<Asked, 'name' | 'param' | 'codes'>) {
  const every = Object.hasOwn(ofEvery, name) ? ofEvery[name] : undefined;
  if (every) return every;
  const known = Object.keys(readers[param.type]).filter((one) => one !== '');
  const offered = param.type === 'token' && !codes ? known.filter((one) => !coded.has(one)) : known;
  return param.type === 'reference' ? [...offered, ...(param.target ?? [])] : offered;
}

/** One criterion, an issue when it cannot be used, undefined when a value cannot be read. The modifier has been checked. */
export function readCriterion(asked: Asked): Criterion | Issue | undefined {
  const read = readers[asked.param.type];
  return (Object.hasOwn(read, asked.modifier) ? read[asked.modifier] : read[''])?.(asked);
}
