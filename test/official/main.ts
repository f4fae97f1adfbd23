/** `npm run validate:official [-- --if-available] [<folder of recorded answers>…]` */
import { resolve } from 'node:path';
import { folder, hasDanish, isOfPart, layDefinitions, layJudged } from './lay.ts';
import { judge, type Said, Unavailable } from './runner.ts';
import { verdictOn, written } from './verdict.ts';

const given = process.argv.slice(2);
const ifAvailable = given.includes('--if-available');
const folders = given.filter((one) => !one.startsWith('--')).map((one) => resolve(one));

/** What is said only because the Danish core profiles are not at hand. */
const isDanish = ({ kind, text }: Said): boolean =>
  kind === 'VALIDATION_VAL_PROFILE_DEPENDS_NOT_RESOLVED' || text.includes('hl7.dk/fhir/core');

function run(): boolean {
  const definitions = layDefinitions();
  const { path, origins } = layJudged(folders);
  const { judged, said } = judge(definitions, [path], folder);
  const whole = said.filter((one) => !isOfPart(one) && (hasDanish || !isDanish(one)));
  const named = whole.map((one) => ({ ...one, file: origins.get(one.file) ?? one.file }));
  const verdict = verdictOn(named);
  const wrong = verdict.faults.reduce((sum, one) => sum + one.said.length, 0);
  process.stdout.write(written(verdict));
  if (!hasDanish)
    process.stdout.write('dk-core is not at hand: nothing was held against it (FHIR_PACKAGES).\n');
  process.stdout.write(
    `Official validator: ${judged} resources judged, ${wrong} faults, ${verdict.known.length} known kinds\n`,
  );
  return judged === origins.size && wrong === 0;
}

try {
  process.exitCode = run() ? 0 : 1;
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stdout.write(`Official validator: not run, as ${error.message}\n`);
  process.exitCode = ifAvailable ? 0 : 1;
}
