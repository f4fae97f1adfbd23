import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { formatDanish, formatEnglish } from '../../fhir/instant.ts';
import type { Language } from '../../fhir/outcome.ts';
import { firstForeignSign, gsm7Length } from './gsm7.ts';

export interface Reminder {
  /** Epoch milliseconds. */
  readonly start: number;
  /** Its name, such as `Sandby Kommune`. */
  readonly municipality: string;
  readonly link?: string;
  readonly language: Language;
}

/** The texts of one municipality, compiled. */
export interface SmsTexts {
  /** Names time and municipality only: never service, unit, place or person. */
  readonly reminderText: (reminder: Reminder) => string;
}

/** A text is missing, broken or too long for an SMS; the message is one sentence. */
export class SmsTextError extends Error {
  override readonly name = 'SmsTextError';
}

/** One SMS. */
const maxSeptets = 160;

const languages: readonly Language[] = ['da', 'en'];
const whenIn = { da: formatDanish, en: formatEnglish } as const;
const defaultRoot = new URL('../../../mappings/', import.meta.url);

type Template = (values: { when: string; municipality: string; link: string }) => string;

function templateFile(name: string, code: string, root: URL): URL {
  const own = new URL(`municipalities/${code}/texts/${name}`, root);
  const shared = new URL(`texts/${name}`, root);
  const found = [own, shared].find((file) => existsSync(file));
  if (found) return found;
  throw new SmsTextError(`The text ${fileURLToPath(shared)} does not exist.`);
}

/** An SMS is no HTML: nothing is escaped. A name that we do not give is an error, not an empty place. */
function compile(file: URL): Template {
  const options = { noEscape: true, strict: true, knownHelpersOnly: true };
  const template = Handlebars.create().compile<Parameters<Template>[0]>(
    readFileSync(file, 'utf8').trim(),
    options,
  );
  return (values) => {
    try {
      return template(values);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : '';
      throw new SmsTextError(`The text ${fileURLToPath(file)} is broken: ${reason}.`);
    }
  };
}

/** Reads the texts of a municipality, its own before the shared ones. Throws `SmsTextError`. */
export function loadTexts(municipalityCode: string, root: URL = defaultRoot): SmsTexts {
  const template = (language: Language) =>
    compile(templateFile(`reminder.${language}.hbs`, municipalityCode, root));
  const templates = { da: template('da'), en: template('en') };
  return {
    reminderText: ({ start, municipality, link = '', language }) =>
      templates[language]({ when: whenIn[language](start), municipality, link }),
  };
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
      `The ${what} takes ${septets} characters, and an SMS has ${maxSeptets}: shorten the text, the municipality's name or PUBLIC_URL.`,
    );
  }
}

/** Refuses, before anything is sent, texts that would not fit one SMS with this name and a link of this form. */
export function checkTexts(
  texts: SmsTexts,
  { municipality, link }: Pick<Reminder, 'municipality' | 'link'>,
): void {
  const forms = link === undefined ? [{}] : [{ link }, {}];
  for (const language of languages) {
    for (const form of forms) {
      const reminder = { start: longestStart, municipality, language, ...form };
      checkText(texts.reminderText(reminder), `reminder in language ${language}`);
    }
  }
}

/** 96 bits in 16 characters; the same for the same plan, so that a retry after a crash sends the same link. */
export const reminderCode = (installationKey: Buffer, planId: string): string =>
  createHmac('sha256', installationKey)
    .update(`reminder-code ${planId}`)
    .digest()
    .subarray(0, 12)
    .toString('base64url');

/** What is stored of a code. */
export const codeHash = (code: string): string => createHash('sha256').update(code).digest('hex');
