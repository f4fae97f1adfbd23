/** What each figure counts, by unit and Copenhagen day. $1 and $2 bound the time, epoch milliseconds; $3 is the zone. */
import { system } from '../../../mappings/codes/system.ts';
import { structure } from '../../fhir/canonical.ts';
import { sqlText } from '../../store/sql-name.ts';
import type { FigureCode } from './figure.ts';

const from = 'to_timestamp($1::float8 / 1000)';
const to = 'to_timestamp($2::float8 / 1000)';
const localDay = (at: string): string => `to_char(${at} at time zone $3, 'YYYY-MM-DD')`;

/** Home visits are planned by the municipality alone. */
const isVisit = (row: string): string =>
  `exists (select from unnest(${row}.p_identifier) i where starts_with(i, ${sqlText(`${system.curaVisit}|`)}))`;

/** The unit that provides the service of an appointment. */
const unitOf = (row: string): string => `(
  select o from unnest(${row}.p_actor) x
    join healthcare_service h on h.id = substr(x, ${'HealthcareService/'.length + 1}) and h.view & 1 <> 0,
    unnest(h.p_organization) o
  where starts_with(x, 'HealthcareService/') and starts_with(o, 'Organization/') limit 1)`;

const counting = (which: string): string => `count(*) filter (where ${which})::int`;

/** Conditions on the rows, and what else is told of them. */
interface Counting {
  readonly part?: string;
  readonly whole?: string;
  readonly tells?: readonly string[];
  readonly more?: string;
}

/** What of some rows with unit and day is counted; `tells` are all numbers that figures tell of these rows. */
const grouped = (
  rows: string,
  { part = 'part', whole = 'true', tells, more }: Counting = {},
): string => `
select unit, day, ${counting(part)} as part, ${counting(whole)} as whole
  ${tells ? `, array[${tells.map(counting).join(', ')}] as tells` : ''} ${more ? `, ${more}` : ''}
from (${rows}) counted group by unit, day`;

/** Appointments that begin in the time and were to be held, or were cancelled too late to be given to anybody else. */
const appointments = `
  select ${unitOf('a')} as unit, ${localDay('a.sort')} as day, a.p_status && '{noshow}' as missed, a.p_status && '{cancelled}' as late
  from appointment a
  where a.sort >= ${from} and a.sort < ${to} and a.view & 1 <> 0 and a.p_date_from is not null
    and (a.p_status && '{booked,arrived,checked-in,fulfilled,noshow}'
      or (a.p_status && '{cancelled}' and coalesce(a.p_cancelation_reason && '{late}', false)))
    and not ${isVisit('a')}`;
const ofAppointments = ['not late', 'missed', 'not late and not missed', 'late'];

/** Writes to appointments in the time, each with what it was written to. */
const acts = (which: string): string => `
  select l.at, l.capacity, l.interaction, a.p_actor, a.p_identifier from ledger l
    join appointment a on a.id = split_part(l.targets[1], '/', 2) and a.view & 1 <> 0
  where l.at >= ${from} and l.at < ${to} and l.kind = 'write' and starts_with(l.targets[1], 'Appointment/') and ${which}`;

/** What was in Cura before the installation was not booked when it was taken in. */
const isNewInCura = `(l.interaction = 'import' and l.targets[1] like '%/_history/1' and not ${isVisit('a')}
  and substring(a.content from '"created":"([^"]+)"')::timestamptz > l.at - interval '1 day')`;
const bookings = acts(`(l.interaction = 'book' or ${isNewInCura})`);
const byPerson = `b.capacity in ('self', 'relative', 'link-holder')`;

/** $4 to $8 are the opening hours; here in minutes from Monday. Whoever never closes says nothing of when a day's work is done. */
const hours = `
  hours as (select unit, range_agg(int4range((day - 1) * 1440 + low, (day - 1) * 1440 + high)) as open
    from unnest($4::text[], $5::int[], $6::int[], $7::int[]) h(unit, day, low, high) group by unit),
  anywhere as (select coalesce(range_agg(open), '{}'::int4multirange) as open from (
    select unnest(open) as open from hours where not open @> int4range(0, 10080)) spans)`;
const minuteOf = (at: string): string =>
  `floor(extract(epoch from (${at} at time zone $3) - date_trunc('week', ${at} at time zone $3)) / 60)::int`;
