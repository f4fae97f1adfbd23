/** HL7's validator, run by Java over folders of JSON and XML. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kept } from './place.ts';

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

const answers = (command: string, question: string): string | undefined => {
  const { status, stdout, stderr } = spawnSync(command, [question], { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : undefined;
};

/** Judge.java is compiled by the Java that runs it, which one made only to run programs cannot. */
function assertJava(): void {
  const java = answers('java', '-version');
  if (java === undefined) throw new Unavailable('there is no Java on this machine');
  const major = Number(/version "(\d+)/.exec(java)?.[1]);
  if (major < 17) throw new Unavailable(`Java is of version ${major}, and 17 is needed`);
  if (!answers('java', '--list-modules')?.includes('jdk.compiler'))
    throw new Unavailable('Java is here without its compiler: a JDK is needed');
}

const isFresh = (file: string): boolean =>
  existsSync(file) &&
  statSync(file).mtimeMs > statSync(pom).mtimeMs &&
  readFileSync(file, 'utf8').trim().split(delimiter).every(existsSync);

/** Milliseconds for some 150 MB from Maven Central, the first time. */
const patienceMs = 180_000;

/** The first thing that Maven says is wrong: a mirror, a disk that is full. */
const complaintOf = ({ stdout, error }: SpawnSyncReturns<string>): string =>
  error?.message ?? /\[ERROR\] (.{1,300})/.exec(stdout)?.[1] ?? 'it does not say why';

/** Asks Maven once without the network, as what has been brought stays in its own repository, then with it. */
function resolve(to: string): void {
  if (answers('mvn', '-version') === undefined)
    throw new Unavailable('there is no Maven on this machine');
  const goal = [
    'org.apache.maven.plugins:maven-dependency-plugin:build-classpath',
    `-Dmdep.outputFile=${to}`,
  ];
  let complaint = '';
  for (const manner of [['-o'], []]) {
    const asked = ['-B', '-q', ...manner, '-f', pom, ...goal];
    const tried = spawnSync('mvn', asked, { encoding: 'utf8', timeout: patienceMs });
    if (tried.status === 0) return;
    complaint = complaintOf(tried);
  }
  throw new Unavailable(
    `its packages are not in Maven's repository on this machine, and Maven did not bring them: ${complaint}`,
  );
}

/** `run` is this process's own; what is found out is laid beside it, whole, for the next. */
function classpath(run: string): string {
  const file = join(kept, 'classpath.txt');
  if (!isFresh(file)) {
    const found = join(run, 'classpath.txt');
    resolve(found);
    renameSync(found, file);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Bytes. */
const mostSaid = 512 * 2 ** 20;

const brokenOff = ({ error, signal, status, stderr }: SpawnSyncReturns<string>): Error => {
  const reason = error?.message ?? (signal ? `ended by ${signal}` : `ended with ${status}`);
  return new Error(`the validator broke off (${reason}): ${stderr.slice(0, 4_000)}`);
};

/** Judges each file of some folders by R4 and the definitions in others; raises `Unavailable`. `run` is a folder of this process's own. */
export function judge(
  definitions: readonly string[],
  resources: readonly string[],
  run: string,
): { readonly judged: number; readonly said: readonly Said[] } {
  assertJava();
  const libraries = classpath(run);
  const given = ['-Xmx3g', '-cp', libraries, source, ...definitions, '--', ...resources];
  const done = spawnSync('java', given, { encoding: 'utf8', maxBuffer: mostSaid });
  if (done.status !== 0) throw brokenOff(done);
  const lines = done.stdout.trim().split('\n');
  const { judged } = JSON.parse(lines.pop() ?? '') as { readonly judged: number };
  return { judged, said: lines.map((line) => JSON.parse(line) as Said) };
}

/** Raises `Unavailable` before anything has been laid out in vain. */
export function assertAvailable(run: string): void {
  assertJava();
  classpath(run);
}
