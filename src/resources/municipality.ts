import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { BookingPolicy } from '../scheduling/policy.ts';
import type { InsightRule } from './insight.ts';

/** How much of the names of staff is shown to others than staff. */
export type StaffNames = 'full' | 'given' | 'function';

/** By what a message may reach somebody. */
export type ChannelName = 'sms' | 'nemsms' | 'digital-post';

/** Calendar days before, at `time` (`HH:MM`) or that of the appointment; or elapsed hours before. */
export interface ReminderTime {
  readonly daysBefore?: number;
  readonly time?: string;
  readonly hoursBefore?: number;
}

/** What a municipality decides for itself; `mappings/municipalities/municipality.schema.json` explains each. */
export interface Municipality {
  readonly code: string;
  readonly name: string;
  /** `HH:MM`, Danish wall time; may pass midnight. */
  readonly quietHours: { readonly from: string; readonly to: string } | null;
  /** When citizens are reminded, where the service does not say. */
  readonly reminders: readonly ReminderTime[];
  /** In the order in which they are tried. */
  readonly channels: readonly ChannelName[];
  /** Characters that a place may take in an SMS; without it none is named. */
  readonly placeLength?: number;
  readonly smsLink: 'none' | 'login' | 'cancel';
  readonly selfServiceUrl: string;
  readonly phone: string;
  /** How long access rows, Provenance, and what is known of a citizen who is gone are kept. */
  readonly retention: {
    readonly accessYears: number;
    readonly provenanceYears: number;
    readonly contentDays: number;
  };
  readonly cvr: string;
  /** Right by privilege URI. */
  readonly privileges: Readonly<Record<string, 'see' | 'act'>>;
  readonly jobRoles: Readonly<Record<string, 'staff' | 'auditor'>>;
  /** Without it the names are shown in full. */
  readonly staffNames?: StaffNames;
  /** Kept as public holidays besides those of the calendar: `MM-DD` of every year or `YYYY-MM-DD`. */
  readonly closedDates?: readonly string[];
  /** How long a time is held for a citizen who has not booked it yet, and how many times at once; 10 minutes and 3 if not said. */
  readonly holds?: { readonly minutes?: number; readonly perCitizen?: number };
  /** How long a time is offered to whoever waits for one, quiet hours not counted; 2 hours if not said. */
  readonly waitlist?: { readonly offerMinutes?: number };
  /** How long a meeting by video is open, minutes before its start and after its end; 15 and 60 if not said. */
  readonly video?: { readonly opensMinutes?: number; readonly closesMinutes?: number };
  /** Numbers of people and events below `smallest` are not shown in figures; 5 if not said. */
  readonly figures?: { readonly smallest?: number };
  /** Which functions of staff approve activities, and which parts of an approved one change without being looked at again. */
  readonly activities?: {
    readonly approvedBy?: readonly string[];
    readonly harmless?: readonly string[];
  };
  /** Messages between citizens and units; without it there are none. */
  readonly dialogue?: Dialogue;
  /** What of own data is opened, and why; what no rule names is open. */
  readonly insight?: readonly InsightRule[];
  /** Somebody answers for what is made of measurements; without it nobody watches them. */
  readonly monitoring?: Monitoring;
  /** Rules of booking: `defaults` where a service's record says nothing, `services` by service code in place of what it says. */
  readonly booking?: {
    readonly defaults?: PolicyPart;
    readonly services?: Readonly<Record<string, PolicyPart>>;
  };
}

/**
 * That somebody watches measurements, which makes software a medical device: the municipality declares who answers for it. Limits are
 * by LOINC or NPU code of one number, in the unit that it is kept in.
 */
export interface Monitoring {
  /** Who answers for it, as citizens are told. */
  readonly responsible: string;
  /** The day of the declaration. */
  readonly declared: string;
  readonly limits?: Readonly<Record<string, { readonly low?: number; readonly high?: number }>>;
  /** Averages are of the last `days` days with measurements, the first of them left out or not; 3 and left out if not said. */
  readonly average?: { readonly days?: number; readonly dropFirstDay?: boolean };
}

/** How citizens and units write to each other. */
export interface Dialogue {
  /** In how many of its opening days a unit answers; without it only those take messages that `units` says it of. */
  readonly replyDays?: number;
  /** By SOR code; `null` for a unit that takes none. */
  readonly units?: Readonly<Record<string, { readonly replyDays: number | null }>>;
  /** What a relative sees of the citizen's own threads: nothing, or those that the citizen shares; nothing if not said. */
  readonly relativesSee?: 'own' | 'all';
  /** What messages are not for, and what to do then. */
  readonly emergency: Readonly<Record<'da' | 'en', string>>;
}

/** What a municipality may say of the booking of a service; how long it is given is the record's to say. */
export type PolicyPart = Partial<Omit<BookingPolicy, 'validFrom' | 'validTo' | 'active'>>;

/** The municipality's files are missing or wrong; the message is one sentence. */
export class MunicipalityError extends Error {
  override readonly name = 'MunicipalityError';
}

const defaultRoot = new URL('../../mappings/municipalities/', import.meta.url);

function readJson(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new MunicipalityError(`The file ${fileURLToPath(file)} is not JSON.`);
  }
}

/** Of an error in one of several allowed forms the deepest says most. */
const deepest = (errors: readonly ErrorObject[]): ErrorObject | undefined =>
  errors.toSorted((a, b) => b.instancePath.length - a.instancePath.length)[0];

const validators = new Map<string, ValidateFunction>();

/** Compiling takes longer than all else at a start, and several parts read the choices. Our own schema is sound; a test says so. */
function validatorOf(root: URL): ValidateFunction {
  const text = JSON.stringify(readJson(new URL('municipality.schema.json', root)));
  const known = validators.get(text);
  if (known) return known;
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateSchema: false, meta: false });
  const validate = ajv.compile(JSON.parse(text) as object);
  validators.set(text, validate);
  return validate;
}

function checkShape(root: URL, found: unknown, file: string): asserts found is Municipality {
  const validate = validatorOf(root);
  if (validate(found)) return;
  const {
    instancePath = '',
    message = 'is wrong',
    params = {},
  } = deepest(validate.errors ?? []) ?? {};
  const details = Object.values(params).join(', ');
  throw new MunicipalityError(
    `The file ${file} is wrong at ${instancePath || 'its top'}: it ${message} (${details}).`,
  );
}

/** Reads the municipality of a four-digit code; `root` is the folder of all. Throws `MunicipalityError`. */
export function loadMunicipality(code: string, root: URL = defaultRoot): Municipality {
  if (!/^\d{4}$/.test(code)) throw new MunicipalityError('A municipality code has four digits.');
  const file = new URL(`${code}/municipality.json`, root);
  const path = fileURLToPath(file);
  if (!existsSync(file)) {
    throw new MunicipalityError(`There is no municipality ${code}: ${path} does not exist.`);
  }
  const found = readJson(file);
  checkShape(root, found, path);
  if (found.code !== code) {
    throw new MunicipalityError(`The file ${path} is of municipality ${found.code}, not ${code}.`);
  }
  return found;
}
