import { dateRange, parseInstant } from '../fhir/instant.ts';
import { alike, type Form, withForm } from './form.ts';
import { refusal, Unmappable } from './unmappable.ts';

/** How ids cross. Pure; `curaId` is undefined for an id that is not from Cura. */
export interface Context {
  readonly fhirId: (recordType: string, curaId: string) => string;
  readonly curaId: (recordType: string, fhirId: string) => string | undefined;
}

/**
 * Both directions of one value: `decode` from Cura to FHIR, `encode` from FHIR to Cura. `decode` gives undefined
 * for a value that FHIR cannot show; then `base` keeps it. `base` is Cura's present value and decides where Cura
 * is finer than FHIR. Function properties, not methods: a missed code must not compile. Throws `Unmappable`.
 */
export interface Codec<A, B> {
  readonly name: string;
  readonly decode: (value: A, context: Context) => B | undefined;
  readonly encode: (value: B, context: Context, base: A | undefined) => A;
  /** `encode` itself refuses what `decode` would not give back. Else the mapping compares, which costs time. */
  readonly exact?: boolean;
}

/** The value as it is. */
function same<A>(): Codec<A, A> {
  return { name: 'same', exact: true, decode: (value) => value, encode: (value) => value };
}

/** Cura is finer than FHIR here: as long as FHIR's value is what the base shows, the base stays. */
export function finer<A, B>(codec: Codec<A, B>): Codec<A, B> {
  const finest: Codec<A, B> = {
    ...codec,
    encode: (value, context, base) => {
      if (base === undefined || Object.is(value, base))
        return base ?? codec.encode(value, context, base);
      const shown = codec.decode(base, context);
      return equal(shown, value) ? base : codec.encode(value, context, base);
    },
  };
  return alike(finest, codec);
}

const copy: Form = { kind: 'copy' };
const seconds: Form = { kind: 'seconds' };

const equal = (one: unknown, other: unknown) =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));

const unfit = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;
const unusual = /[^ -~\u00a1-\ud7ff]/;

/** FHIR has no blank strings and no control characters: blank shows nothing, control characters are left out. */
export const text: Codec<string, string> = withForm(
  finer({
    name: 'text',
    exact: true,
    decode: (value) => {
      const clean = cleaned(value);
      return clean.trim() === '' ? undefined : clean;
    },
    encode: (value) => {
      if (cleaned(value) !== value || value.trim() === '') throw new Unmappable(refusal.badText);
      return value;
    },
  }),
  copy,
);

const cleaned = (value: string) => (unusual.test(value) ? value.replace(unfit, '') : value);

export const flag: Codec<boolean, boolean> = withForm({ ...same<boolean>(), name: 'flag' }, copy);

/** A whole number that is not negative. */
export const count: Codec<number, number> = withForm(
  {
    name: 'count',
    exact: true,
    decode: (value) => wholeNumber(value),
    encode: (value) => wholeNumber(value),
  },
  copy,
);

/** A whole number; FHIR cannot show 0 here. */
export const positive: Codec<number, number> = withForm(
  {
    name: 'positive',
    exact: true,
    decode: (value) => wholeNumber(value) || undefined,
    encode: (value) => {
      if (value === 0) throw new Unmappable(refusal.badNumber);
      return wholeNumber(value);
    },
  },
  copy,
);

function wholeNumber(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw new Unmappable(refusal.badNumber);
}

/** Days that every month has need no calendar: this answers for most instants. */
const plainInstant =
  /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)$/;
const withoutSeconds = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/;

/** What the codec of instants shows for an instant that exists. */
export const withSeconds = (value: string): string =>
  value.length > 22 ? value : value.replace(withoutSeconds, '$1:00$2');

/** An instant with offset, kept as written but for missing seconds, which FHIR requires. */
export const instant: Codec<string, string> = withForm(
  finer({
    name: 'instant',
    exact: true,
    decode: (value) => existing(withSeconds(value)),
    encode: (value) => existing(value),
  }),
  copy,
);

function existing(value: string): string {
  if (!plainInstant.test(value)) reading(parseInstant, value, 'badInstant');
  return value;
}

function reading(
  read: (value: string) => unknown,
  value: string,
  key: 'badInstant' | 'badDate',
): void {
  try {
    read(value);
  } catch {
    throw new Unmappable(refusal[key]);
  }
}

/** `YYYY-MM-DD`, Copenhagen wall time. */
export const date: Codec<string, string> = withForm(
  {
    name: 'date',
    exact: true,
    decode: (value) => existingDate(value),
    encode: (value) => existingDate(value),
  },
  copy,
);

function existingDate(value: string): string {
  if (value.length !== 10) throw new Unmappable(refusal.badDate);
  reading(dateRange, value, 'badDate');
  return value;
}

/** A date, or an instant with offset. */
export const dateOrInstant: Codec<string, string> = withForm(
  finer({
    name: 'dateOrInstant',
    exact: true,
    decode: (value, context) => (value.length > 10 ? instant : date).decode(value, context),
    encode: (value) => (value.length > 10 ? existing(value) : existingDate(value)),
  }),
  copy,
);

/** `13:15` is `13:15:00`. Copenhagen wall time. */
export const wallTime: Codec<string, string> = withForm(
  {
    name: 'wallTime',
    exact: true,
    decode: (value) => {
      if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)) throw new Unmappable(refusal.badTime);
      return `${value}:00`;
    },
    encode: (value) => {
      const [, minutes] = /^((?:[01]\d|2[0-3]):[0-5]\d):00$/.exec(value) ?? [];
      if (minutes === undefined) throw new Unmappable(refusal.badTime);
      return minutes;
    },
  },
  seconds,
);

/** As `wallTime`; FHIR has no `24:00`, so the end of a day is `00:00:00`. */
export const endTime: Codec<string, string> = finer({
  name: 'endTime',
  exact: true,
  decode: (value, context) => wallTime.decode(value === '24:00' ? '00:00' : value, context),
  encode: wallTime.encode,
});
