/** HL7's validator, run by Java over folders of JSON. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
const source = fileURLToPath(new URL('Judge.java', import.meta.url));

/** Something that the validator says of a file. */
export interface Said {
  readonly file: string;
  readonly severity: 'fatal' | 'error' | 'warning';
  /** The validator's name for it, `Terminology_TX_NoValid_1_CC`, or that of an invariant. */
  readonly kind: string;
  readonly path: string;
  readonly text: string;
}

/** What the validator stands on is not on this machine, and cannot be brought here. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

const answers = (command: string): string | undefined => {
  const { status, stdout, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : undefined;
};

function assertTools(): void {
  const java = answers('java');
  if (java === undefined) throw new Unavailable('there is no Java on this machine');
  const major = Number(/version "(\d+)/.exec(java)?.[1]);
  if (major < 17) throw new Unavailable(`Java is of version ${major}, and 17 is needed`);
  if (answers('mvn') === undefined) throw new Unavailable('there is no Maven on this machine');
}

const isFresh = (file: string): boolean =>
  existsSync(file) &&
  statSync(file).mtimeMs > statSync(pom).mtimeMs &&
  readFileSync(file, 'utf8').trim().split(delimiter).every(existsSync);

/** Milliseconds for some 150 MB from Maven Central, the first time. */
const patienceMs = 180_000;

/** Asks Maven once without the network, as what has been brought stays in its own repository, then with it. */
function resolve(to: string): void {
  const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${to}`];
  for (const manner of [['-o'], []]) {
    const asked = ['-B', '-q', ...manner, '-f', pom, ...goal];
    if (spawnSync('mvn', asked, { timeout: patienceMs }).status === 0) return;
  }
  throw new Unavailable('Maven Central cannot be reached, and its packages are not in ~/.m2');
}

function classpath(folder: string): string {
  const file = join(folder, 'classpath.txt');
  if (!isFresh(file)) {
    assertTools();
    resolve(file);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Bytes. */
const mostSaid = 512 * 2 ** 20;

/** Judges each file of some folders by R4 and the definitions in others; raises `Unavailable`. `folder` keeps what is known from the last time. */
export function judge(
  definitions: readonly string[],
  resources: readonly string[],
  folder: string,
): { readonly judged: number; readonly said: readonly Said[] } {
  const libraries = classpath(folder);
  if (answers('java') === undefined) throw new Unavailable('there is no Java on this machine');
  const given = ['-Xmx3g', '-cp', libraries, source, ...definitions, '--', ...resources];
  const { status, stdout, stderr } = spawnSync('java', given, {
    encoding: 'utf8',
    maxBuffer: mostSaid,
  });
  if (status !== 0) throw new Error(`the validator broke off: ${stderr.slice(0, 4_000)}`);
  const lines = stdout.trim().split('\n');
  const { judged } = JSON.parse(lines.pop() ?? '') as { readonly judged: number };
  return { judged, said: lines.map((line) => JSON.parse(line) as Said) };
}
