/** Checks a saved answer of `$inclusion-proof`. */
import { leafHash } from './merkle.ts';
import { isIncluded } from './merkle-proof.ts';
import { type Given, signedIn, type Trust, trustOf, witnessed } from './verify-key.ts';
import { parsed, VerifyFault } from './verify-line.ts';
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

function valuesIn(text: string): Values {
  const { resourceType, parameter } = parsed(text, 'The file');
  if (resourceType !== 'Parameters' || !Array.isArray(parameter))
    throw new VerifyFault('The file is no answer of $inclusion-proof: it holds no Parameters.');
  const values = new Map<string, unknown[]>();
  for (const one of parameter as ({ name?: unknown } & Record<string, unknown>)[]) {
    const name = String(one?.name);
    const value = one?.valueString ?? one?.valueBase64Binary ?? one?.valueDecimal;
    values.set(name, [...(values.get(name) ?? []), value]);
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
const bytes = (value: unknown): Buffer => Buffer.from(String(value), 'base64');

const optional = (values: Values, name: string): string | null =>
  values.has(name) ? text(values, name) : null;

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
  const commitment = bytes(only(values, 'commitment'));
  const path = (values.get('path') ?? []).map(bytes);
  const row = optional(values, 'row');
  const nonce = values.has('nonce') ? bytes(only(values, 'nonce')) : null;
  checkProof({ index, commitment, nonce, row, provenance: given.provenance });
  if (!isIncluded({ leaf: leafHash(commitment), index, size, path, root: signed.root }))
    throw new VerifyFault(`Row ${index} does not stand in the tree that was signed.`);
  return {
    ...{ index, size, time: signed.time, row, trust },
    witness: await witnessOf(given, trust, signed),
    provenance: given.provenance !== undefined && row !== null,
  };
}
