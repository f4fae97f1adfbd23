/** How accessible these pages are, as Danish law asks public bodies to tell. https://eur-lex.europa.eu/eli/dec_impl/2018/1523/oj */
import type { Language, Text } from '../fhir/outcome.ts';
import type { Described } from './described.ts';
import { list, type Page, sectionOf, text } from './page.ts';

interface Part {
  readonly heading: Text;
  readonly says: Readonly<Record<Language, readonly string[]>>;
  readonly isList?: true;
}

const tested = '2026-11-22';

const parts: readonly Part[] = [
  {
    heading: { da: 'Hvad det gælder', en: 'What it is about' },
    says: {
      da: [
        'Disse sider om Samspil, som en kommune selv udstiller. De er lavet til at følge WCAG 2.1 niveau AA, som lov om tilgængelighed af offentlige organers websteder og mobilapplikationer kræver gennem EN 301 549. De følger den delvist: det, der står under næste overskrift, mangler.',
      ],
      en: [
        'These pages about Samspil, which a municipality shows itself. They are made to follow WCAG 2.1 level AA, which Danish law asks of public bodies by way of EN 301 549. They do so in part: what stands under the next heading is lacking.',
      ],
    },
  },
  {
    heading: { da: 'Det, der ikke er tilgængeligt', en: 'What is not accessible' },
    isList: true,
    says: {
      da: [
        'Fremviseren af OpenAPI er lavet af andre (Swagger UI). Dens farver er rettet her, men dens knapper og felter har ikke alle navne for en skærmlæser, og dens overskrifter springer niveauer over. Det samme står på de andre sider og i [dokumentet](openapi.json).',
        'Sider til udviklere er kun på engelsk. Det, en kommune, et tilsyn eller en, der får en fejl, har brug for, er på dansk.',
        'Brede tabeller rulles sidelæns på en lille skærm.',
        'Uden scripts er der ingen søgning; alle sider kan nås fra [listen](dansk).',
      ],
      en: [
        'The viewer of OpenAPI is made by others (Swagger UI). Its colours are mended here, but not all of its buttons and fields have names for a screen reader, and its headings skip levels. The other pages and [the document](openapi.json) say the same.',
        'Pages for developers are in English alone. What a municipality, an auditor or whoever is told of an error needs is in Danish too.',
        'Wide tables scroll sideways on a small screen.',
        'Without scripts there is no search; every page is reached from [the list](index).',
      ],
    },
  },
  {
    heading: { da: 'Hvordan det er prøvet', en: 'How it was tested' },
    says: {
      da: [
        `Af os selv, sidst ${tested}: hver side i Chromium på 320, 360 og 1280 punkters bredde, med 200 % zoom, lyst og mørkt, kun med tastatur, med nedsat bevægelse og uden scripts. Kontrasten er regnet ud for hver tekst, og overskrifter, landemærker, sprog, tabelhoveder og navne er set efter. Test gentager det. Ingen skærmlæser og ingen bruger med handicap har prøvet siderne endnu.`,
      ],
      en: [
        `By ourselves, last ${tested}: each page in Chromium at widths of 320, 360 and 1280 points, at 200 % zoom, by day and by night, by keyboard alone, with reduced motion and without scripts. The contrast of every text was computed; headings, landmarks, languages, heads of tables and names were looked at. Tests repeat it. No screen reader and no user with a disability has tried the pages yet.`,
      ],
    },
  },
  {
    heading: { da: 'Kommunens egen erklæring', en: 'The statement of the municipality' },
    says: {
      da: [
        'En myndighed, der udstiller siderne, laver selv sin tilgængelighedserklæring i [WAS-Tool](https://www.was.digst.dk) hos Digitaliseringsstyrelsen, med telefon og skriftlig kontakt, og ser på den hvert år. Det, der står her, kan bruges til den.',
      ],
      en: [
        'An authority that shows the pages makes its own accessibility statement in the [WAS-Tool](https://www.was.digst.dk) of the Danish Agency for Digital Government, with a telephone number and a written contact, and looks at it every year. What stands here can be used for it.',
      ],
    },
  },
];

const contact: Text = { da: 'Sig til, og klag', en: 'Tell us, and complain' };

/** `who` runs the server, where that is known. */
const contactText = (who: string): Text => ({
  da: `Sig til ${who || 'den kommune, der udstiller siderne'}, hvis noget ikke kan læses eller bruges; så gives det på en anden måde. Hjælper det ikke, kan man henvende sig til Digitaliseringsstyrelsen, som fører tilsyn med loven: [digst.dk](https://digst.dk).`,
  en: `Tell ${who || 'the municipality that shows the pages'} if something cannot be read or used; it is then given in another way. If that does not help, turn to the Danish Agency for Digital Government, which supervises the law: [digst.dk](https://digst.dk).`,
});

const sectionsIn = (language: Language, { municipality }: Described) => [
  ...parts.flatMap(({ heading, says, isList }) =>
    sectionOf(heading[language], isList ? [list(says[language])] : says[language].map(text)),
  ),
  ...sectionOf(contact[language], [
    text(contactText(municipality ? `${municipality.name} (${municipality.phone})` : '')[language]),
  ]),
];

const title: Text = { da: 'Tilgængelighed', en: 'Accessibility' };

/** In English. */
export const accessibilityPage = (described: Described): Page => ({
  ...{ name: 'accessibility', group: 'Topics', title, other: 'tilgaengelighed' },
  about: 'How far these pages follow WCAG 2.1 AA, what is lacking, and whom to tell.',
  sections: () => sectionsIn('en', described),
});

/** In Danish. */
export const danishAccessibilityPage = (described: Described): Page => ({
  ...{ name: 'tilgaengelighed', group: 'På dansk', title, language: 'da', other: 'accessibility' },
  about: 'Hvor langt disse sider følger WCAG 2.1 AA, hvad der mangler, og hvem man siger det til.',
  sections: () => sectionsIn('da', described),
});
