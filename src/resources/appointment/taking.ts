import type { Appointment, HealthcareService, Location } from '@medplum/fhirtypes';
import { type Interval, widen } from '../../scheduling/interval.ts';
import { cutOf } from '../../scheduling/policy.ts';
import type { Transaction } from '../../store/database.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { isRemote } from '../healthcare-service/remote.ts';
import type { Municipality } from '../municipality.ts';
import { isExclusive } from '../slot/element.ts';
import { seatIn } from './class-session.ts';
import { participantId, timeOf } from './participants.ts';
import { takersOf } from './takers.ts';

/** What the roster of a person's service adds to each appointment, by `<person> <service>`. */
export type RosterFacts = ReadonlyMap<string, RosterFact>;

interface RosterFact {
  readonly travel: number;
  /** As keys. */
  readonly equipment: readonly string[];
}

/** Rows of these facts for the Schedules of some people, as `id` and `content`. */
export const rosterFactsSql = (people: string): string =>
  `select substr(p.actor, 14) || ' ' || p.service as id,
     json_build_object('travel', max(p.travel_minutes), 'equipment', coalesce(json_agg(distinct e.actor) filter (where e.actor is not null), '[]'))::text as content
   from schedule_use p left join schedule_use e on e.schedule = p.schedule and e.actor like 'Equipment/%'
   where ${people} group by p.actor, p.service`;

/** What decides whose time some appointments take, and how much. */
export interface TakingFacts {
  readonly municipality: Municipality;
  readonly services: ReadonlyMap<string, HealthcareService>;
  readonly rooms: ReadonlySet<string>;
  readonly rosters: RosterFacts;
}

const factsSql = `
select 'service' as kind, id, content from healthcare_service where id = any($1::text[]) and view & 1 <> 0
union all select 'place', id, content from location where id = any($2::text[]) and view & 1 <> 0
union all select 'roster', id, content from (${rosterFactsSql('p.actor = any($3::text[])')}) r`;

interface FactRow {
  readonly kind: 'service' | 'place' | 'roster';
  readonly id: string;
  readonly content: string;
}

const idsOf = (appointments: readonly Appointment[], type: string): string[] => [
  ...new Set(appointments.flatMap((one) => participantId(one, type) ?? [])),
];

/** Loads it for some appointments, in one statement. */
export async function takingFacts(
  tx: Pick<Transaction, 'query'>,
  municipality: Municipality,
  appointments: readonly Appointment[],
): Promise<TakingFacts> {
  const people = idsOf(appointments, 'Practitioner').map((id) => `Practitioner/${id}`);
  const { rows } = await tx.query<FactRow>(
    factsSql,
    [idsOf(appointments, 'HealthcareService'), idsOf(appointments, 'Location'), people],
    { name: 'taking-facts' },
  );
  const of = (kind: FactRow['kind']): FactRow[] => rows.filter((row) => row.kind === kind);
  return {
    municipality,
    services: new Map(of('service').map(({ id, content }) => [id, JSON.parse(content)])),
    rooms: new Set(
      of('place').flatMap(({ id, content }) =>
        isExclusive(JSON.parse(content) as Location) ? [id] : [],
      ),
    ),
    rosters: new Map(of('roster').map(({ id, content }) => [id, JSON.parse(content)])),
  };
}

/** Whose time an appointment takes: its person's, that of its equipment, and of its room where it needs one. */
export function takersIn(appointment: Appointment, facts: TakingFacts): string[] {
  // A session of a class takes its person and room itself, once for all who are in it.
  if (seatIn(appointment)) return [];
  const practitioner = participantId(appointment, 'Practitioner');
  const location = participantId(appointment, 'Location');
  const service = participantId(appointment, 'HealthcareService') ?? '';
  const known = facts.services.get(service);
  const roomless =
    location === undefined || !facts.rooms.has(location) || (known && isRemote(known));
  return takersOf({
    practitioner,
    ...(!roomless && { room: location }),
    equipment: facts.rosters.get(`${practitioner} ${service}`)?.equipment,
  });
}

/** Its time with the buffers of its service and the way there; undefined while it has none. */
export function wideTime(
  appointment: Appointment,
  { services, rosters, municipality }: Pick<TakingFacts, 'services' | 'rosters' | 'municipality'>,
): Interval | undefined {
  const time = timeOf(appointment);
  const service = participantId(appointment, 'HealthcareService') ?? '';
  const known = services.get(service);
  if (!time || !known) return time;
  const roster = rosters.get(`${participantId(appointment, 'Practitioner')} ${service}`);
  const cut = cutOf(policyOf(known, municipality), roster?.travel);
  return widen(time, cut.bufferBeforeMs, cut.bufferAfterMs);
}
