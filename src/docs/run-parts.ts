import { readFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { mainJob } from '../main/welcome.ts';
import { settingRows } from '../manual/running-page.ts';
import { personas } from '../sandbox/people/personas.ts';
import { code, table } from './table.ts';

/** What each npm script does; every script has a line. */
const meanings: Readonly<Record<string, string>> = {
  start:
    'everything in one process; with real systems (`CURA_URL`, `IDP_ISSUER`, `SMS_GATEWAY_URL`, `DATABASE_URL`), `node src/main.ts serve` and `work` run its halves apart, any number of each',
  reset: 'deletes the data of the embedded database',
  token:
    'prints an access token of the running sandbox, which alone gives one without a login: `npm run token -- <persona>`',
  'conformance-server':
    'every resource type of R4 without login, for test suites: on this machine only, port 3010 or `PORT`, data in `.samspil-conformance` or `DATA_DIR`',
  'minlog:export':
    'writes what the national log MinLog2 wants to know of a period: `npm run minlog:export -- <file> --from 2026-11-01 --to 2026-12-01`',
  'ledger:export':
    'writes the ledger to a file for outsiders: `npm run ledger:export -- ledger.ndjson [--from <time>] [--to <time>]`',
  'check:municipality':
    'says whether the folder of a municipality is ready, what is missing or contradicts, and shows its text messages: `npm run check:municipality -- 0851 [--lang en]`',
  verify:
    'checks such a file, or a saved `$inclusion-proof`, with no database, network or secret, and says what it proves and what not: `npm run verify -- ledger.ndjson [--witness <file>] [--key <file>]`',
  test: 'the tests but for those that kill processes, drive a browser or go through everything; one file or folder alone: `npx tap test/iti`',
  'test:long':
    'those; with `WHOLE=1 PROBE_STEP=1 KILL_STEP=1 PLANTS=all` at every step and with every planted leak, before a release',
  types: 'checks the types',
  lint: 'checks style and layout',
  format: 'mends style and layout',
  unused: 'finds what nothing uses',
  profiles:
    'compiles `profiles/` with SUSHI, without a network, and writes the FHIR package that other municipalities take to `.profiles/`, as a folder and as an npm-style .tgz',
  'validate:official':
    'holds the package’s examples and all fixtures against HL7’s own validator (a JDK of 17 or later and Maven; without a network once its packages are there). Answers too: `RECORD_RESPONSES=<folder> npm test` keeps each form of answer that the tests get, and `npm run validate:official -- <folder>` judges them',
  docs: 'writes the generated parts of this file, and the documentation as a web site to `.site/`: open `.site/index.html`, or put the folder anywhere',
  'docs:check': 'fails when they are stale',
  check: 'all checks, then the tests',
  bench: 'measures; see *Figures*',
  prepare: 'run by npm itself after an install',
};

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
}

/** The npm scripts. */
export function commands(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(text) as Manifest;
  return table(
    ['Command', 'Does'],
    Object.keys(scripts).map((name) => {
      const meaning = meanings[name];
      if (meaning === undefined) throw new RangeError(`nothing says what npm run ${name} does`);
      return [
        code(name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`),
        meaning,
      ];
    }),
  );
}

/** The settings with what stands when nothing is set. */
export const settingTable = (): string =>
  table(['Variable', 'Unless set', 'Meaning'], settingRows());

/** Who the personas are; every persona has a line. */
const stories: Readonly<Record<string, string>> = {
  citizen: 'a citizen (borger) of 78 with appointments, granted services and an SMS wish',
  relative: 'her daughter, with a fuldmagt to see and act',
  seeonly: 'her son, with a fuldmagt to see',
  expired: 'her grandchild, whose fuldmagt has ended',
  friend: 'a friend of hers, without fuldmagt',
  ticketonly: 'her sister, with a fuldmagt that only the login knows of, not Cura',
  neighbour: 'another citizen, who has nothing to do with her',
  protected: 'a citizen with a protected address',
  protectedRelative: 'her mother, with a fuldmagt; sees no address',
  dead: 'a citizen who has died: no access',
  bereaved: 'his daughter, whose fuldmagt ended with him',
  ecpr: 'a citizen with a replacement number instead of a CPR number',
  child: 'a child: too young for a login of her own',
  parent: 'her mother, with custody',
  parentCitizen: 'the same mother, as a citizen herself',
  ward: 'a citizen under guardianship (værgemål)',
  guardian: 'his guardian',
  economyOnly: 'his brother, with a mandate for money matters only: no access here',
  spouse: 'another citizen, whose daughter acts for both parents',
  several: 'that daughter: a fuldmagt to act for her mother, and one to see for her father',
  uuidonly: 'the father: his login tells the UUID of his CPR number only',
  brokercitizen: 'a citizen who logs in by another broker, with other claim names',
  brokerrelative: 'her son, with a fuldmagt, by that broker too',
  brokerprotected: 'a citizen whose name is protected, so that this broker tells none',
  lowlevel: 'the neighbour, logged in at level Low: no access',
  ticketstranger: 'somebody with a fuldmagt of the citizen whom Cura does not know at all',
  company: 'a company that holds a fuldmagt of the citizen: no access',
  association: 'an association (forening): its own activities and no citizen',
  staff: 'a member of staff, who sees the citizens that the unit has to do with',
  otherstaff: 'a member of staff of another unit',
  nurse: 'a nurse for wounds, of the same unit as `staff`',
  therapist: 'an occupational therapist',
  caseofficer: 'a consultant who takes care of cases under the Social Services Act',
  dietitian: 'a dietitian, who meets citizens by video',
  auditor: 'an auditor: sees every Provenance, and no citizen',
  system: 'a machine of the municipality: reads everything, takes data out in bulk',
};

/** Whom one can log in as in the sandbox. */
export const personaTable = (): string =>
  table(
    ['Persona', 'Name', 'Is'],
    Object.entries(personas(1)).map(([key, { name }]) => {
      const story = stories[key];
      if (story === undefined) throw new RangeError(`nothing says who ${key} is`);
      return [code(key), name, story];
    }),
  );

/** The commands of the main job, as `npm start` prints them. */
export const tryIt = (): string =>
  `\`\`\`bash\n${mainJob(`${readConfig({}).publicUrl}/fhir`).trim()}\n\`\`\``;
