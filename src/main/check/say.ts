import type { Language, Text } from '../../fhir/outcome.ts';
import { gsm7Length } from '../../resources/communication/gsm7.ts';
import { maxSeptets } from '../../resources/communication/sms-text.ts';
import { featureNames, features } from '../../resources/feature.ts';
import type { Municipality } from '../../resources/municipality.ts';
import type { Found, FoundText } from './found.ts';
import { linesOf } from './line.ts';
import type { Finding } from './row.ts';
import { longestOf, longLink } from './text-rows.ts';

type Told = Finding & { readonly severity: 'error' | 'warning' };

const words = {
  error: { da: 'FEJL', en: 'ERROR' },
  warning: { da: 'OBS', en: 'NOTE' },
  missing: { da: 'ukendt kommune', en: 'unknown municipality' },
  features: { da: 'Slået til', en: 'Switched on' },
  on: { da: 'alle', en: 'all' },
  off: { da: 'fra', en: 'off' },
  texts: { da: 'SMS’er, som de sendes', en: 'Text messages as they are sent' },
  own: { da: 'egen', en: 'own' },
  shared: { da: 'fælles', en: 'shared' },
  ready: { da: 'klar', en: 'ready' },
  notReady: { da: 'ikke klar', en: 'not ready' },
} as const satisfies Readonly<Record<string, Text>>;

/** Tuesday 24 November 2026, 13:15, answered the day before. */
const example = {
  start: Date.UTC(2026, 10, 24, 12, 15),
  until: Date.UTC(2026, 10, 23, 11, 0),
};

/** A message that does not fit one SMS is cut into parts of so many. */
const partSeptets = 153;
const [ucsWhole, ucsPart] = [70, 67];

/** Characters, and how many messages they take. */
export function lengthOf(text: string): { readonly characters: number; readonly parts: number } {
  const septets = gsm7Length(text);
  const [characters, whole, part] =
    septets === undefined ? [text.length, ucsWhole, ucsPart] : [septets, maxSeptets, partSeptets];
  return { characters, parts: characters <= whole ? 1 : Math.ceil(characters / part) };
}

const lengthSaid = (text: string, most: number, language: Language): string => {
  const { characters, parts } = lengthOf(text);
  const [da, en] = most > characters ? [` (højst ${most})`, ` (${most} at most)`] : ['', ''];
  return language === 'da'
    ? `${characters}${da} af ${maxSeptets} tegn, ${parts} SMS`
    : `${characters}${en} of ${maxSeptets} characters, ${parts} SMS`;
};

function textLines(found: Found, text: FoundText, language: Language): string[] {
  const { content } = found.municipality;
  if (!text.write || !content) return [];
  const link = content.smsLink === 'none' ? {} : { link: longLink(found) };
  const values = { ...example, ...link, municipality: content.name, language: text.language };
  const written = text.write(values);
  const whose = words[text.own ? 'own' : 'shared'][language];
  return [
    `  ${text.name}.${text.language} (${whose}; ${lengthSaid(written, longestOf(found, text), language)})`,
    `    ${written}`,
  ];
}

/** Units by their names, whatever they were named by. */
const namesOf = (choice: readonly string[], { units = [] }: Partial<Municipality> = {}): string =>
  choice
    .map((one) => units.find(({ sor, curaId }) => one === sor || one === curaId)?.name ?? one)
    .join('; ');

function featureLines({ municipality: { content } }: Found, language: Language): string[] {
  return featureNames.map((name) => {
    const choice = content?.features?.[name] ?? 'on';
    const said = typeof choice === 'string' ? words[choice][language] : namesOf(choice, content);
    return `  ${features[name][language]}: ${said}`;
  });
}

/** The place with its line, where the file can be read. */
function placed(found: Found, at: string, language: Language): string {
  const [file = '', pointer = ''] = at.split(/ (?=\/)/);
  const { text } = found[file.replace('.json', '') as 'municipality'] ?? {};
  const line = text === undefined ? undefined : linesOf(text).get(pointer === '/' ? '' : pointer);
  if (line === undefined) return at;
  return `${file} ${language === 'da' ? 'linje' : 'line'} ${line} (${pointer})`;
}

const findingLines = (
  found: Found,
  { severity, at, text, remedy }: Told,
  language: Language,
): string[] => [
  `${words[severity][language]}  ${placed(found, at, language)}`,
  `  ${text[language]}`,
  `  → ${remedy[language]}`,
];

/** Findings as they are told, a blank line before each. */
export const sayFindings = (
  found: Found,
  findings: readonly Told[],
  language: Language,
): string[] => findings.flatMap((one) => ['', ...findingLines(found, one, language)]);

/** The whole report, ending with whether the municipality is ready. */
export function sayReport(
  found: Found,
  findings: readonly Told[],
  ready: boolean,
  language: Language,
): string {
  const { content } = found.municipality;
  const choices = content
    ? [
        ...['', `${words.features[language]}:`, ...featureLines(found, language)],
        ...['', `${words.texts[language]} (PUBLIC_URL ${found.publicUrl}):`],
        ...found.texts.flatMap((text) => textLines(found, text, language)),
      ]
    : [];
  return [
    `${found.code} ${content?.name ?? words.missing[language]}`,
    ...sayFindings(found, findings, language),
    ...choices,
    ...['', words[ready ? 'ready' : 'notReady'][language]],
  ].join('\n');
}
