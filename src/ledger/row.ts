/** One row of the ledger: a look at somebody's data, a refusal, or a write. What a row says is committed to by its hash. */
import { createHash, randomFillSync } from 'node:crypto';

/** `write`: a Provenance stands beside it. The others are shown as an AuditEvent; `purge` says what has been kept long enough. */
export type LedgerKind = 'access' | 'refusal' | 'unauthenticated' | 'write' | 'purge';

/** Ids, never numbers or names of persons; null where there is nothing to say. */
export interface LedgerRow {
  /** Of the Provenance or AuditEvent; UUID v7. */
  readonly id: string;
  readonly kind: LedgerKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Shared by all rows of one request. */
  readonly request: string | null;
  /** `Patient/x`, `RelatedPerson/x`, `Practitioner/x`, `Device/x`; of auditor and machine `auditor/x`, `system/x`. */
  readonly agent: string;
  /** `self`, `relative`, `staff`, `auditor`, `system`, `link-holder`, `cura`, `association`, `public`. */
  readonly capacity: string;
  /** Id of the citizen concerned. */
  readonly patient: string | null;
  /** `Consent/x/_history/n`. */
  readonly mandate: string | null;
  /** R4's code of the interaction, `$name` of an operation, or for a write what was done, such as `book`. */
  readonly interaction: string;
  /** What was asked, without the base; numbers of persons replaced by the id of the Patient. */
  readonly query: string | null;
  /** `Type/id` of what was shown, `Type/id/_history/n` of what was written. */
  readonly targets: readonly string[];
  /** Resources shown. */
  readonly shown: number;
  /** Code of v3-PurposeOfUse. https://terminology.hl7.org/ValueSet-v3-PurposeOfUse.html */
  readonly purpose: string | null;
  /** URI of the law of a write. */
  readonly policy: string | null;
  /** Client id of the application. */
  readonly client: string | null;
  /** Network address that the request came from. */
  readonly network: string | null;
  /** Of AuditEvent: 0 success, 4 refused, 8 failed. */
  readonly outcome: '0' | '4' | '8';
  /** Of a write: SHA-256 in base64url of the Provenance as JSON without `meta`. */
  readonly digest: string | null;
}

/** The columns of a row, in the order in which they are committed to. A released order is never changed: append. */
export const ledgerFields = [
  'id',
  'kind',
  'at',
  'request',
  'agent',
  'capacity',
  'patient',
  'mandate',
  'interaction',
  'query',
  'targets',
  'shown',
  'purpose',
  'policy',
  'client',
  'network',
  'outcome',
  'digest',
] as const satisfies readonly (keyof LedgerRow)[];

/** The bytes that a row is committed to by: a JSON array of its fields in order. */
export const rowText = (row: LedgerRow): string =>
  JSON.stringify(ledgerFields.map((field) => row[field]));

/** SHA-256 of the nonce and the row: says nothing of the row once the nonce is gone. It is the leaf of the tree, whose hash is H(0x00 || this). */
export const commitmentOf = (nonce: Buffer, text: string): Buffer =>
  createHash('sha256').update(nonce).update(text).digest();

const nonceBytes = 16;

/** So many nonces. */
export function nonces(count: number): Buffer[] {
  const all = randomFillSync(Buffer.allocUnsafe(nonceBytes * count));
  return Array.from({ length: count }, (_, at) =>
    all.subarray(at * nonceBytes, (at + 1) * nonceBytes),
  );
}
