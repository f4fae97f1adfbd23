/** What a row says, field by field. What is not wholly a row says nothing, whatever its hash is. */
import { type LedgerKind, type LedgerRow, ledgerFields } from './row.ts';

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
const isOneOf =
  <T extends string>(all: Readonly<Record<T, true>>) =>
  (value: unknown): boolean =>
    typeof value === 'string' && Object.hasOwn(all, value);

const kinds: Readonly<Record<LedgerKind, true>> = {
  ...{ access: true, refusal: true, unauthenticated: true, write: true, purge: true },
};

const claims: Readonly<Record<keyof LedgerRow, (value: unknown) => boolean>> = {
  ...{ id: isText, kind: isOneOf(kinds), at: isWhole, request: isTextOrNull, agent: isText },
  ...{ capacity: isText, patient: isTextOrNull, mandate: isTextOrNull, interaction: isText },
  ...{ query: isTextOrNull, shown: isWhole, purpose: isTextOrNull, policy: isTextOrNull },
  targets: (value) => Array.isArray(value) && value.every(isText),
  ...{ client: isTextOrNull, network: isTextOrNull, digest: isTextOrNull },
  outcome: isOneOf({ 0: true, 4: true, 8: true }),
};

const inOrder = ledgerFields.map((field) => claims[field]);

/** The fields of a row that is written as we write rows; undefined of any other text. */
export function fieldsIn(text: string): readonly unknown[] | undefined {
  try {
    const fields: unknown = JSON.parse(text);
    if (!Array.isArray(fields) || fields.length !== inOrder.length) return undefined;
    const isRow = inOrder.every((holds, at) => holds(fields[at]));
    return isRow && JSON.stringify(fields) === text ? fields : undefined;
  } catch {
    return undefined;
  }
}
