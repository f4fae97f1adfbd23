/** The page for auditors: what can be asked about who acted and who looked, and what is proved. */
import { notSection } from './blocks.ts';
import type { Described } from './described.ts';
import { type Example, exampleBlocks } from './example.ts';
import { list, type Page, type Section, sectionOf, text } from './page.ts';

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

const exports: readonly string[] = [
  '`npm run ledger:export -- ledger.ndjson --from <time> --to <time>` writes the rows of the ledger for outsiders: identities are pseudonyms, and the rows hold no text of any record.',
  '`npm run minlog:export -- <file> --from <date> --to <date>` writes what the national log MinLog2 wants to know.',
  'A machine with system scopes takes Provenance and AuditEvent out in bulk with [$export](operation-export).',
];

const proofs: readonly string[] = [
  'Each row is hashed into a tree (RFC 9162). A worker signs its head within seconds, and shows it to a witness outside, who keeps it.',
  '[$inclusion-proof](operation-inclusion-proof) of a Provenance or AuditEvent gives the path from the row to a signed head.',
  '`npm run verify -- <file>` checks an export or a saved proof with no database, network or secret: that each row is in the tree, that the tree only grew, and, with `--witness <file>` and `--key <file>`, that it is the tree that the witness saw, under the key that was handed over by another way.',
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
  ...sectionOf('Take it out', [list(exports)]),
  ...sectionOf('Prove it, and check a proof offline', [list(proofs)]),
  ...sectionOf('What is proved', [list(proved)]),
  ...notSection(not),
];

/** One page. */
export const auditPage = (described: Described): Page => ({
  ...{ name: 'auditors', group: 'Begin here' },
  title: { da: 'Til tilsyn og revision', en: 'For auditors' },
  about:
    'Who acted, who looked, by which mandate, what was refused; how it is taken out and proved, and what is not proved.',
  sections: () => sections(described),
});

/** Every question that can be sent, for the tests. */
export const auditExamples: readonly Example[] = questions.map(({ example }) => example);
