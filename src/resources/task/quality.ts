import type { Appointment, HealthcareService, Location, Task } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { participantId } from '../appointment/participants.ts';
import type { Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { type Fault, faultFlag, flagId } from './flag.ts';
import { hasExactPlace } from './place.ts';
import { putTasks, raise } from './raise.ts';
import { changed, isOpen } from './task.ts';

/** What checking the data takes. */
export type QualityPorts = Pick<Ports, 'db' | 'room' | 'now' | 'record'>;

type Kept = Appointment & { id: string };

/** What is looked for here; what becomes of the status is seen where it does. */
const looked = ['place', 'double-booked'] as const satisfies readonly Fault[];

/** A place and all that it is part of, for each place. */
const chainSql = `
with recursive up (place, id, step) as (
  select x, x, 0 from unnest($1::text[]) x
  union all
  select up.place, substr(l.content::jsonb -> 'partOf' ->> 'reference', 10), up.step + 1
  from up join location l on l.id = up.id and l.view & 1 <> 0
  where up.step < 10 and l.content::jsonb -> 'partOf' ->> 'reference' is not null)
select up.place, l.content from up join location l on l.id = up.id and l.view & 1 <> 0`;

const meeting = `join reservation o on o.actor = m.actor and o.during && m.during and o.appointment <> m.appointment`;
const unexpired = '(o.expires is null or o.expires > to_timestamp($2 / 1000.0))';

// Two that are exclusive never meet. Each arm has an index of its own.
const sharedSql = `
select a.id from unnest($1::text[]) a(id) join reservation m on m.appointment = a.id and not m.exclusive
  ${meeting} and o.exclusive where ${unexpired}
union
select a.id from unnest($1::text[]) a(id) join reservation m on m.appointment = a.id
  ${meeting} and not o.exclusive where ${unexpired}`;

interface Seen {
  readonly appointments: readonly Kept[];
  readonly service: (appointment: Appointment) => HealthcareService | undefined;
  readonly chain: (appointment: Appointment) => readonly Location[];
  readonly shared: ReadonlySet<string>;
}

async function chainsOf(
  tx: Transaction,
  places: readonly string[],
): Promise<Map<string, Location[]>> {
  const { rows } = await tx.query<{ place: string; content: string }>(chainSql, [places]);
  const chains = new Map<string, Location[]>();
  for (const { place, content } of rows)
    chains.set(place, [...(chains.get(place) ?? []), JSON.parse(content)]);
  return chains;
}

const each = (appointments: readonly Appointment[], type: string): string[] => [
  ...new Set(appointments.flatMap((one) => participantId(one, type) ?? [])),
];

async function see(tx: Transaction, ports: QualityPorts, ids: readonly string[]): Promise<Seen> {
  const found = await findAll<Appointment>(tx, ports.room('Appointment'), ids);
  const appointments = found.map(({ resource }) => resource);
  const kinds = await findAll<HealthcareService>(
    tx,
    ports.room('HealthcareService'),
    each(appointments, 'HealthcareService'),
  );
  const services = new Map(kinds.map(({ resource }) => [resource.id, resource]));
  const chains = await chainsOf(tx, each(appointments, 'Location'));
  const { rows } = await tx.query<{ id: string }>(sharedSql, [ids, ports.now()]);
  return {
    appointments,
    service: (one) => services.get(participantId(one, 'HealthcareService') ?? ''),
    chain: (one) => chains.get(participantId(one, 'Location') ?? '') ?? [],
    shared: new Set(rows.map(({ id }) => id)),
  };
}

const isAhead = ({ status, end }: Appointment, now: number): boolean =>
  (status === 'booked' || status === 'arrived') && Date.parse(end ?? '') > now;

const faultsOf = (one: Kept, seen: Seen, now: number): readonly Fault[] => {
  if (!isAhead(one, now)) return [];
  const exact = hasExactPlace(one, seen.service(one), seen.chain(one));
  return [
    ...(exact ? [] : (['place'] as const)),
    ...(seen.shared.has(one.id) ? (['double-booked'] as const) : []),
  ];
};

/** Flags what is amiss with these appointments, and closes the flags of what is mended. Safe to run twice. */
export const checkAppointments = (ports: QualityPorts, ids: readonly string[]): Promise<void> =>
  ports.db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('quality', 0))`);
    const seen = await see(tx, ports, ids);
    const now = ports.now();
    const wrong = seen.appointments.flatMap((appointment) =>
      faultsOf(appointment, seen, now).flatMap((fault) =>
        faultFlag(fault, { appointment, service: seen.service(appointment), now }),
      ),
    );
    await raise(tx, ports, wrong);
    const still = new Set(wrong.map(({ id }) => id));
    const all = ids.flatMap((id) => looked.map((fault) => flagId(id, fault)));
    const known = await findAll<Task>(tx, ports.room('Task'), all);
    const mended = known
      .map(({ resource }) => resource)
      .filter((task) => isOpen(task) && !still.has(task.id))
      .map((task) => changed(task, now, { status: 'completed' }));
    await putTasks(tx, ports, mended, 'flag');
  });
