/**
 * Decimals as they were written: 1.50 says more than 1.5. https://hl7.org/fhir/R4/datatypes.html#decimal
 * For all code a number is a number; its written form is kept beside it, with the object or array that holds it.
 */

import type { Forms } from './json-scan.ts';

type Holder = Record<string, unknown>;

const forms = new WeakMap<object, Map<string, string>>();
/** In Node 24; TypeScript's library does not know it yet. */
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

/** The written form of the number at a key, when it is kept and the number is still the same. */
export function formOf(holder: object, key: string): string | undefined {
  const form = forms.get(holder)?.get(key);
  return form !== undefined && Number(form) === (holder as Holder)[key] ? form : undefined;
}

/** JSON.stringify calls this by itself, so that every writer keeps the forms and one that meets none pays nothing. */
function toJSON(this: Holder): unknown {
  const copy = Object.assign(Array.isArray(this) ? [] : {}, this) as Holder;
  for (const key of forms.get(this)?.keys() ?? []) {
    const form = formOf(this, key);
    if (form !== undefined) copy[key] = rawJSON(form);
  }
  return copy;
}

function formsFor(holder: object): Map<string, string> {
  const known = forms.get(holder) ?? new Map<string, string>();
  forms.set(holder, known);
  // Hidden from Object.keys, comparison and structuredClone; no body and no patch may hold a member of this name.
  if (!Object.hasOwn(holder, 'toJSON')) {
    Object.defineProperty(holder, 'toJSON', { value: toJSON, configurable: true });
  }
  return known;
}

/** Keeps the form of the number at a key, where `String` would write another; undefined, or a plain form, forgets it. */
export function keepForm(holder: object, key: string, form: string | undefined): void {
  if (form === undefined || form === String(Number(form))) forms.get(holder)?.delete(key);
  else formsFor(holder).set(key, form);
}

/** Keeps all forms that a reader of the text found, and gives back `value`, which the text became. */
export function keepForms<T extends object>(value: T, found: Forms | undefined): T {
  if (!found) return value;
  const known = formsFor(value);
  for (const [key, form] of found) {
    if (typeof form === 'string') known.set(key, form);
    else keepForms((value as Holder)[key] as object, form);
  }
  return value;
}

/** Lets a copy of one object, made by spread, write its own numbers as the original does. */
export function carryForms(from: object, to: object): void {
  for (const [key, form] of forms.get(from) ?? []) keepForm(to, key, form);
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** structuredClone of a JSON value with the forms. */
export function cloneKeeping<T>(value: T): T {
  const copy = structuredClone(value);
  const pairs: [unknown, unknown][] = [[value, copy]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [from, to] = pair;
    if (!isHolder(from) || !isHolder(to)) continue;
    carryForms(from, to);
    for (const key of Object.keys(from)) if (isHolder(from[key])) pairs.push([from[key], to[key]]);
  }
  return copy;
}

/** JSON with the forms, at the speed of JSON.stringify, which does just that. */
export const writeJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, undefined, indent);
