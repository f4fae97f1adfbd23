/** Reading of JSON bodies from strangers. */
import { isUtf8 } from 'node:buffer';
import { keepForms } from './decimal.ts';
import type { JsonFault } from './json-fault.ts';
import { type JsonRoot, scanJson } from './json-scan.ts';
import { badRequest, type FhirError, fail, issue } from './outcome.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

function malformed({ da, en, at, isTooMuch }: JsonFault): FhirError {
  if (isTooMuch)
    return fail(
      413,
      issue({
        ...{ code: 'too-costly', key: 'too-many-elements' },
        text: {
          da: `Indholdet har flere værdier, end der læses på én gang (tegn ${at}). Del det op.`,
          en: `The body has more values than are read at once (character ${at}). Send it in parts.`,
        },
      }),
    );
  return badRequest('malformed-json', {
    da: `Indholdet er ikke gyldig JSON: ${da} (tegn ${at}).`,
    en: `The body is not valid JSON: ${en} (character ${at}).`,
  });
}

/** The text of a body; undefined when it is not UTF-8. A byte order mark is dropped, as RFC 8259 lets a reader do. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parse(bytes: Uint8Array, root: JsonRoot): unknown {
  const text = utf8Text(bytes);
  if (text === undefined) {
    throw malformed({ da: 'det er ikke UTF-8', en: 'it is not UTF-8', at: 0 });
  }
  const scanned = scanJson(text, root);
  if ('fault' in scanned) throw malformed(scanned.fault);
  try {
    return keepForms(JSON.parse(text), scanned.forms);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    throw malformed({
      da: 'et tegn er forkert',
      en: 'a character is wrong',
      at: Number(at ?? text.length),
    });
  }
}

/**
 * Parses a body that must be one JSON object. Stricter than `JSON.parse`: UTF-8 must be whole, a member may stand once, `__proto__`
 * and its kin are refused, so are numbers out of range, NUL, half surrogates and nesting over 64 levels. Numbers become
 * doubles, and JSON.stringify writes them as they were written here. Throws a FhirError (400) that names the character.
 */
export const parseJson = (bytes: Uint8Array): JsonObject => parse(bytes, 'object') as JsonObject;

/** The same for a body that must be one JSON array, as a JSON Patch is. */
export const parseJsonArray = (bytes: Uint8Array): readonly JsonValue[] =>
  parse(bytes, 'array') as readonly JsonValue[];

/**
 * A number that `String` may write otherwise: a last zero after the point, an exponent, 16 digits or more, under a millionth, -0.
 * May also match inside a string, which costs time only.
 */
const keptNumber = /[:[,]\s*(?:-0[,}\]\s]|-?(?:\d+\.\d*0[,}\]\s]|\d[\d.]*[eE]|[\d.]{16}|0\.0{6}))/;

/** Reads one of our own stored texts, an object: numbers keep their written form as in `parseJson`, without its checks. */
export function parseStored<T extends object>(text: string): T {
  const value = JSON.parse(text) as T;
  if (!keptNumber.test(text)) return value;
  const scanned = scanJson(text, 'object', Number.POSITIVE_INFINITY);
  return 'forms' in scanned ? keepForms(value, scanned.forms) : value;
}
