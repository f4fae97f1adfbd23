import type { Appointment } from '@medplum/fhirtypes';
import { system } from '../../../mappings/codes/system.ts';
import { type Interval, overlaps } from '../../scheduling/interval.ts';
import type { Facts } from '../../scheduling/rule.ts';
import type { Transaction } from '../../store/database.ts';
import { participantId, takesTime, timeOf } from './participants.ts';

/** A time that a citizen has, or is just getting. */
export interface CitizenTime extends Interval {
  readonly id: string;
  readonly service: string | undefined;
  readonly practitioner: string | undefined;
}

/** What a question about the citizen's times leaves out, and what it asks of. */
export interface Asked extends Interval {
  readonly id?: string;
  /** Whose time is asked for: of two at the same person's the reservation decides, and says that the time is taken. */
  readonly practitioner?: string | undefined;
  readonly service: string | undefined;
  readonly now: number;
}

const longestMs = 86_400_000;

// One statement: what an intent becomes is there in the moment in which the intent is not.
const timesSql = `
select content from appointment where patient = $1 and view & 1 <> 0
  and sort >= to_timestamp($2 / 1000.0) and p_status && '{booked,pending,arrived,checked-in}'
union all
select draft::text from intent where patient = $1 and state = 'open' and room = 'Appointment'
  and draft ->> 'status' in ('booked', 'pending')`;

/** Visits are planned in Cura alone, and have a window in place of a time. */
export const isVisit = ({ identifier = [] }: Appointment): boolean =>
  identifier.some((one) => one.system === system.curaVisit);

const counted = (content: string, now: number): CitizenTime[] => {
  const appointment = JSON.parse(content) as Appointment & { id: string };
  const time = timeOf(appointment);
  if (!time || isVisit(appointment)) return [];
  if (!takesTime(appointment, now)) return [];
  const service = participantId(appointment, 'HealthcareService');
  const practitioner = participantId(appointment, 'Practitioner');
  return [{ id: appointment.id, service, practitioner, ...time }];
};

/** The times of a citizen that are not over at `start` or now, whichever is first, those that are being booked among them. */
export async function citizenTimes(
  db: Pick<Transaction, 'query'>,
  patient: string,
  { id, start, now }: Asked,
): Promise<CitizenTime[]> {
  const { rows } = await db.query<{ content: string }>(
    timesSql,
    [patient, Math.min(start, now) - longestMs],
    { name: 'citizen-times' },
  );
  return rows.flatMap(({ content }) => counted(content, now)).filter((one) => one.id !== id);
}

/** What the rules ask of the citizen's other times. */
export const countedIn = (
  times: readonly CitizenTime[],
  asked: Asked,
): Pick<Facts, 'openBookings' | 'citizenBusy'> => ({
  openBookings: new Set(
    times.flatMap(({ id, service, end }) =>
      service === asked.service && end > asked.now ? [id] : [],
    ),
  ).size,
  citizenBusy: times.some((one) => overlaps(one, asked) && !isSamePersons(one, asked)),
});

const isSamePersons = (one: CitizenTime, { practitioner }: Asked): boolean =>
  practitioner !== undefined && one.practitioner === practitioner;

/** Until the transaction ends nobody else books for these citizens. Locked in one order, so that nobody waits in a ring. */
export const lockCitizens = (tx: Transaction, patients: readonly string[]): Promise<unknown> =>
  tx.query(
    `select pg_advisory_xact_lock(hashtextextended('citizen ' || patient, 0))
     from (select distinct patient from unnest($1::text[]) patient order by 1) p`,
    [patients],
    { name: 'lock-citizens' },
  );

/** Until the transaction ends nobody else books for the citizen. */
export const lockCitizen = (tx: Transaction, patient: string): Promise<unknown> =>
  lockCitizens(tx, [patient]);
