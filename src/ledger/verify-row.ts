import type { Provenance } from '@medplum/fhirtypes';
import { digestOf } from './provenance.ts';
import { commitmentOf, ledgerFields } from './row.ts';
import { fieldsIn } from './verify-fields.ts';
import type { Row } from './verify-line.ts';
import { type Members, parsedExactly, parsedOnce, VerifyFault } from './verify-members.ts';

const [digestAt, kindAt] = [ledgerFields.indexOf('digest'), ledgerFields.indexOf('kind')];

type Fields = readonly unknown[];

function checkProvenance(index: number, fields: Fields, provenance: Members): void {
  if (digestOf(provenance as unknown as Provenance) !== fields[digestAt])
    throw new VerifyFault(`The Provenance of row ${index} is not the one that was written.`);
}

/** What a row turned out to be. */
export type RowKind = 'write' | 'other' | 'purged';

/** What the row says, which is what it was committed to say; undefined where it says nothing any more. */
function told({ index, commitment, nonce, row }: Row): Fields | undefined {
  if ((nonce === null) !== (row === null))
    throw new VerifyFault(`Row ${index} has a nonce and no content, or content and no nonce.`);
  if (nonce === null || row === null) return undefined;
  if (!commitmentOf(nonce, row).equals(commitment))
    throw new VerifyFault(`Row ${index} does not say what it was committed to say.`);
  const fields = fieldsIn(row);
  if (fields) return fields;
  throw new VerifyFault(`Row ${index} does not have the fields of a row.`);
}

const isWrite = (fields: Fields | undefined): fields is Fields => fields?.[kindAt] === 'write';

const nameOf = ({ index }: Row): string => `The Provenance of row ${index}`;

function assertNoProvenance(row: Row): void {
  if (row.provenance !== undefined)
    throw new VerifyFault(`Row ${row.index} has a Provenance, and tells of no write.`);
}

/**
 * Whether a row says what it was committed to say, and a write's Provenance, but for its meta, what was written. Throws
 * `VerifyFault`.
 */
export function checkRow(row: Row): RowKind {
  const fields = told(row);
  if (!isWrite(fields)) {
    assertNoProvenance(row);
    return fields ? 'other' : 'purged';
  }
  if (row.provenance === undefined)
    throw new VerifyFault(`${nameOf(row)} is gone, and the row is still there.`);
  checkProvenance(row.index, fields, parsedExactly(row.provenance, nameOf(row)));
  return 'write';
}

/** The same of a row by itself, with its Provenance only where one was given. Throws `VerifyFault`. */
export function checkProof(row: Row): void {
  const fields = told(row);
  if (row.provenance === undefined) return;
  if (isWrite(fields)) checkProvenance(row.index, fields, parsedOnce(row.provenance, nameOf(row)));
  else assertNoProvenance(row);
}
