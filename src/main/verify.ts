import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { ConfigError } from '../config.ts';
import { formatUtc } from '../fhir/instant.ts';
import { type Verified, verifyExport } from '../ledger/verify.ts';
import type { Given, Trust } from '../ledger/verify-key.ts';
import { parsed, VerifyFault } from '../ledger/verify-members.ts';
import { type VerifiedProof, verifyProof } from '../ledger/verify-proof.ts';
import { linesIn } from '../ledger/verify-read.ts';
import { argumentsIn } from './arguments.ts';

const usage =
  'Name the file to check: npm run verify -- ledger.ndjson [--witness lines.jws] [--key key.json] or, of a saved $inclusion-proof, [--provenance provenance.json] too.';

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new ConfigError(`The file ${file} cannot be read.`);
  }
}

/** A JWK, or the first one of a set as the service shows it. */
function keyIn(text: string): JWK {
  const found = parsed(text, 'The file of the key');
  const first = Array.isArray(found.keys) ? found.keys[0] : found;
  if (typeof first?.x === 'string') return { kty: first.kty, crv: first.crv, x: first.x } as JWK;
  throw new VerifyFault('The file of the key holds no public key (JWK).');
}

async function givenBy(options: ReadonlyMap<string, string>): Promise<Given> {
  const [key, witness] = [options.get('key'), options.get('witness')];
  const lines = witness && (await textOf(witness)).split('\n').map((line) => line.trim());
  return {
    ...(key !== undefined && { key: keyIn(await textOf(key)) }),
    ...(lines && { witness: lines.filter((line) => line !== '') }),
  };
}

const trusted: Readonly<Record<Trust['from'], string>> = {
  file: 'Every checkpoint is signed with the key that was given.',
  witness: 'Every checkpoint is signed with the key of the witness’s first one.',
  export:
    'NOT PROVED: whose key it is. The file brings its own; compare it with one that you had before (--key).',
};

const alone =
  'NOT PROVED: that the whole ledger was not made anew, by somebody with its database and its key. Only the checkpoints of a witness show that (--witness).';

const plural = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`;

function ofWitness({ witness, header }: Verified): string[] {
  if (!witness) return [alone];
  const { agreed, later } = witness;
  return [
    agreed > 0
      ? `The tree agrees with ${plural(agreed, 'checkpoint')} of the witness.`
      : 'NOT PROVED: anything by the witness, who holds no checkpoint of this period.',
    ...(later > 0
      ? [
          `NOT PROVED: anything behind ${formatUtc(header.until)}. The witness holds ${plural(later, 'later checkpoint')}.`,
        ]
      : []),
  ];
}

function ofPurged({ rows, purged }: Verified): string[] {
  if (!purged) return [];
  const [oldest, youngest] = [formatUtc(purged.oldest), formatUtc(purged.youngest)];
  return [
    `${plural(rows.purged, 'row says', 'rows say')} nothing any more, signed from ${oldest} to ${youngest}; that they stood there is proved, and that each is ${purged.years} years old.`,
    'NOT PROVED: what they said, and what kind they were of. Kinds that are kept longer may be among them.',
  ];
}

const metaLeft =
  'NOT PROVED: meta in a Provenance (version, time of storing, labels), which is not part of what is committed to.';

function ofWrites({ rows: { write } }: Verified): string[] {
  if (write === 0) return ['No row tells of a write.'];
  return [
    `${plural(write, 'write has', 'writes have')} the Provenance that was written with it.`,
    metaLeft,
  ];
}

function saidOf(verified: Verified): string[] {
  const { header, trust, checkpoints, last } = verified;
  const count = header.end - header.start;
  const span = count > 0 ? `, ${header.start} to ${header.end - 1}` : '';
  return [
    `${header.origin}, up to ${formatUtc(last.time)}: ${plural(count, 'row')}${span}, and ${plural(checkpoints, 'checkpoint')}.`,
    `No row was altered, put in, taken out or moved: each says what it was committed to say, and they make up the trees that were signed.`,
    ...ofWrites(verified),
    ...ofPurged(verified),
    ...(header.start > 0
      ? [
          `NOT PROVED: what the ${plural(header.start, 'row')} before say. They are not in the file.`,
        ]
      : []),
    trusted[trust.from],
    ...ofWitness(verified),
  ];
}

const ofProofWitness = (witness: boolean | undefined): string => {
  if (witness === undefined) return alone;
  if (witness) return 'The witness holds the very same tree.';
  return 'NOT PROVED: anything by the witness, who holds no tree of that size. An export shows that one goes on from the other.';
};

const saidOfProof = (proof: VerifiedProof): string[] => [
  `Row ${proof.index} stands in the tree of ${plural(proof.size, 'row')} that was signed at ${formatUtc(proof.time)}.`,
  proof.row === null
    ? 'NOT PROVED: what it says or said. The answer brings no content, whether its time was over or somebody left it out.'
    : `It says what it was committed to say: ${proof.row}`,
  ...(proof.provenance ? ['The Provenance is the one that was written.', metaLeft] : []),
  trusted[proof.trust.from],
  ofProofWitness(proof.witness),
];

/** An export begins with its format; all else is read as an answer, which says what it is not. */
async function isExport(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => {
    throw new ConfigError(`The file ${file} cannot be read.`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    const head = buffer.toString('utf8', 0, bytesRead);
    return bytesRead === 0 || /^[\ufeff\s]*\{\s*"format"/.test(head);
  } finally {
    await handle.close();
  }
}

async function check(file: string, options: ReadonlyMap<string, string>): Promise<string[]> {
  const given = await givenBy(options);
  if (await isExport(file)) {
    const lines = linesIn(createReadStream(file));
    return saidOf(await verifyExport(lines, given));
  }
  const provenance = options.get('provenance');
  const beside = provenance === undefined ? {} : { provenance: await textOf(provenance) };
  return saidOfProof(await verifyProof(await textOf(file), { ...given, ...beside }));
}

/** Checks an export or a proof, and says in plain words what it proves and what it does not; `holds` is whether it does. */
export async function verify(
  given: readonly string[],
): Promise<{ readonly holds: boolean; readonly text: string }> {
  const { file, options } = argumentsIn(given, ['witness', 'key', 'provenance'], usage);
  try {
    return { holds: true, text: (await check(file, options)).join('\n') };
  } catch (error) {
    if (!(error instanceof VerifyFault)) throw error;
    return { holds: false, text: `NOT TRUE: ${error.message}` };
  }
}
