import type { Text } from '../../fhir/outcome.ts';
import { firstForeignSign, gsm7Length } from '../../resources/communication/gsm7.ts';
import {
  longestValues,
  maxSeptets,
  mayName,
  type TextName,
} from '../../resources/communication/sms-text.ts';
import type { Found, FoundText } from './found.ts';
import { type CheckRow, type Finding, ofChoices, place } from './row.ts';

const placeOf = ({ name, language, own }: FoundText): string =>
  `${own ? '' : 'mappings/'}texts/${name}.${language}.hbs`;

/** The address of a link as long as all are. */
export const longLink = ({ publicUrl }: Pick<Found, 'publicUrl'>): string =>
  `${publicUrl}/a/${'x'.repeat(16)}`;

/** A name whose signs are told of by themselves stands for itself no further. */
const plainName = (name: string): string => (firstForeignSign(name) === undefined ? name : 'x');

/** The text with all that it must fit with, longest first; `later` makes each date another. */
function writtenWith(found: Found, { write, language }: FoundText, later = 0): string[] {
  const { content } = found.municipality;
  if (!write || !content) return [];
  const { name, placeLength } = content;
  const municipality = plainName(name);
  const all = longestValues({ municipality, link: longLink(found), placeLength });
  return all.map(({ start, until, ...values }) =>
    write({ ...values, start: start - later, until: until - later, language }),
  );
}

/** As many characters as the text takes at most. */
export const longestOf = (found: Found, text: FoundText): number =>
  Math.max(0, ...writtenWith(found, text).map((one) => gsm7Length(one) ?? one.length));

const monthMs = 31 * 86_400_000;

/** It says when, whatever else it names. */
const saysWhen = (found: Found, text: FoundText): boolean => {
  const later = writtenWith(found, text, monthMs);
  return writtenWith(found, text).every((one, at) => one !== later[at]);
};

/** It says until when an offer stands. */
const saysUntil = (
  { municipality: { content } }: Found,
  { write, language }: FoundText,
): boolean => {
  if (!write || !content) return true;
  const values = { municipality: content.name, start: 0, language };
  return write({ ...values, until: 0 }) !== write({ ...values, until: monthMs });
};

const eachText =
  (find: (text: FoundText, found: Found) => Pick<Finding, 'text' | 'remedy'> | undefined) =>
  (found: Found): Finding[] =>
    found.texts.flatMap((text) => {
      const amiss = find(text, found);
      return amiss ? [{ at: placeOf(text), ...amiss }] : [];
    });

const names = (text: FoundText, found: Found, what: string): boolean =>
  writtenWith(found, text).some((written) => written.includes(what));

const placeholders = (name: TextName): string =>
  mayName[name].map((one) => `{{${one}}}`).join(', ');

const foreignSign = (sign: string): Text => ({
  da: `Tegnet ${sign} findes ikke i SMS-alfabetet (GSM-7): beskeden ville kun have plads til 70 tegn.`,
  en: `The alphabet of SMS (GSM-7) has no ${sign}: the message would take 70 characters only.`,
});

const otherSign: Text = { da: 'Brug et andet tegn.', en: 'Use another character.' };

/** The texts of messages. */
export const textRows: readonly CheckRow[] = [
  ofChoices('name-sign', 'error', ({ name }) => {
    const sign = firstForeignSign(name);
    if (sign === undefined) return [];
    return [{ at: place('/name'), text: foreignSign(sign), remedy: otherSign }];
  }),
  {
    key: 'text-broken',
    severity: 'error',
    find: eachText(({ broken, name }) =>
      broken === undefined
        ? undefined
        : {
            text: {
              da: `Teksten kan ikke bruges: ${broken.da}.`,
              en: `The text cannot be used: ${broken.en}.`,
            },
            remedy: {
              da: `Ret den. Her kan stå ${placeholders(name)}, og {{#if link}} … {{/if}} om det, der kun er der nogle gange.`,
              en: `Change it. Here may stand ${placeholders(name)}, and {{#if link}} … {{/if}} around what is there at times only.`,
            },
          },
    ),
  },
  {
    key: 'text-sign',
    severity: 'error',
    find: eachText((text, found) => {
      const sign = writtenWith(found, text)
        .map(firstForeignSign)
        .find((one) => one !== undefined);
      if (sign === undefined) return undefined;
      return {
        text: foreignSign(sign),
        remedy: otherSign,
      };
    }),
  },
  {
    key: 'text-long',
    severity: 'error',
    find: eachText((text, found) => {
      const longest = longestOf(found, text);
      if (longest <= maxSeptets) return undefined;
      return {
        text: {
          da: `Teksten kan fylde ${longest} tegn; en SMS har ${maxSeptets}.`,
          en: `The text may take ${longest} characters; an SMS has ${maxSeptets}.`,
        },
        remedy: {
          da: 'Gør teksten, kommunens navn, placeLength eller PUBLIC_URL kortere.',
          en: "Shorten the text, the municipality's name, placeLength or PUBLIC_URL.",
        },
      };
    }),
  },
  {
    key: 'text-without-time',
    severity: 'error',
    find: eachText((text, found) =>
      text.write && text.own && !saysWhen(found, text)
        ? {
            text: {
              da: 'Teksten siger ikke, hvornår aftalen er.',
              en: 'The text does not say when the appointment is.',
            },
            remedy: { da: 'Skriv {{when}} i den.', en: 'Write {{when}} in it.' },
          }
        : undefined,
    ),
  },
  {
    key: 'offer-without-end',
    severity: 'error',
    find: eachText((text, found) =>
      text.name === 'offer' && text.own && !saysUntil(found, text)
        ? {
            text: {
              da: 'Tilbuddet siger ikke, hvornår det skal være besvaret.',
              en: 'The offer does not say until when it stands.',
            },
            remedy: { da: 'Skriv {{until}} i den.', en: 'Write {{until}} in it.' },
          }
        : undefined,
    ),
  },
  {
    key: 'text-without-link',
    severity: 'warning',
    find: eachText((text, found) => {
      const { smsLink } = found.municipality.content ?? {};
      const isWanted =
        smsLink !== undefined && smsLink !== 'none' && ['reminder', 'offer'].includes(text.name);
      if (!isWanted || !text.write || names(text, found, '/a/')) return undefined;
      return {
        text: {
          da: `smsLink er ${smsLink}, men teksten har intet link.`,
          en: `smsLink is ${smsLink}, but the text has no link.`,
        },
        remedy: {
          da: 'Skriv {{#if link}} {{link}}{{/if}} i den, eller sæt smsLink til none.',
          en: 'Write {{#if link}} {{link}}{{/if}} in it, or set smsLink to none.',
        },
      };
    }),
  },
];
