import type { Appointment } from '@medplum/fhirtypes';
import type { Aftale } from '../../src/cura/care-records.ts';
import { parseInstant } from '../../src/fhir/instant.ts';
import { participantId, takesTime, timeOf } from '../../src/resources/appointment/participants.ts';
import type { Planned } from './checker.ts';
import type { Cluster } from './cluster.ts';
import type { Standing } from './history.ts';

const takes = (status: Aftale['status']): boolean => status === 'planlagt' || status === 'ankommet';

/** Rooms are nobody else's meanwhile; a home or a hall is. */
async function roomsOf({ house }: Cluster): Promise<Set<string>> {
  const { poster } = await house.sync.cura.list('lokation', { max: 1_000 });
  return new Set(poster.filter(({ art }) => art === 'lokale').map(({ id }) => id));
}

const standingOf = (aftale: Aftale, at: number, rooms: ReadonlySet<string>): Standing => ({
  id: aftale.eksternReference ?? aftale.id,
  at,
  actors: takes(aftale.status)
    ? ([aftale.medarbejderId, aftale.lokationId].filter(
        (id) => id !== undefined && (id === aftale.medarbejderId || rooms.has(id)),
      ) as string[])
    : [],
  start: parseInstant(aftale.start),
  end: parseInstant(aftale.slut),
  status: aftale.status === 'planlagt' ? 'booked' : aftale.status,
  ...(aftale.bemaerkning !== undefined && { mark: aftale.bemaerkning }),
});

/** Everything that was ever written to Cura's appointments since the run began, in Cura's order. */
export async function curaChanges(cluster: Cluster): Promise<Standing[]> {
  const { house } = cluster;
  const rooms = await roomsOf(cluster);
  const found: Standing[] = [];
  for (let after = 0; ; ) {
    const page = await house.sync.cura.changes(after, 1_000);
    if (page.kind === 'expired' || page.rows.length === 0) return found;
    for (const { type, post, loebenummer } of page.rows)
      if (type === 'aftale' && post) found.push(standingOf(post as Aftale, loebenummer, rooms));
    after = page.next;
  }
}

interface HistoryRow {
  readonly id: string;
  readonly at: number;
  readonly content: string | null;
}

/** Every version that our store has had of appointments, in the order of their transactions. */
export async function storeChanges({ house }: Cluster): Promise<Standing[]> {
  const { rows } = await house.sync.db.query<HistoryRow>(
    `select id, last_updated as at, content from appointment_history where view & 1 <> 0
     union all select id, last_updated, content from appointment where view & 1 <> 0`,
  );
  const versions = rows.flatMap(({ content, at }) =>
    content === null ? [] : [{ one: JSON.parse(content) as Appointment & { id: string }, at }],
  );
  const { rows: calendars } = await house.sync.db.query<{ id: string }>('select id from schedule');
  // A class has the id of its calendar: many take part in one session, and are counted by its seats.
  const classes = new Set(calendars.map(({ id }) => id));
  const isShared = (one: Appointment): boolean =>
    classes.has(participantId(one, 'HealthcareService') ?? '');
  // What was given up in a moment comes before what was taken in it.
  const order = versions.toSorted(
    (a, b) => a.at - b.at || Number(takesTime(a.one, a.at)) - Number(takesTime(b.one, b.at)),
  );
  return order.flatMap(({ one, at: written }, at) => {
    const time = timeOf(one);
    const person = participantId(one, 'Practitioner');
    const actors =
      takesTime(one, written) && person !== undefined && !isShared(one) ? [person] : [];
    return time ? [{ id: one.id, at, actors, ...time, status: one.status }] : [];
  });
}

/** Ids of the messages that the gateway has accepted. */
export async function messages({ sms: { url } }: Cluster): Promise<string[]> {
  const all = (await (await fetch(`${url}/messages`)).json()) as { id: string }[];
  return all.map(({ id }) => id);
}

export async function plans({ house }: Cluster): Promise<Planned[]> {
  const { rows } = await house.sync.db.query<Planned>(
    `select id, appointment || ' ' || start as of, state from reminder`,
  );
  return rows;
}
