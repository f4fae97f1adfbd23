import { createHash } from 'node:crypto';
import type { CuraType } from '../../cura/records.ts';
import { writableTypes } from '../../cura/schemas.ts';
import type { AnyRecord } from './store.ts';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** Equal for equal content, whatever the order of members: a client may have kept the body as a JSON value. */
export function fingerprint(content: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');
}

const bookkeeping = ['id', 'version', 'aendret', 'aendretAf', 'udfoertAf'];
const openFields: Readonly<Record<(typeof writableTypes)[number], readonly string[] | 'most'>> = {
  borger: ['telefon', 'email', 'sprog', 'paamindelse'],
  aftale: 'most',
  holdtilmelding: 'most',
  bilag: [],
  besked: ['laest'],
  maaling: 'most',
  traeningsudfoerelse: 'most',
  henvendelse: ['status'],
  aktivitet: 'most',
};
const closedFields = ['borgerId', 'holdId', 'eksternReference', 'oprettet'];

function isOpen(type: (typeof writableTypes)[number], field: string): boolean {
  const open = openFields[type];
  return open === 'most' ? !closedFields.includes(field) : open.includes(field);
}

/** The name of a field that differs and may not be written through the API. */
export function closedChange(
  type: CuraType,
  before: AnyRecord,
  after: AnyRecord,
): string | undefined {
  const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  const writable = writableTypes.find((one) => one === type);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
    (field) =>
      !bookkeeping.includes(field) &&
      !(writable !== undefined && isOpen(writable, field)) &&
      !same(before[field], after[field]),
  );
}
