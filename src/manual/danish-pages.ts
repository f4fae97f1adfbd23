/** The pages in Danish: for a municipality, for auditors, and for whoever is told of an error. */
import { danishAccessibilityPage } from './accessibility-page.ts';
import { danishAuditPage } from './audit-page-danish.ts';
import { danishCodeTablePage } from './code-table-page.ts';
import { inDanish } from './concept-words.ts';
import type { Described } from './described.ts';
import { adviceByKey } from './error-advice.ts';
import { danishMunicipalityPage } from './municipality-page.ts';
import { code, list, type Page, type Section, sectionOf, table, text } from './page.ts';
import { danishRulePage } from './rule-page.ts';
import { issueKeys } from './topic-pages.ts';

function keyTable(described: Described) {
  const advice = adviceByKey();
  const keys = issueKeys(described);
  return table(
    ['Nøgle', 'Status', 'Betydning', 'Hvad man gør'],
    keys.map((concept) => {
      const { code: key = '' } = concept;
      const { status = '', does } = advice.get(key) ?? {};
      return [code(key), status, inDanish(concept), does?.da ?? ''];
    }),
    keys.map(({ code: key = '' }) => key),
  );
}

const errorSections = (described: Described): Section[] => [
  ...sectionOf('Sådan ser et afslag ud', [
    text(
      'Et afslag er en OperationOutcome, der nævner alt, der er galt, og ikke kun det første. `details.text` er på dansk, med mindre der bedes om engelsk, og er skrevet til at blive vist. `details.coding` er nøglen herunder, som programmer skal gå efter. `expression` peger på det sted i det sendte, det handler om.',
    ),
  ]),
  ...sectionOf('Nøgler', [
    text(
      'Status er svarets HTTP-status. Hvor R4 selv har en regel, der er brudt, er nøglen R4’s navn for den, for eksempel `pat-1`.',
    ),
    keyTable(described),
  ]),
  ...sectionOf('Prøv igen?', [
    list([
      'Status 408, 429 og 503: ja, send det samme igen efter de sekunder, `Retry-After` siger. Vent dobbelt så længe hver gang, og stop efter nogle minutter.',
      '`outcome-unknown`: den samme bestilling, flytning eller aflysning sendt igen svares med det, den blev til. Den bliver aldrig gjort to gange.',
      'Status 401: én gang, med et nyt token.',
      'Alle andre fra 400 til 499: nej, ikke før noget er ændret.',
    ]),
  ]),
];

const errorPage = (described: Described): Page => ({
  ...{ name: 'fejl', group: 'På dansk', language: 'da', other: 'errors' },
  title: { da: 'Fejl, og hvad man gør', en: 'Errors' },
  about: 'Hvordan et afslag ser ud, alle nøgler, det kan have, og hvad man gør ved dem.',
  sections: () => errorSections(described),
});

/** Every one. */
export const danishPages = (described: Described): Page[] => [
  danishMunicipalityPage(),
  danishAuditPage(described),
  danishRulePage(),
  danishCodeTablePage(),
  errorPage(described),
  danishAccessibilityPage(described),
];
