import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { formatDanish, formatEnglish } from '../../fhir/instant.ts';
import type { Language, Text } from '../../fhir/outcome.ts';
import { readText } from '../json-file.ts';
import { firstForeignSign, gsm7Length } from './gsm7.ts';
import type { MessageKind } from './plan-row.ts';
import { namesIn } from './template-name.ts';

/** The texts there are; `relative` is the reminder to somebody other than the citizen. */
export type TextName = MessageKind | 'relative';

/** What a text may name: time, municipality, and perhaps a link and a place; never service, unit, staff or citizen. */
export interface TextValues {
  /** Epoch milliseconds. */
  readonly start: number;
  /** Its name, such as `Sandby Kommune`. */
  readonly municipality: string;
  readonly link?: string | undefined;
  readonly place?: string | undefined;
  /** Of an offer: when it ends. Epoch milliseconds. */
  readonly until?: number | undefined;
  readonly language: Language;
}

/** The texts of one municipality, compiled. */
export interface SmsTexts {
  readonly write: (name: TextName, values: TextValues) => string;
}

/** A text is missing, broken or too long for an SMS; the message is one sentence. */
export class SmsTextError extends Error {
  override readonly name = 'SmsTextError';
  /** What is wrong with the text itself, for whoever wrote it. */
  readonly said: Text | undefined;

  constructor(message: string, said?: Text) {
    super(message);
    this.said = said;
  }
}

/** One SMS. */
export const maxSeptets = 160;

export const textLanguages: readonly Language[] = ['da', 'en'];
const whenIn = { da: formatDanish, en: formatEnglish } as const;
const defaultRoot = new URL('../../../mappings/', import.meta.url);

export const textNames: readonly TextName[] = [
  'reminder',
  'relative',
  'moved',
  'cancelled',
  'offer',
];
const everyText = ['when', 'municipality', 'link', 'place'];
/** What each text may name. */
export const mayName: Readonly<Record<TextName, readonly string[]>> = {
  reminder: everyText,
  relative: everyText,
  moved: everyText,
  cancelled: ['when', 'municipality'],
  offer: [...everyText, 'until'],
};

type Template = (values: Readonly<Record<string, string>>) => string;

function templateFile(name: string, code: string, root: URL): URL {
  const own = new URL(`municipalities/${code}/texts/${name}`, root);
  const shared = new URL(`texts/${name}`, root);
  const found = [own, shared].find((file) => existsSync(file));
  if (found) return found;
  throw new SmsTextError(`The text ${fileURLToPath(shared)} does not exist.`);
}

const broken = (file: URL, said: Text): SmsTextError =>
  new SmsTextError(`The text ${fileURLToPath(file)} is broken: ${said.en}.`, said);

const strange = (name: string, mayName: readonly string[]): Text => ({
  da: `{{${name}}} kan ikke stå i denne tekst; her kan stå ${mayName.join(', ')}`,
  en: `"${name}" is none of ${mayName.join(', ')}`,
});

function unparsed(error: unknown): Text {
  const line = /line (\d+)/.exec(String(error))?.[1] ?? '1';
  return {
    da: `linje ${line} kan ikke læses: en {{ eller }} mangler, eller en {{#if …}} uden {{/if}}`,
    en: `line ${line} cannot be read: a {{ or }} is missing, or an {{#if …}} without {{/if}}`,
  };
}

function sourceOf(file: URL): string {
  const read = readText(file);
  if ('fault' in read) throw broken(file, read.fault);
  return read.text.trim();
}

/** An SMS is no HTML: nothing is escaped. A name that we do not give is an error, wherever it stands. */
function compile(file: URL, mayName: readonly string[]): Template {
  const source = sourceOf(file);
  const options = { noEscape: true, strict: true, knownHelpersOnly: true };
  const foreign = tried(file, () => namesIn(source)).find((name) => !mayName.includes(name));
  if (foreign !== undefined) throw broken(file, strange(foreign, mayName));
  const write = Handlebars.create().compile<Parameters<Template>[0]>(source, options);
  // Handlebars looks at some of it only as it writes.
  tried(file, () => write(Object.fromEntries(mayName.map((name) => [name, name]))));
  return write;
}

function tried<T>(file: URL, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw broken(file, unparsed(error));
  }
}

const valuesOf = ({ start, municipality, link, place, until, language }: TextValues) => ({
  ...{ when: whenIn[language](start), municipality, link: link ?? '', place: place ?? '' },
  until: until === undefined ? '' : whenIn[language](until),
});

/** Reads one text of a municipality. Throws `SmsTextError`. */
export function loadText(
  municipalityCode: string,
  name: TextName,
  language: Language,
  root: URL = defaultRoot,
): (values: TextValues) => string {
  const file = templateFile(`${name}.${language}.hbs`, municipalityCode, root);
  const write = compile(file, mayName[name]);
  return (values) => write(valuesOf(values));
}

/** Reads the texts of a municipality, its own before the shared ones. Throws `SmsTextError`. */
export function loadTexts(municipalityCode: string, root: URL = defaultRoot): SmsTexts {
  const templates = new Map(
    textNames.flatMap((name) =>
      textLanguages.map(
        (language) =>
          [`${name}.${language}`, loadText(municipalityCode, name, language, root)] as const,
      ),
    ),
  );
  return { write: (name, values) => templates.get(`${name}.${values.language}`)?.(values) ?? '' };
}

/** Wednesday the last of a month with two digits, at a time of four: no date is written longer. */
const longestStart = Date.UTC(2026, 11, 30, 12, 45);

function checkText(text: string, what: string): void {
  const septets = gsm7Length(text);
  if (septets === undefined) {
    const sign = firstForeignSign(text);
    throw new SmsTextError(`The ${what} holds ${sign}, which the alphabet of SMS (GSM-7) has not.`);
  }
  if (septets > maxSeptets) {
    throw new SmsTextError(
      `The ${what} takes ${septets} characters, and an SMS has ${maxSeptets}: shorten the text, the municipality's name, its placeLength or PUBLIC_URL.`,
    );
  }
}

/** The longest that there can be. */
export interface Longest {
  readonly municipality: string;
  readonly link?: string;
  /** Characters; without it no place is named. */
  readonly placeLength?: number | undefined;
}

/** All that a text must fit with: the longest link and place, and none. */
export function longestValues({ municipality, link, placeLength }: Longest) {
  const links = link === undefined ? [undefined] : [link, undefined];
  const places = placeLength === undefined ? [undefined] : ['x'.repeat(placeLength), undefined];
  const values = { start: longestStart, until: longestStart, municipality };
  return links.flatMap((one) => places.map((place) => ({ ...values, link: one, place })));
}

/** Refuses, before anything is sent, texts that would not fit one SMS with this name, a link of this form and a place this long. */
export function checkTexts(texts: SmsTexts, { municipality, link, placeLength }: Longest): void {
  const values = longestValues({ municipality, ...(link !== undefined && { link }), placeLength });
  for (const name of textNames)
    for (const language of textLanguages)
      for (const one of values)
        checkText(texts.write(name, { ...one, language }), `text ${name} in language ${language}`);
}
