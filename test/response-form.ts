/** What makes two answers differ for a validator: which elements are there, and the codes in them; not the other values. */
import { createHash } from 'node:crypto';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

type Fields = Readonly<Record<string, Json>>;

/** Elements whose value a binding or an invariant may ask about. */
const telling = new Set([
  ...['code', 'valueCode', 'system', 'status', 'use', 'type', 'mode', 'intent', 'priority'],
  ...['severity', 'gender', 'action', 'outcome', 'kind', 'url', 'profile', 'equivalence', 'rank'],
]);

/** `9999-99-99T99:99:99Z`: whether there is a zone, a fraction or only a year. */
const dated = /^\d{4}(?:-\d\d)*(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?$/;

function told(key: string, value: Json): string {
  if (typeof value !== 'string') return typeof value;
  if (telling.has(key)) return value;
  if (dated.test(value)) return value.replace(/\d/g, '9').replace(/[+-]99:99$/, '+99:99');
  return value.trim() === value ? 'text' : 'spaced text';
}

/** `.extension(https://…/hold-expires)`: what an object is tells more than where it stands. */
function placeOf({ url }: Fields, path: string): string {
  return /xtension$/.test(path) && typeof url === 'string' ? `${path}(${url})` : path;
}

const isResource = (value: Json): boolean =>
  typeof value === 'object' && value !== null && 'resourceType' in value;

/** A resource within another that is judged by itself too: all but those contained. */
const isApart = (key: string, value: Json): boolean => key !== 'contained' && isResource(value);

/** What is found in a resource: `.name.given=text`, and the resources in it. */
interface Found {
  readonly paths: Set<string>;
  readonly apart: Json[];
}

/** Every place that holds a value; the numbers in lists do not count. */
function walk(value: Json, path: string, key: string, found: Found): void {
  if (typeof value !== 'object' || value === null) found.paths.add(`${path}=${told(key, value)}`);
  else if (Array.isArray(value)) for (const one of value) walk(one, path, key, found);
  else walkObject(value, placeOf(value, path), found);
}

function walkObject(value: Fields, place: string, found: Found): void {
  for (const name in value) {
    const inner = value[name] ?? null;
    if (isApart(name, inner)) {
      found.apart.push(inner);
      found.paths.add(`${place}.${name}(${(inner as Fields).resourceType})`);
    } else walk(inner, `${place}.${name}`, name, found);
  }
}

const hash = (words: readonly string[]): string =>
  createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 16);

/** Of the whole, and of each resource in it. */
function jsonForms(whole: Json, context: readonly string[]): string[] {
  const { resourceType } = whole as Fields;
  const found: Found = { paths: new Set(), apart: [] };
  walk(whole, '', '', found);
  const own = hash([...context, `${resourceType}`, ...[...found.paths].sort()]);
  return [own, ...found.apart.flatMap((one) => jsonForms(one, context))];
}

const xmlForm = (text: string, context: readonly string[]): string =>
  hash([...context, ...[...new Set(text.match(/<[A-Za-z]+/g))].sort()]);

/** The form of an entry of a Bundle, with that of what it holds. */
export const entryForm = (entry: object): string =>
  hash(jsonForms(JSON.parse(JSON.stringify(entry)) as Json, []));

/** What says that it is JSON and is none is for the judge to say. */
const broken = { resourceType: 'Broken' };

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return broken;
  }
}

/** A name for each form in an answer, which is none of FHIR where there is none. `context` is what else makes a form another. */
export function formsOf(text: string, context: readonly string[]): string[] {
  if (text.startsWith('<')) return [xmlForm(text, context)];
  const whole = parsed(text);
  return isResource(whole) ? [...new Set(jsonForms(whole, context))] : [];
}

/** `Bundle.GET-Patient.0123456789abcdef.json` */
export function nameOf(text: string, route: string, form: string): string {
  const isXml = text.startsWith('<');
  const type = isXml ? /<([A-Za-z]+) xmlns/.exec(text)?.[1] : (parsed(text) as Fields).resourceType;
  const way = route.replace(/[^A-Za-z$]+/g, '-').slice(0, 80);
  return `${type}.${way}.${form}.${isXml ? 'xml' : 'json'}`;
}
