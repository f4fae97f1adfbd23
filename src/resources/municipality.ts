import { fileURLToPath } from 'node:url';
import type { BookingPolicy } from '../scheduling/policy.ts';
import type { Features } from './feature.ts';
import type { InsightRule } from './insight.ts';
import { MunicipalityError, municipalityRoot, readChecked } from './municipality-file.ts';

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
  /** Numbers below `smallest` are not shown in figures of a month; those of days and weeks are to the nearest of it; 5 if not said. */
  readonly figures?: { readonly smallest?: number };
  /** Which functions of staff approve activities, and which parts of an approved one change without being looked at again. */
  readonly activities?: {
    readonly approvedBy?: readonly string[];
    readonly harmless?: readonly string[];
  };
  /** The units, as they should be in Cura; phone and opening hours are used where Cura has none. */
  readonly units?: readonly DeclaredUnit[];
  /** What is switched on, for all or unit by unit; what is not named is on. */
  readonly features?: Features;
  /** Messages between citizens and units; without it there are none. */
  readonly dialogue?: Dialogue;
  /** What of own data is opened, and why; what no rule opens is closed. */
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

/** A unit that the municipality says it has. */
export interface DeclaredUnit {
  readonly sor: string;
  readonly curaId?: string;
  readonly name: string;
  readonly phone?: string;
  readonly openingHours?: readonly {
    readonly days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
    /** `HH:MM`, Danish wall time. */
    readonly from: string;
    readonly to: string;
  }[];
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

/** Reads the municipality of a four-digit code; `root` is the folder of all. Throws `MunicipalityError`. */
export function loadMunicipality(code: string, root: URL = municipalityRoot): Municipality {
  const path = fileURLToPath(new URL(`${code}/municipality.json`, root));
  const found = readChecked(code, 'municipality', root) as Municipality | undefined;
  if (!found)
    throw new MunicipalityError(
      `There is no municipality ${code}: ${path} does not exist. Copy the folder 9999 and change it.`,
    );
  // What no rule opens is closed: of a municipality that has none, everything.
  if (found.code === code) return { insight: [], ...found };
  throw new MunicipalityError(
    `The file ${path} is of municipality ${found.code}, not ${code}: change code in it, or the name of its folder.`,
  );
}
