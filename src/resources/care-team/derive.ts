/** Keeps the teams in step with the appointments that they are worked out of. */
import type { Appointment, PractitionerRole } from '@medplum/fhirtypes';
import type { Database, Transaction } from '../../store/database.ts';
import { putAll, removeAll } from '../../store/put.ts';
import { idIn, type Ports, type Room } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { latelyMs, type Meeting, teamId, teamOf } from './team.ts';

type Needs = Pick<Ports, 'room' | 'now'>;

const statuses = `'{booked,arrived,checked-in,fulfilled}'`;

const meetingsSql = `
select a.patient, substr(met.ref, 14) as practitioner,
  (extract(epoch from min(a.p_date_from)) * 1000)::float8 as "from", (extract(epoch from max(a.p_date_to)) * 1000)::float8 as "to"
from appointment a, unnest(a.p_actor) met(ref)
where a.patient = any($1::text[]) and a.view & 1 <> 0 and a.p_status && ${statuses}
  and a.p_date_to > to_timestamp($2 / 1000.0) and met.ref like 'Practitioner/%'
group by a.patient, met.ref`;

// In one order, whoever locks them.
const lockSql = `select pg_advisory_xact_lock(hashtextextended('team ' || patient, 0))
  from (select unnest($1::text[]) as patient order by 1) locked`;

type Row = Meeting & { readonly patient: string };

/** Works out the teams of some citizens anew. What is as it was makes no new version. */
export async function deriveTeams(
  tx: Transaction,
  ports: Needs,
  patients: readonly string[],
): Promise<void> {
  if (patients.length === 0) return;
  const all = [...new Set(patients)].sort();
  // Of two that change one citizen's appointments at once the second sees what the first did.
  await tx.query(lockSql, [all], { name: 'lock-teams' });
  const { rows } = await tx.query<Row>(meetingsSql, [all, ports.now() - latelyMs], {
    name: 'meetings',
  });
  const people = [...new Set(rows.map(({ practitioner }) => practitioner))];
  const known = await findAll<PractitionerRole>(tx, ports.room('PractitionerRole'), people);
  const roles = new Map(known.map(({ resource }) => [resource.id, resource]));
  const met = Map.groupBy(rows, ({ patient }) => patient);
  const teams = all.flatMap((patient) => teamOf(patient, met.get(patient) ?? [], roles) ?? []);
  const gone = all.filter((patient) => !met.has(patient)).map(teamId);
  await putAll(tx, ports.room('CareTeam'), teams, ports.now());
  if (gone.length > 0) await removeAll(tx, ports.room('CareTeam'), gone, ports.now());
}

/** Whoever an appointment was or is of has another team; the first load makes the teams afterwards. */
export const teamsFollow: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  if (bulk) return;
  const patients = changes.flatMap(({ resource }) =>
    (resource as Appointment).participant.flatMap(
      ({ actor }) => idIn(actor?.reference, 'Patient') ?? [],
    ),
  );
  await deriveTeams(tx, ports, patients);
};

const batch = 500;

// Citizens with an appointment that counts and no team, and teams with somebody who was met too long ago.
const dueSql = `
select patient from (
  select distinct a.patient from appointment a
  where a.view & 1 <> 0 and a.p_status && ${statuses} and a.p_date_to > to_timestamp($1 / 1000.0)
    and exists (select from unnest(a.p_actor) met(ref) where met.ref like 'Practitioner/%')
    and not exists (select from care_team t where t.patient = a.patient and t.view & 1 <> 0)
  union
  select t.patient from care_team t, jsonb_array_elements(t.content::jsonb -> 'participant') one
  where t.view & 1 <> 0 and (one -> 'period' ->> 'end')::timestamptz <= to_timestamp($1 / 1000.0)
) due where patient > $2 order by patient limit ${batch}`;

/** Makes the teams that are missing, and takes those out of the others who were met too long ago. Safe to run twice. Gives how many citizens it was of. */
export async function deriveDueTeams(db: Database, ports: Needs): Promise<number> {
  let count = 0;
  for (let after = ''; ; ) {
    const { rows } = await db.query<{ patient: string }>(dueSql, [ports.now() - latelyMs, after]);
    const patients = rows.map(({ patient }) => patient);
    const last = patients.at(-1);
    if (last === undefined) return count;
    await db.transaction((tx) => deriveTeams(tx, ports, patients));
    count += patients.length;
    after = last;
  }
}
