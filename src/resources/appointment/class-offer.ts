import type { Appointment } from '@medplum/fhirtypes';
import { type FhirError, fail, type Issue, issue } from '../../fhir/outcome.ts';
import { classFull, type SeatFacts, sessionRules } from '../../scheduling/class-rules.ts';
import type { Rule } from '../../scheduling/rule.ts';
import type { Ports } from '../define.ts';
import { classTermsOf } from '../healthcare-service/class.ts';
import type { WritePlan } from '../write-plan.ts';
import { inSession, seatIn } from './class-session.ts';
import { type Offer, reservationsFor } from './situation.ts';

/** Cura's names for an appointment of one's own, and for a seat in a session of a class. */
const records = { own: 'aftale', seat: 'holdtilmelding' } as const;

/** The record that an appointment is in Cura. */
export const recordOf = (appointment: Appointment): string =>
  seatIn(appointment) ? records.seat : records.own;

/** How an offer is booked: as a time that is one's own, or as a seat among others. */
export interface BookedAs {
  readonly rules: (rules: readonly Rule[]) => readonly Rule[];
  readonly placed: <T extends Appointment>(appointment: T) => T;
  /** What it takes under the id of the appointment. */
  readonly taking: (id: string) => Pick<WritePlan, 'record' | 'reserve' | 'seats'>;
}

/** Who wants the seat, and how. */
export interface Joining {
  readonly patient: string;
  /** The id of what all sessions that are joined at once have in common. */
  readonly series?: string;
  /** What has the seat already: the hold that is to be booked. */
  readonly appointment?: string;
}

const seatSql = `
select c.capacity - count(s.session)::int as remaining, coalesce(bool_or(s.citizen = $2), false) as joined
from class_session c left join seat s on s.session = c.id and s.appointment <> $4
  and (s.expires is null or s.expires > to_timestamp($3 / 1000.0))
where c.id = $1 group by c.capacity`;

/** What the seats of a session say at this moment; whoever is faster is met when the seat is taken. */
export async function seatFacts(
  { db, now }: Pick<Ports, 'db' | 'now'>,
  { session, service }: Pick<Offer, 'session' | 'service'>,
  { patient, series, appointment = '' }: Joining,
): Promise<SeatFacts> {
  const { rows } = await db.query<{ remaining: number; joined: boolean }>(
    seatSql,
    [session?.key ?? '', patient, now(), appointment],
    { name: 'seat-facts' },
  );
  const { remaining = 0, joined = false } = rows[0] ?? {};
  const { joinDeadlineHours = 0, joining = 'either' } = classTermsOf(service) ?? {};
  return { remaining, joined, joinDeadlineHours, joining, whole: series !== undefined };
}

/** How this offer is booked. */
export async function bookedAs(ports: Ports, offer: Offer, joining: Joining): Promise<BookedAs> {
  const { session } = offer;
  if (!session)
    return {
      rules: (rules) => rules,
      placed: (appointment) => appointment,
      taking: (id) => ({ record: records.own, reserve: reservationsFor(ports, offer, id) }),
    };
  const facts = await seatFacts(ports, offer, joining);
  const { series } = joining;
  const seat = { session: session.id, ...(series !== undefined && { series }) };
  return {
    rules: (rules) => sessionRules(rules, facts),
    placed: (appointment) => inSession(appointment, seat),
    taking: () => ({ record: records.seat, seats: [{ session: session.key }] }),
  };
}

/** 409: somebody was faster, and the session is full. */
export const noSeat = (extra: readonly Issue[]): FhirError =>
  fail(409, [issue({ code: 'conflict', key: 'class-full', text: classFull }), ...extra]);
