/** `npm run validate:official [-- --if-available] [<folder of recorded answers>…]` */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { layJudged } from './judged.ts';
import { hasDanish, isOfPart, layDefinitions } from './lay.ts';
import { openRun } from './place.ts';
import { assertAvailable, judge, type Said, Unavailable } from './runner.ts';
import { verdictOn, written } from './verdict.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What is said only because the Danish core profiles are not at hand. */
const isDanish = ({ kind, text }: Said): boolean =>
  kind === 'VALIDATION_VAL_PROFILE_DEPENDS_NOT_RESOLVED' || text.includes('hl7.dk/fhir/core');

/** How many faults there are. */
function run(folders: readonly string[]): number {
  const place = openRun();
  assertAvailable(place);
  const definitions = layDefinitions(place);
  const { path, origins, unfit } = layJudged(place, folders);
  say(`${origins.size} resources are laid out; the official validator takes some minutes.`);
  const { judged, said } = judge(definitions, [path], place);
  if (judged !== origins.size) throw new Error(`${judged} of ${origins.size} were judged`);
  const whole = said.filter((one) => !isOfPart(one) && (hasDanish || !isDanish(one)));
  const named = whole.map((one) => ({ ...one, file: origins.get(one.file) ?? one.file }));
  const verdict = verdictOn([...unfit, ...named]);
  const wrong = verdict.faults.reduce((sum, one) => sum + one.said.length, 0);
  process.stdout.write(written(verdict));
  if (!hasDanish) say('dk-core is not at hand: nothing was held against it (FHIR_PACKAGES).');
  say(
    `Official validator: ${judged} resources judged, ${wrong} faults, ${verdict.known.length} known kinds`,
  );
  return wrong;
}

/** What the process ends with. */
function outcome(given: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { 'if-available': { type: 'boolean', default: false } },
  });
  try {
    return run(positionals.map((one) => resolve(one))) === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    say(`Official validator: not run, as ${error.message}`);
    return values['if-available'] ? 0 : 1;
  }
}

try {
  process.exitCode = outcome(process.argv.slice(2));
} catch (error) {
  say(`Official validator: broke off: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
