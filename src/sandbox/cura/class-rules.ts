import type { Gang, Hold, Holdtilmelding } from '../../cura/class-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import { parseInstant } from '../../fhir/instant.ts';
import type { Rule } from './rules.ts';

/** All that a rule about an enrolment may look at. What the record names and Cura does not have is undefined. */
export interface ClassFacts {
  readonly now: number;
  readonly before: Holdtilmelding | undefined;
  readonly after: Holdtilmelding;
  readonly citizen: Borger | undefined;
  readonly hold: Hold | undefined;
  readonly gang: Gang | undefined;
  /** When the session begins, epoch milliseconds. */
  readonly start: number;
  /** Seats that others have in the session, and whether the citizen has one of them. */
  readonly taken: { readonly count: number; readonly own: boolean };
  readonly cancelDeadlineHours: number;
}

const hourMs = 3_600_000;
const staffOnly = ['medarbejder', 'system'];

function cancels({ before, after }: ClassFacts): boolean {
  return after.status === 'aflyst' && before?.status !== 'aflyst';
}

/** Takes a seat that it did not have. */
function joins({ before, after }: ClassFacts): boolean {
  const another = before?.gangId !== after.gangId || before.status !== 'planlagt';
  return after.status === 'planlagt' && another;
}

/** Is this a cancellation after the deadline of the kind of service? */
export function leavesLate(facts: ClassFacts): boolean {
  if (!cancels(facts) || facts.before === undefined) return false;
  const start = parseInstant(facts.before.start);
  return facts.now > start - facts.cancelDeadlineHours * hourMs;
}

function inTime({ now, start, hold, after }: ClassFacts): boolean {
  const free = staffOnly.includes(after.udfoertAf?.art ?? 'system');
  return free || now <= start - (hold?.tilmeldingsfristTimer ?? 0) * hourMs;
}

/** Cura's own rules for classes, in the order in which it looks at them. */
const rules: readonly Rule<ClassFacts>[] = [
  {
    kode: 'ukendt-borger',
    status: 422,
    tekst: 'Borgeren findes ikke i Cura.',
    holds: ({ citizen }) => citizen !== undefined,
  },
  {
    kode: 'ukendt-hold',
    status: 422,
    tekst: 'Holdet eller gangen findes ikke i Cura.',
    holds: ({ hold, gang }) => hold !== undefined && gang !== undefined,
  },
  {
    kode: 'aflysning-mangler',
    status: 422,
    tekst: 'En aflyst tilmelding skal have årsag og tidspunkt for aflysningen.',
    holds: ({ after }) => after.status !== 'aflyst' || after.aflysning !== undefined,
  },
  {
    kode: 'borger-doed',
    status: 422,
    tekst: 'Borgeren er registreret som død. Der kan ikke laves nye tilmeldinger.',
    holds: (facts) => facts.citizen?.doed === undefined || !joins(facts),
  },
  {
    kode: 'hold-lukket',
    status: 422,
    tekst: 'Holdet er lukket for tilmelding, eller gangen er aflyst.',
    holds: (facts) => !joins(facts) || (facts.hold?.status === 'aaben' && !facts.gang?.aflyst),
  },
  {
    kode: 'allerede-begyndt',
    status: 422,
    tekst: 'Gangen er begyndt.',
    holds: (facts) => {
      const begun = facts.before !== undefined && parseInstant(facts.before.start) <= facts.now;
      return !(cancels(facts) && begun) && !(joins(facts) && (begun || facts.start <= facts.now));
    },
  },
  {
    kode: 'tilmeldingsfrist',
    status: 422,
    tekst: 'Tilmeldingsfristen er overskredet. Ring til enheden.',
    holds: (facts) => !joins(facts) || inTime(facts),
  },
  {
    kode: 'allerede-tilmeldt',
    status: 409,
    tekst: 'Borgeren er tilmeldt denne gang.',
    holds: (facts) => !joins(facts) || !facts.taken.own,
  },
  {
    kode: 'fuldt',
    status: 409,
    tekst: 'Der er ikke flere pladser denne gang.',
    holds: (facts) => !joins(facts) || facts.taken.count < (facts.hold?.kapacitet ?? 0),
  },
];

/** What Cura says to a write of an enrolment; undefined when it accepts. */
export function classRefusal(facts: ClassFacts): Rule<ClassFacts> | undefined {
  return rules.find(({ holds }) => !holds(facts));
}
