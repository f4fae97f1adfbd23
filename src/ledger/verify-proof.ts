/** Checks a saved answer of `$inclusion-proof`. */
import { hashBytes, leafHash } from './merkle.ts';
import { isIncluded } from './merkle-proof.ts';
import { type Given, signedIn, type Trust, trustOf, witnessed } from './verify-key.ts';
import { nonceBytes } from './verify-line.ts';
import {
  assertKnown,
  bytesIn,
  isObject,
  isText,
  longestPath,
  parsedOnce,
  VerifyFault,
  wrong,
} from './verify-members.ts';
import { checkProof } from './verify-row.ts';

/** What the answer turned out to prove. `row` is null when it was purged: then only that something stood there. */
export interface VerifiedProof {
  readonly index: number;
  readonly size: number;
  readonly time: number;
  readonly row: string | null;
  readonly trust: Trust;
  /** Whether a witness holds the very tree; undefined without one. */
  readonly witness: boolean | undefined;
  /** Whether the Provenance that was given is the one that the row tells of. */
  readonly provenance: boolean;
}

type Values = ReadonlyMap<string, readonly unknown[]>;

/** The parameters of an answer, each with the member that its value stands in. */
const known: Readonly<Record<string, string>> = {
  ...{ row: 'valueString', nonce: 'valueBase64Binary', commitment: 'valueBase64Binary' },
  ...{ index: 'valueDecimal', treeSize: 'valueDecimal', path: 'valueBase64Binary' },
  checkpoint: 'valueString',
};

function valuesIn(text: string): Values {
  const answer = parsedOnce(text, 'The file');
  const { resourceType, parameter } = answer;
  if (resourceType !== 'Parameters' || !Array.isArray(parameter))
    throw new VerifyFault('The file is no answer of $inclusion-proof: it holds no Parameters.');
  assertKnown(answer, ['resourceType', 'parameter'], 'The file');
  const values = new Map<string, unknown[]>();
  for (const one of parameter as readonly unknown[]) {
    const name = isObject(one) && isText(one.name) ? one.name : '';
    const member = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!isObject(one) || member === undefined)
      throw new VerifyFault('The file has a parameter that does not belong there.');
    assertKnown(one, ['name', member], `The parameter ${name}`);
    values.set(name, [...(values.get(name) ?? []), one[member]]);
  }
  return values;
}

function only(values: Values, name: string): unknown {
  const [value, more] = values.get(name) ?? [];
  if (value === undefined || more !== undefined)
    throw new VerifyFault(`The answer must have one parameter ${name}.`);
  return value;
}

function number(values: Values, name: string): number {
  const value = only(values, name);
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw new VerifyFault(`The parameter ${name} must be a whole number.`);
}

const text = (values: Values, name: string): string => String(only(values, name));

const bytes = (value: unknown, name: string, length: number = hashBytes): Buffer =>
  bytesIn(value, length, { where: 'The answer', name, form: 'base64' });

function pathIn(values: Values): Buffer[] {
  const path = values.get('path') ?? [];
  if (path.length > longestPath) throw wrong('The answer', 'path');
  return path.map((hash) => bytes(hash, 'path'));
}

/** What the answer says of the row; null where it was purged. */
const saidIn = (values: Values) => ({
  row: values.has('row') ? text(values, 'row') : null,
  nonce: values.has('nonce') ? bytes(only(values, 'nonce'), 'nonce', nonceBytes) : null,
  commitment: bytes(only(values, 'commitment'), 'commitment'),
});

async function witnessOf(
  { witness }: Given,
  trust: Trust,
  { origin, size, root }: { origin: string; size: number; root: Buffer },
): Promise<boolean | undefined> {
  if (!witness) return undefined;
  const same = (await witnessed(witness, trust, origin)).filter((one) => one.size === size);
  if (same.some((one) => !one.root.equals(root)))
    throw new VerifyFault(
      `The witness holds another tree of ${size} rows: the ledger was made anew.`,
    );
  return same.length > 0;
}

/** Checks an answer against a key, a witness and the Provenance that it is about. Throws `VerifyFault`. */
export async function verifyProof(
  answer: string,
  given: Given & { readonly provenance?: string },
): Promise<VerifiedProof> {
  const values = valuesIn(answer);
  const jws = text(values, 'checkpoint');
  const brought = await signedIn(jws, 'The checkpoint');
  const trust = await trustOf(given, brought.jwk);
  const signed = await signedIn(jws, 'The checkpoint', trust.key);
  const [index, size] = [number(values, 'index'), number(values, 'treeSize')];
  if (signed.size !== size)
    throw new VerifyFault(`The checkpoint is of ${signed.size} rows, and the proof of ${size}.`);
  const said = saidIn(values);
  const { commitment, row } = said;
  checkProof({ index, ...said, provenance: given.provenance });
  if (
    !isIncluded({
      leaf: leafHash(commitment),
      index,
      size,
      path: pathIn(values),
      root: signed.root,
    })
  )
    throw new VerifyFault(`Row ${index} does not stand in the tree that was signed.`);
  return {
    ...{ index, size, time: signed.time, row, trust },
    witness: await witnessOf(given, trust, signed),
    provenance: given.provenance !== undefined && row !== null,
  };
}
