/** The page for auditors in Danish, with the same questions. */
import { auditExamples, narrowerTable } from './audit-page.ts';
import type { Described } from './described.ts';
import { exampleBlocks } from './example.ts';
import { list, type Page, type Section, sectionOf, text } from './page.ts';

interface Question {
  readonly heading: string;
  readonly says: string;
  readonly shows: string;
}

/** In the order of the questions in English. */
const danishQuestions: readonly Question[] = [
  {
    heading: 'Hvem handlede?',
    says: 'Hver ændring efterlader en Provenance i samme transaktion: hvad der blev skrevet og i hvilken version, af hvem, for hvilken borger og hvornår.',
    shows: 'De nyeste handlinger',
  },
  {
    heading: 'Med hvilken fuldmagt?',
    says: 'Når en pårørende har handlet, siger `agent.role` i hvilken egenskab (POWATT, GUARD, PARAUTH), `agent.onBehalfOf` hvilken borger, `entity` hvilken fuldmagt (en Consent) og `policy` hvilken lov.',
    shows: 'Alt, hvad pårørende har gjort',
  },
  {
    heading: 'Hvem har set?',
    says: 'Hver læsning og søgning med personoplysninger efterlader en AuditEvent, før svaret går ud: hvem der så, hvis oplysninger, hvilke ressourcer, og hvordan der blev spurgt. Søg med `patient`, `agent`, `entity` og `date`. Borgere kan spørge om det samme for deres egne oplysninger; det kan pårørende ikke.',
    shows: 'De nyeste opslag',
  },
  {
    heading: 'Hvad blev afvist?',
    says: 'Afslag registreres også, med `outcome` 4. Forespørgsler uden gyldigt login tælles kun, for de er ikke nogens.',
    shows: 'De nyeste afslag',
  },
];

const exports: readonly string[] = [
  '`npm run ledger:export -- ledger.ndjson --from 2026-11-01 --to 2026-12-01` skriver loggens rækker for en periode til udenforstående (hele danske døgn eller tidspunkter som `2026-11-01T12:00:00Z`; uden dem alt). Personer står med pseudonymer, og rækkerne rummer ingen tekst fra nogen journal.',
  '`npm run minlog:export -- opslag.ndjson --from 2026-11-01 --to 2026-12-01` skriver det, den nationale log MinLog2 vil vide.',
  'Et system med systemrettigheder henter Provenance og AuditEvent samlet med [$export](operation-export).',
];

const proofs: readonly string[] = [
  'Hver række indgår som hash i et træ (RFC 9162). Træets top bliver underskrevet inden for sekunder, og hver dags første top bliver vist til et vidne udenfor, som gemmer den.',
  '[$inclusion-proof](operation-inclusion-proof) af en Provenance eller AuditEvent giver vejen fra rækken til en underskrevet top.',
  '`npm run verify -- ledger.ndjson --witness vidne.jws --key noegle.json` efterprøver et udtræk uden database, netværk eller hemmeligheder: at hver række er i træet, at træet kun er vokset, at det er det træ, vidnet så, og at det er underskrevet med nøglen. `npm run verify -- bevis.json` efterprøver et gemt bevis. Hvad der ikke er bevist, står på en linje for sig.',
  'Filen fra vidnet kommer fra vidnet selv (i sandkassen `/checkpoints` på dets side), nøglen fra driften, udleveret ad anden vej; `/ledger/keys` viser den.',
];

const proved: readonly string[] = [
  'Bevist: at en række blev skrevet, før vidnet så træets top, at den ikke er ændret eller fjernet siden, og at intet er sat ind mellem ældre rækker.',
  'Kun bevist med et vidne: at hele loggen ikke er lavet om. Uden `WITNESS_URL` eller `WITNESS_FILE` kan den, der har både database og nøgle, gøre det.',
];

const not: readonly string[] = [
  'At det registrerede er sandt: et stjålet login handler som sin ejer.',
  'Hvad der er sket i selve Cura: Cura har sin egen log. Om det, der kommer derfra, står der, hvem der ændrede det, så vidt Cura fortæller det.',
  'Hvad nogen så, som tog et billede af en skærm: en log kender kun svar.',
  'Journalens indhold: et tilsyn ser handlinger og opslag, men ingen borgers journal.',
];

const sections = (described: Described): Section[] => [
  ...danishQuestions.flatMap(({ heading, says, shows }, at) => {
    const example = auditExamples[at];
    const blocks = example ? exampleBlocks([{ ...example, shows }], described) : [];
    return sectionOf(heading, [text(says), ...blocks]);
  }),
  ...sectionOf('Én borger, én handling, én person, én fuldmagt, en periode', [
    text(
      'Det samme som ovenfor med andet efter spørgsmålstegnet; delene kan sættes sammen med `&`.',
    ),
    narrowerTable('da'),
  ]),
  ...sectionOf('Tag det ud', [list(exports)]),
  ...sectionOf('Bevis det, og efterprøv et bevis', [list(proofs)]),
  ...sectionOf('Hvad der er bevist', [list(proved)]),
  ...sectionOf('Hvad der ikke er', [list(not)]),
];

/** One page. */
export const danishAuditPage = (described: Described): Page => ({
  ...{ name: 'til-tilsynet', group: 'På dansk', language: 'da', other: 'auditors' },
  title: { da: 'Til tilsyn og revision', en: 'For auditors' },
  about:
    'Hvem der handlede, hvem der så, med hvilken fuldmagt, og hvad der blev afvist; hvordan det tages ud og bevises, og hvad der ikke er bevist.',
  sections: () => sections(described),
});
