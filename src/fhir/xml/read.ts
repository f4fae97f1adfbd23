/** FHIR in XML. https://hl7.org/fhir/R4/xml.html */
import { setImmediate } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import type { Definitions } from '../definitions.ts';
import { utf8Text } from '../json.ts';
import { maxDepth } from '../json-scan.ts';
import { FhirError, type Issue } from '../outcome.ts';
import { closeElement } from './close.ts';
import { malformedXml, syntaxIssue, type XmlFault, xmlIssue } from './fault.ts';
import { type Frame, frameOf, pathOf } from './frame.ts';
import { openElement, readText } from './open.ts';
import type { Reading } from './reading.ts';

type Parser = SaxesParser<{ xmlns: true }>;

/** How much is read between two rests: about five milliseconds' worth. */
const turnCharacters = 32_768;
/** Of one element. No element of FHIR or XHTML has half as many. */
const maxAttributes = 64;
/** More issues than anybody reads. */
const maxIssues = 50;

/** What makes a text no FHIR at all ends the reading at once. */
function refuseForeign(parser: Parser): void {
  const refuse = (fault: XmlFault, detail = ''): never => {
    throw malformedXml(xmlIssue(fault, parser, { detail }));
  };
  parser.on('doctype', () => refuse('doctype'));
  parser.on('processinginstruction', ({ target }) => refuse('instruction', target));
  parser.on('xmldecl', ({ version = '1.0', encoding = 'UTF-8' }) => {
    if (version !== '1.0') refuse('version', version);
    if (!/^utf-?8$/i.test(encoding)) refuse('encoding', encoding);
  });
}

/**
 * Refuses elements deeper than JSON may be (the levels of a narrative are counted on, up to twice as many), and more attributes
 * than any has. Tells where the last tag's name ends.
 */
function watch(parser: Parser, frames: readonly Frame[]): () => number {
  let nameEnd = 0;
  let attributes = 0;
  const limit = (fault: XmlFault, count: number, most: number): void => {
    if (count > most) throw malformedXml(xmlIssue(fault, parser, { detail: String(most) }));
  };
  parser.on('opentagstart', () => {
    nameEnd = parser.position;
    attributes = 0;
    limit('depth', frames.length, frames.at(-1)?.narrative ? 2 * maxDepth : maxDepth);
  });
  parser.on('attribute', () => {
    attributes += 1;
    limit('attributes', attributes, maxAttributes);
  });
  return () => nameEnd;
}

/** Hands what the parser finds to the frames. */
function follow(parser: Parser, reading: Reading): void {
  parser.on('opentag', (tag) => openElement(reading, tag));
  parser.on('closetag', ({ local }) => closeElement(reading, local));
  parser.on('text', (text) => readText(reading, text));
  parser.on('cdata', (text) => readText(reading, text));
}

function readingOf(
  text: string,
  parser: Parser,
  definitions: Definitions,
  issues: Issue[],
): Reading {
  const frames = [frameOf({ kind: 'root' })];
  const nameEnd = watch(parser, frames);
  return {
    definitions,
    frames,
    source: (start, end) => text.slice(start, end),
    tagStart: () => text.lastIndexOf('<', nameEnd() - 1),
    tagEnd: () => parser.position,
    report: (fault, detail = '', child = '') => {
      const expression = pathOf(frames, child);
      issues.push(xmlIssue(fault, parser, { detail, ...(expression !== '' && { expression }) }));
      if (issues.length >= maxIssues) throw malformedXml(issues);
    },
  };
}

/** What ended the reading, after what was found before. */
function together(issues: readonly Issue[], error: unknown, parser: Parser): unknown {
  const found = syntaxIssue(error, parser);
  const last = error instanceof FhirError ? error.issues : found ? [found] : [];
  return last.length > 0 ? malformedXml([...new Set([...issues, ...last])]) : error;
}

function* parse(parser: Parser, text: string, issues: readonly Issue[]): Generator<undefined> {
  try {
    for (let at = 0; at < text.length; at += turnCharacters) {
      parser.write(text.slice(at, at + turnCharacters));
      yield;
    }
    parser.close();
  } catch (error) {
    throw together(issues, error, parser);
  }
}

/** Rests after each turn; gives back the resource. */
function* read(bytes: Uint8Array, definitions: Definitions): Generator<undefined, unknown> {
  const parser: Parser = new SaxesParser({ xmlns: true });
  const text = utf8Text(bytes);
  if (text === undefined) throw malformedXml(xmlIssue('not-utf-8', parser));
  const issues: Issue[] = [];
  const reading = readingOf(text, parser, definitions, issues);
  refuseForeign(parser);
  follow(parser, reading);
  yield* parse(parser, text, issues);
  if (issues.length > 0) throw malformedXml(issues);
  return reading.frames[0]?.target.resource;
}

/**
 * Reads a body that must be one resource, as the JSON value that says the same; decimals keep their written form. It must be
 * UTF-8 without a DTD, and only elements and attributes that R4 has may stand where R4 has them. Throws a FhirError (400) with
 * every fault, each with line and column, and with its FHIRPath where there is one; what is wrong within values is for `validate`.
 */
export function readXml(bytes: Uint8Array, definitions: Definitions): unknown {
  const steps = read(bytes, definitions);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, letting others run every few milliseconds: a body of a megabyte takes a fifth of a second. */
export async function readXmlInTurns(
  bytes: Uint8Array,
  definitions: Definitions,
): Promise<unknown> {
  const steps = read(bytes, definitions);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}
