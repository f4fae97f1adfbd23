/** JSON values of the primitive types. https://hl7.org/fhir/R4/datatypes.html */
import { daysInMonth } from './calendar.ts';
import { isId } from './id.ts';

/** What can be wrong with a primitive value. */
export type PrimitiveFault =
  | 'wrong-type'
  | 'empty'
  | 'bad-format'
  | 'out-of-range'
  | 'no-such-date';

const int32Max = 2_147_483_647;
const stringMaxLength = 1_048_576;

function integer(min: number): (value: unknown) => PrimitiveFault | undefined {
  return (value) => {
    if (typeof value !== 'number') return 'wrong-type';
    if (!Number.isInteger(value)) return 'bad-format';
    return value < min || value > int32Max ? 'out-of-range' : undefined;
  };
}

function text(fits: (value: string) => boolean): (value: unknown) => PrimitiveFault | undefined {
  return (value) => {
    if (typeof value !== 'string') return 'wrong-type';
    if (!/[^ \t\r\n]/.test(value)) return 'empty';
    return value.length <= stringMaxLength && fits(value) ? undefined : 'bad-format';
  };
}

const dayGrammar = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/;

/** Whether the calendar has the year, month or day that a date begins with. */
function isInCalendar(value: string): boolean {
  const [, year, month = '1', day = '1'] = dayGrammar.exec(value) ?? [];
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  return y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m);
}

function date(grammar: RegExp): (value: unknown) => PrimitiveFault | undefined {
  const format = text((value) => grammar.test(value));
  return (value) => format(value) ?? (isInCalendar(String(value)) ? undefined : 'no-such-date');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: R4 forbids just these.
const control = /[\0-\x08\x0b\x0c\x0e-\x1f]/;
const uri = text((value) => {
  if (/[\s\p{Cc}]/u.test(value)) return false;
  if (value.startsWith('urn:uuid:')) return uuidGrammar.test(value);
  return !value.startsWith('urn:oid:') || oidGrammar.test(value);
});
const uuidGrammar = /^urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const oidGrammar = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const offset = '(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)';
const timeOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?';
const timeGrammar = new RegExp(`^${timeOfDay}$`);
/** So much that a file of ten million bytes fits, with blanks. */
const base64MaxLength = 14_500_000;

/** Blanks go first: a pattern that has them beside the padding takes quadratic time. */
function base64(value: unknown): PrimitiveFault | undefined {
  if (typeof value !== 'string') return 'wrong-type';
  const bare = /\s/.test(value) ? value.replace(/\s/g, '') : value;
  if (bare === '') return 'empty';
  if (bare.length % 4 !== 0 || value.length > base64MaxLength) return 'bad-format';
  return isAlphabet(bare) ? undefined : 'bad-format';
}

/** What the decoder reads whole has no foreign sign in it, but for the two of the alphabet of addresses. A pattern takes ten times as long. */
function isAlphabet(bare: string): boolean {
  const padding = bare.endsWith('==') ? 2 : bare.endsWith('=') ? 1 : 0;
  const bytes = (bare.length / 4) * 3 - padding;
  return !/[-_]/.test(bare) && Buffer.from(bare, 'base64').length === bytes;
}

/** One check for each primitive type; undefined means that the value is good. */
export const primitives: Readonly<Record<string, (value: unknown) => PrimitiveFault | undefined>> =
  {
    boolean: (value) => (typeof value === 'boolean' ? undefined : 'wrong-type'),
    integer: integer(-int32Max - 1),
    unsignedInt: integer(0),
    positiveInt: integer(1),
    decimal: (value) => {
      if (typeof value !== 'number') return 'wrong-type';
      return Number.isFinite(value) ? undefined : 'out-of-range';
    },
    string: text((value) => !control.test(value)),
    markdown: text((value) => !control.test(value)),
    code: text((value) => /^[^ \t\r\n]+(?: [^ \t\r\n]+)*$/.test(value)),
    id: text(isId),
    uri,
    url: uri,
    canonical: uri,
    oid: text((value) => oidGrammar.test(value)),
    uuid: text((value) => uuidGrammar.test(value)),
    base64Binary: base64,
    date: date(/^\d{4}(?:-\d\d(?:-\d\d)?)?$/),
    dateTime: date(new RegExp(`^\\d{4}(?:-\\d\\d(?:-\\d\\d(?:T${timeOfDay}${offset})?)?)?$`)),
    instant: date(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT${timeOfDay}${offset}$`)),
    time: text((value) => timeGrammar.test(value)),
    xhtml: (value) => (typeof value === 'string' ? undefined : 'wrong-type'),
  };