const isOpen = (at: string, open: string): string => `(${open} @> ${minuteOf(at)}
  and (${open} @> int4range(0, 10080) or ${localDay(at)} <> all($8::text[])))`;

/** Bookings, who made them, and whether the unit was closed; the unit of each is looked up once. */
const judged = `
  select located.unit, ${localDay('at')} as day, by_person, not ${isOpen('at', 'coalesce(h.open, w.open)')} as outside
  from located cross join anywhere w left join hours h on h.unit = located.unit`;
const withBookings = `with located as materialized (
    select b.at, ${unitOf('b')} as unit, ${byPerson} as by_person from (${bookings}) b), ${hours}`;
const ofBookings = ['true', 'by_person', 'not by_person', 'outside', 'not outside'];

/** Whoever only writes is there too: not every write is also a look. */
const firstLooks = `
  select min(l.at) as at from ledger l
  where l.at >= ${from} and l.at < ${to} and l.kind in ('access', 'write') and l.capacity in ('self', 'relative')
  group by l.agent, ${localDay('l.at')}`;

const dueUrl = structure('reply-due');
/** Messages that a unit is to answer, with what staff first wrote in the thread afterwards. */
const asked = `
  select m.sort as at, (select u from unnest(m.p_unit) u where starts_with(u, 'Organization/') limit 1) as unit,
    substring(m.content from '"url":"${dueUrl}","valueDateTime":"([^"]+)"')::timestamptz as due, reply.at as replied
  from communication m, lateral (
    select min(c.sort) as at from communication_link l join communication c on c.id = l.id and c.view & 1 <> 0
    where l.param = 'part-of' and c.sort > m.sort and l.value = 'Communication/' || coalesce(
        (select split_part(x, '/', 2) from unnest(m.p_part_of) x where starts_with(x, 'Communication/') limit 1), m.id)
      and exists (select from unnest(c.p_sender) x where starts_with(x, 'PractitionerRole/'))) reply
  where m.sort >= ${from} and m.sort < ${to} and m.view & 1 <> 0 and strpos(m.content, ${sqlText(dueUrl)}) > 0`;

/** The same where an answer has come, or should have. */
const answerable = `
  select unit, ${localDay('at')} as day, replied is not null as answered, coalesce(replied <= due, false) as in_time,
    extract(epoch from replied - at)::float8 / 60 as minutes
  from (${asked}) asked where replied is not null or due <= ${to}`;
const ofAnswers = ['in_time', 'answered and not in_time', 'not answered'];

/** The statement of a figure. Those about the same things tell each the numbers of all: so what one hides no other tells. */
export const figureSql: Readonly<Record<FigureCode, string>> = {
  'no-show': grouped(appointments, { part: 'missed', whole: 'not late', tells: ofAppointments }),
  'late-cancellation': grouped(appointments, { part: 'late', tells: ofAppointments }),
  'booking-outside-hours': `${withBookings} ${grouped(judged, { part: 'outside', tells: ofBookings })}`,
  'self-service': `${withBookings} ${grouped(judged, { part: 'by_person', tells: ofBookings })}`,
  relatives: grouped(`
  select ${unitOf('b')} as unit, ${localDay('b.at')} as day, b.capacity = 'relative' as part
  from (${acts(`l.capacity in ('self', 'relative')`)}) b`),
  'login-outside-hours': `with ${hours} ${grouped(
    `select null::text as unit, ${localDay('at')} as day, not ${isOpen('at', 'w.open')} as part from (${firstLooks}) looks cross join anywhere w`,
  )}`,
  measurements: grouped(`
  select null::text as unit, ${localDay('l.at')} as day, l.capacity in ('self', 'relative') as part from ledger l
  where l.at >= ${from} and l.at < ${to} and l.kind = 'write' and l.targets[1] like 'Observation/%/_history/1'
    and (l.interaction <> 'import' or exists (select from observation o where o.id = split_part(l.targets[1], '/', 2)
      and o.view & 1 <> 0 and o.sort > l.at - interval '1 day'))`),
  'reply-in-time': grouped(answerable, { part: 'in_time', tells: ofAnswers }),
  'reply-time': grouped(answerable, {
    part: 'answered',
    tells: ofAnswers,
    more: 'array_agg(minutes) filter (where answered) as minutes',
  }),
};

/** Figures that ask for opening hours. */
export const needsHours: ReadonlySet<FigureCode> = new Set([
  'booking-outside-hours',
  'self-service',
  'login-outside-hours',
] as const);
