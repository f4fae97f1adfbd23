import type { Provenance } from '@medplum/fhirtypes';
import { digestOf } from './provenance.ts';
import { commitmentOf, ledgerFields } from './row.ts';
import { type Row, VerifyFault } from './verify-line.ts';

const digestAt = ledgerFields.indexOf('digest');

/** Id and kind come first. Parsing each row whole would take as long as its hashes. */
const isWrite = (row: string): boolean => /^\["(?:[^"\\]|\\.)*","write",/.test(row);

function fieldsOf(index: number, text: string): readonly unknown[] {
  try {
    const fields: unknown = JSON.parse(text);
    if (Array.isArray(fields) && fields.length >= ledgerFields.length) return fields;
  } catch {
    // Said below.
  }
  throw new VerifyFault(`Row ${index} does not have the fields of a row.`);
}

function digest(index: number, provenance: string): string {
  try {
    return digestOf(JSON.parse(provenance) as Provenance);
  } catch {
    throw new VerifyFault(`The Provenance of row ${index} is no JSON object.`);
  }
}

function checkProvenance({ index, row, provenance }: Row): void {
  if (provenance === undefined)
    throw new VerifyFault(`The Provenance of row ${index} is gone, and the row is still there.`);
  if (digest(index, provenance) !== fieldsOf(index, row ?? '')[digestAt])
    throw new VerifyFault(`The Provenance of row ${index} is not the one that was written.`);
}

/** What a row turned out to be. */
export type RowKind = 'write' | 'other' | 'purged';

/** Whether what the row says is there, and is what it was committed to say. */
function isTold({ index, commitment, nonce, row }: Row): boolean {
  if ((nonce === null) !== (row === null))
    throw new VerifyFault(`Row ${index} has a nonce and no content, or content and no nonce.`);
  if (nonce === null || row === null) return false;
  if (!commitmentOf(nonce, row).equals(commitment))
    throw new VerifyFault(`Row ${index} does not say what it was committed to say.`);
  return true;
}

/** Whether a row says what it was committed to say, and a write's Provenance what was written. Throws `VerifyFault`. */
export function checkRow(row: Row): RowKind {
  if (!isTold(row)) return 'purged';
  if (!isWrite(row.row ?? '')) return 'other';
  checkProvenance(row);
  return 'write';
}

/** The same of a row by itself, with its Provenance only where one was given. Throws `VerifyFault`. */
export function checkProof(row: Row): void {
  if (isTold(row) && row.provenance !== undefined) checkProvenance(row);
}
