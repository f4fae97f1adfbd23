/** Reading of JSON bodies from strangers. */
import { isUtf8 } from 'node:buffer';
import { type JsonRoot, scanJson } from './json-scan.ts';
import { badRequest, type FhirError } from './outcome.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

function malformed(da: string, en: string, at: number): FhirError {
  return badRequest('malformed-json', {
    da: `Indholdet er ikke gyldig JSON: ${da} (tegn ${at}).`,
    en: `The body is not valid JSON: ${en} (character ${at}).`,
  });
}

/** A byte order mark is allowed and dropped, as RFC 8259 lets a reader do. */
function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw malformed('det er ikke UTF-8', 'it is not UTF-8', 0);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parse(bytes: Uint8Array, root: JsonRoot): unknown {
  const text = decode(bytes);
  const fault = scanJson(text, root);
  if (fault) throw malformed(fault.da, fault.en, fault.at);
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    throw malformed('et tegn er forkert', 'a character is wrong', Number(at ?? text.length));
  }
}

/**
 * Parses a body that must be one JSON object. Stricter than `JSON.parse`: UTF-8 must be whole, a member may stand once, `__proto__`
 * and its kin are refused, so are numbers out of range, NUL, half surrogates and nesting over 64 levels. Numbers become
 * doubles: a decimal keeps its value, not its trailing zeros. Throws a FhirError (400) that names the character.
 */
export const parseJson = (bytes: Uint8Array): JsonObject => parse(bytes, 'object') as JsonObject;

/** The same for a body that must be one JSON array, as a JSON Patch is. */
export const parseJsonArray = (bytes: Uint8Array): readonly JsonValue[] =>
  parse(bytes, 'array') as readonly JsonValue[];
