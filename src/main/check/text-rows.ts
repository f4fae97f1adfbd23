import { firstForeignSign, gsm7Length } from '../../resources/communication/gsm7.ts';
import { longestValues, maxSeptets } from '../../resources/communication/sms-text.ts';
import type { Found, FoundText } from './found.ts';
import type { CheckRow, Finding } from './row.ts';

const placeOf = ({ name, language, own }: FoundText): string =>
  `${own ? '' : 'mappings/'}texts/${name}.${language}.hbs`;

/** The address of a link as long as all are. */
export const longLink = ({ publicUrl }: Pick<Found, 'publicUrl'>): string =>
  `${publicUrl}/a/${'x'.repeat(16)}`;

/** The text with all that it must fit with, longest first. */
function writtenWith(found: Found, { write, language }: FoundText): string[] {
  const { content } = found.municipality;
  if (!write || !content) return [];
  const { name, placeLength } = content;
  const all = longestValues({ municipality: name, link: longLink(found), placeLength });
  return all.map((values) => write({ ...values, language }));
}

const eachText =
  (find: (text: FoundText, found: Found) => Pick<Finding, 'text' | 'remedy'> | undefined) =>
  (found: Found): Finding[] =>
    found.texts.flatMap((text) => {
      const amiss = find(text, found);
      return amiss ? [{ at: placeOf(text), ...amiss }] : [];
    });

const names = (text: FoundText, found: Found, what: string): boolean =>
  writtenWith(found, text).some((written) => written.includes(what));

/** The texts of messages. */
export const textRows: readonly CheckRow[] = [
  {
    key: 'text-broken',
    severity: 'error',
    find: eachText(({ broken }) =>
      broken === undefined
        ? undefined
        : {
            text: {
              da: `Teksten kan ikke læses: ${broken}`,
              en: `The text cannot be read: ${broken}`,
            },
            remedy: {
              da: 'En tekst må nævne when, municipality, link og place; et tilbud også until.',
              en: 'A text may name when, municipality, link and place; an offer also until.',
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
        text: {
          da: `Tegnet ${sign} findes ikke i SMS-alfabetet (GSM-7): beskeden ville kun have plads til 70 tegn.`,
          en: `The alphabet of SMS (GSM-7) has no ${sign}: the message would take 70 characters only.`,
        },
        remedy: { da: 'Brug et andet tegn.', en: 'Use another character.' },
      };
    }),
  },
  {
    key: 'text-long',
    severity: 'error',
    find: eachText((text, found) => {
      const longest = Math.max(0, ...writtenWith(found, text).map((one) => gsm7Length(one) ?? 0));
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
      text.write && text.own && !names(text, found, '30')
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
    key: 'text-without-link',
    severity: 'warning',
    find: eachText((text, found) => {
      const { smsLink } = found.municipality.content ?? {};
      const isWanted = smsLink !== undefined && smsLink !== 'none' && text.name === 'reminder';
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
