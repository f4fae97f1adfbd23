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

const grouped = (rows: string): string => `
select unit, day, count(*) filter (where part)::int as part, count(*)::int as whole
from (${rows}) counted group by unit, day`;

/** Appointments that begin in the time, in some of the states. */
const due = (statuses: string, part: string): string =>
  grouped(`
  select ${unitOf('a')} as unit, ${localDay('a.sort')} as day, ${part} as part from appointment a
  where a.sort >= ${from} and a.sort < ${to} and a.view & 1 <> 0 and a.p_date_from is not null
    and a.p_status && '${statuses}' and not ${isVisit('a')}`);

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

/** $4 to $8 are the opening hours. */
const isOpen = (at: string, unit: string): string => `(
  exists (select from unnest($4::text[], $5::int[], $6::int[], $7::int[]) h(unit, day, low, high)
    where ${unit} and h.day = extract(isodow from ${at} at time zone $3)
      and extract(epoch from (${at} at time zone $3)::time) / 60 >= h.low
      and extract(epoch from (${at} at time zone $3)::time) / 60 < h.high)
  and ${localDay(at)} <> all($8::text[]))`;

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

/** The statement of a figure. */
export const figureSql: Readonly<Record<FigureCode, string>> = {
  'no-show': due('{booked,arrived,checked-in,fulfilled,noshow}', `a.p_status && '{noshow}'`),
  'late-cancellation': due(
    '{booked,arrived,checked-in,fulfilled,noshow,cancelled}',
    `a.p_status && '{cancelled}' and coalesce(a.p_cancelation_reason && '{late}', false)`,
  ),
  'booking-outside-hours': grouped(`
  select unit, ${localDay('at')} as day, not ${isOpen('at', 'h.unit = located.unit')} as part
  from (select b.at, ${unitOf('b')} as unit from (${bookings}) b) located`),
  'self-service': grouped(
    `select ${unitOf('b')} as unit, ${localDay('b.at')} as day, ${byPerson} as part from (${bookings}) b`,
  ),
  relatives: grouped(`
  select ${unitOf('b')} as unit, ${localDay('b.at')} as day, b.capacity = 'relative' as part
  from (${acts(`l.capacity in ('self', 'relative')`)}) b`),
  'login-outside-hours': grouped(
    `select null::text as unit, ${localDay('at')} as day, not ${isOpen('at', 'true')} as part from (${firstLooks}) looks`,
  ),
  measurements: grouped(`
  select null::text as unit, ${localDay('l.at')} as day, l.capacity in ('self', 'relative') as part from ledger l
  where l.at >= ${from} and l.at < ${to} and l.kind = 'write' and l.targets[1] like 'Observation/%/_history/1'
    and (l.interaction <> 'import' or exists (select from observation o where o.id = split_part(l.targets[1], '/', 2)
      and o.view & 1 <> 0 and o.sort > l.at - interval '1 day'))`),
  'reply-in-time': grouped(`
  select unit, ${localDay('at')} as day, coalesce(replied <= due, false) as part from (${asked}) asked
  where replied is not null or due <= ${to}`),
  'reply-time': `
  select unit, ${localDay('at')} as day, count(*)::int as part, count(*)::int as whole,
    array_agg(extract(epoch from replied - at)::float8 / 60) as minutes
  from (${asked}) asked where replied is not null group by 1, 2`,
};

/** Figures that ask for opening hours. */
export const needsHours: ReadonlySet<FigureCode> = new Set([
  'booking-outside-hours',
  'login-outside-hours',
] as const);
