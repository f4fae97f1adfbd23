import type { Aftale, Ydelsestype } from '../../cura/care-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import { parseInstant } from '../../fhir/instant.ts';

/** All that a rule about an appointment may look at. What the record names and Cura does not have is undefined. */
export interface Facts {
  readonly now: number;
  /** Undefined when the appointment is new. */
  readonly before: Aftale | undefined;
  readonly after: Aftale;
  readonly citizen: Borger | undefined;
  readonly service: Ydelsestype | undefined;
  readonly knows: {
    readonly staff: boolean;
    readonly place: boolean;
    readonly granted: boolean;
  };
  /** Another appointment takes the same staff member or room. */
  readonly overlaps: boolean;
}

/** One of Cura's rules about a write. */
export interface Rule<F = Facts> {
  readonly kode: string;
  readonly status: 409 | 422;
  readonly tekst: string;
  readonly holds: (facts: F) => boolean;
}

const hourMs = 3_600_000;
/** Staff answer for their own deadlines. */
const boundByDeadlines = ['borger', 'paaroerende', 'link'];

function cancels({ before, after }: Facts): boolean {
  return after.status === 'aflyst' && before?.status !== 'aflyst';
}

function takesTime({ before, after }: Facts): boolean {
  const moved = before?.start !== after.start || before.slut !== after.slut;
  return after.status === 'planlagt' && (moved || before.status !== 'planlagt');
}

function hasBegun({ before, now }: Facts): boolean {
  return before !== undefined && parseInstant(before.start) <= now;
}

function after(deadlineHours: number | undefined, { before, now }: Facts): boolean {
  if (before === undefined) return false;
  return now > parseInstant(before.start) - (deadlineHours ?? 0) * hourMs;
}

/** Is this a cancellation after the deadline of the service? */
export function cancelsLate(facts: Facts): boolean {
  return cancels(facts) && after(facts.service?.afbudsfristTimer, facts);
}

function movesLate(facts: Facts): boolean {
  const moves = facts.before !== undefined && takesTime(facts);
  return moves && after(facts.service?.flyttefristTimer, facts);
}

function withinDeadline(facts: Facts): boolean {
  const bound = boundByDeadlines.includes(facts.after.udfoertAf?.art ?? '');
  if (!bound || facts.service?.efterFrist !== 'afvis') return true;
  return !cancelsLate(facts) && !movesLate(facts);
}

/** Cura's own rules, in the order in which it looks at them; the first that does not hold is its answer. */
const rules: readonly Rule[] = [
  {
    kode: 'ukendt-borger',
    status: 422,
    tekst: 'Borgeren findes ikke i Cura.',
    holds: ({ citizen }) => citizen !== undefined,
  },
  {
    kode: 'ukendt-ydelsestype',
    status: 422,
    tekst: 'Ydelsestypen findes ikke i Cura.',
    holds: ({ service }) => service !== undefined,
  },
  {
    kode: 'ukendt-medarbejder',
    status: 422,
    tekst: 'Medarbejderen findes ikke i Cura.',
    holds: ({ knows }) => knows.staff,
  },
  {
    kode: 'ukendt-lokation',
    status: 422,
    tekst: 'Lokationen findes ikke i Cura.',
    holds: ({ knows }) => knows.place,
  },
  {
    kode: 'ukendt-ydelse',
    status: 422,
    tekst: 'Ydelsen findes ikke i Cura, eller den er bevilget til en anden borger.',
    holds: ({ knows }) => knows.granted,
  },
  {
    kode: 'tid-ugyldig',
    status: 422,
    tekst: 'Aftalen skal slutte efter, at den er begyndt.',
    holds: ({ after }) => parseInstant(after.start) < parseInstant(after.slut),
  },
  {
    kode: 'aflysning-mangler',
    status: 422,
    tekst: 'En aflyst aftale skal have årsag og tidspunkt for aflysningen.',
    holds: ({ after }) => after.status !== 'aflyst' || after.aflysning !== undefined,
  },
  {
    kode: 'borger-doed',
    status: 422,
    tekst: 'Borgeren er registreret som død. Der kan ikke laves nye aftaler.',
    holds: (facts) => facts.citizen?.doed === undefined || !takesTime(facts),
  },
  {
    kode: 'tid-passeret',
    status: 422,
    tekst: 'Tidspunktet er passeret.',
    holds: (facts) => !takesTime(facts) || parseInstant(facts.after.start) > facts.now,
  },
  {
    kode: 'allerede-begyndt',
    status: 422,
    tekst: 'Aftalen er begyndt og kan ikke længere aflyses eller flyttes.',
    holds: (facts) => !hasBegun(facts) || !(cancels(facts) || takesTime(facts)),
  },
  {
    kode: 'frist-overskredet',
    status: 422,
    tekst: 'Fristen for afbud og flytning er overskredet. Ring til enheden.',
    holds: withinDeadline,
  },
  {
    kode: 'overlap',
    status: 409,
    tekst: 'Tiden er optaget af en anden aftale.',
    holds: ({ overlaps }) => !overlaps,
  },
];

/** What Cura says to a write of an appointment; undefined when it accepts. */
export function refusal(facts: Facts): Rule | undefined {
  return rules.find(({ holds }) => !holds(facts));
}
