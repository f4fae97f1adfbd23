/** The page for auditors: what can be asked about who acted and who looked, and what is proved. */

import type { Language } from '../fhir/outcome.ts';
import { notSection } from './blocks.ts';
import type { Described } from './described.ts';
import { type Example, exampleBlocks } from './example.ts';
import { code, list, type Page, type Section, sectionOf, table, text } from './page.ts';

interface Question {
  readonly heading: string;
  readonly says: string;
  readonly example: Example;
}

const asked = (shows: string, address: string): Example => ({
  ...{ shows, as: 'auditor', method: 'GET', address, status: 200 },
});

const questions: readonly Question[] = [
  {
    heading: 'Who acted?',
    says: 'Every write leaves a Provenance in the same transaction: what was written and in which version, by whom, for which citizen, and when.',
    example: asked('The newest acts', '/Provenance?_sort=-recorded&_count=5'),
  },
  {
    heading: 'By which mandate?',
    says: 'Where a relative acted, `agent.role` says in which capacity (POWATT, GUARD, PARAUTH), `agent.onBehalfOf` names the citizen, `entity` the mandate (a Consent), and `policy` the law.',
    example: asked(
      'All that relatives did',
      '/Provenance?agent-role=POWATT,GUARD,PARAUTH&_sort=-recorded&_count=5',
    ),
  },
  {
    heading: 'Who looked?',
    says: 'Every read and search with personal data leaves an AuditEvent before the answer leaves: who, whose record, which resources, and how it was asked. Searches by `patient`, `agent`, `entity` and `date` narrow it. Citizens can ask the same of their own record; relatives cannot.',
    example: asked('The newest looks', '/AuditEvent?_sort=-date&_count=5'),
  },
  {
    heading: 'What was refused?',
    says: 'Refusals are recorded too, as `outcome` 4; requests without a good login are counted, as they are of nobody.',
    example: asked('The newest refusals', '/AuditEvent?outcome=4&_sort=-date&_count=5'),
  },
];

/** Behind the base, by what is asked in both languages. */
const narrower: readonly (readonly [da: string, en: string, ...queries: string[]])[] = [
  [
    'Én ressource, alle versioner',
    'One resource, all versions',
    '/Provenance?target=Appointment/<id>',
  ],
  ['Én borger', 'One citizen', '/Provenance?patient=<id>', '/AuditEvent?patient=<id>&_sort=-date'],
  [
    ...(['Én, der handlede eller så', 'One who acted or looked'] as const),
    ...['/Provenance?agent=Practitioner/<id>', '/AuditEvent?agent=Practitioner/<id>'],
  ],
  ['Én fuldmagt', 'One mandate', '/Provenance?entity=Consent/<id>'],
  [
    ...(['En periode (danske dage)', 'A period (days of Danish time)'] as const),
    '/Provenance?recorded=ge2026-11-01&recorded=lt2026-12-01',
    '/AuditEvent?date=ge2026-11-01&date=lt2026-12-01',
  ],
  ['Kun antallet', 'The number alone', '/AuditEvent?patient=<id>&_summary=count'],
];

/** What narrows a question, for both languages; each may be joined to the others by `&`. */
export const narrowerTable = (language: Language) =>
  table(
    language === 'da' ? ['Spørgsmål', 'Forespørgsel'] : ['Question', 'Query'],
    narrower.map(([da, en, ...queries]) => [
      language === 'da' ? da : en,
      queries.map(code).join(', '),
    ]),
  );

/** Every narrower query, for the tests. */
export const narrowerQueries = narrower.flatMap(([, , ...queries]) => queries);

const exports: readonly string[] = [
  '`npm run ledger:export -- ledger.ndjson --from 2026-11-01 --to 2026-12-01` writes the rows of the ledger of a period for outsiders (whole days of Danish time, or times such as `2026-11-01T12:00:00Z`; without them all of it): identities are pseudonyms, and the rows hold no text of any record.',
  '`npm run minlog:export -- looks.ndjson --from 2026-11-01 --to 2026-12-01` writes what the national log MinLog2 wants to know.',
  'A machine with system scopes takes Provenance and AuditEvent out in bulk with [$export](operation-export).',
];

const proofs: readonly string[] = [
  'Each row is hashed into a tree (RFC 9162). A worker signs its head within seconds, and shows the first head of each day to a witness outside, who keeps it.',
  '[$inclusion-proof](operation-inclusion-proof) of a Provenance or AuditEvent gives the path from the row to a signed head.',
  '`npm run verify -- ledger.ndjson --witness witness.jws --key key.json` checks an export with no database, network or secret: that each row is in the tree, that the tree only grew, that it is the tree that the witness saw, and that it is signed by the key. `npm run verify -- proof.json` checks a saved proof. What was not proved is said in a line of its own.',
  'The file of the witness comes from the witness (in the sandbox `/checkpoints` of its page), the key from those who run the server, handed over by another way; `/ledger/keys` shows it.',
];

const proved: readonly string[] = [
  'Proved: that a row was written before the witness saw its head, that it has not been changed or taken out since, and that nothing was put in between older rows.',
  'Proved only with a witness: that the whole ledger was not made anew. Without `WITNESS_URL` or `WITNESS_FILE` whoever has the database and the key can do that.',
];

const not: readonly (readonly [string, string])[] = [
  ['Proof that what was recorded is true', 'a login that was stolen acts as its owner'],
  [
    'What was done in Cura itself',
    'Cura has a log of its own; what comes from there says who changed it as far as Cura tells',
  ],
  ['What somebody saw who took a picture of a screen', 'a log knows of answers alone'],
  ['The content of a record', 'an auditor sees acts and looks, and no citizen’s record'],
];

const sections = (described: Described): Section[] => [
  ...questions.flatMap(({ heading, says, example }) =>
    sectionOf(heading, [text(says), ...exampleBlocks([example], described)]),
  ),
  ...sectionOf('One citizen, one act, one person, one mandate, a period', [
    text('The same as above with other words behind the question mark; they may be joined by `&`.'),
    narrowerTable('en'),
  ]),
  ...sectionOf('Take it out', [list(exports)]),
  ...sectionOf('Prove it, and check a proof offline', [list(proofs)]),
  ...sectionOf('What is proved', [list(proved)]),
  ...notSection(not),
];

/** One page. */
export const auditPage = (described: Described): Page => ({
  ...{ name: 'auditors', group: 'Begin here', other: 'til-tilsynet' },
  title: { da: 'Til tilsyn og revision', en: 'For auditors' },
  about:
    'Who acted, who looked, by which mandate, what was refused; how it is taken out and proved, and what is not proved.',
  sections: () => sections(described),
});

/** Every question that can be sent, for the tests. */
export const auditExamples: readonly Example[] = questions.map(({ example }) => example);
