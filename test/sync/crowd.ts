import { spawn } from 'node:child_process';
import { once } from 'node:events';
import root from 'tap';
import { unlimited } from '../../src/access/grant.ts';
import { resolveGrant } from '../../src/access/resolve.ts';
import { uuidv5 } from '../../src/fhir/id.ts';
import { citizenTimes } from '../../src/resources/appointment/citizen-times.ts';
import { temporaryDir } from '../database.ts';
import type { Crowd, Wish } from './doomed-crowd.ts';
import { measuring, type Scene } from './scene.ts';

const program = new URL('doomed-crowd.ts', import.meta.url).pathname;
const compiled = temporaryDir(root);

/** How a process ended: killed, or with what it came to. */
export type Ending = 'SIGKILL' | { readonly statuses: readonly number[]; readonly calls: number };

/** A process of its own in which a crowd books at one moment. */
export async function run(crowd: Crowd): Promise<Ending> {
  const child = spawn(process.execPath, [program, JSON.stringify(crowd)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const [code, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') return signal;
  if (code !== 0) throw new Error(`The process ended with ${code}.`);
  return JSON.parse(Buffer.concat(said).toString());
}

/** Of a process in this house. */
export const fateOf = ({ sync, cura }: Scene, killAt: number) => ({
  connection: sync.db.connection,
  curaUrl: cura.url,
  namespace: sync.namespace,
  personKey: sync.secret('person').toString('hex'),
  now: sync.now(),
  killAt,
});

/** Living adults of the town, each with what they may do for themselves and the hours in which they are elsewhere. */
export interface Citizen extends Pick<Wish, 'grant' | 'patient'> {
  readonly busy: Set<string>;
}

const hourOf = (instant: number): string => new Date(instant).toISOString().slice(0, 13);

async function citizenOf(sync: Scene['sync'], patient: string, hash: Buffer): Promise<Citizen> {
  const caller = { ...unlimited, kind: 'person', hash, tickets: [] } as const;
  const named = { ...caller, client: 'test', name: 'Borger' };
  const now = sync.now();
  const asked = { start: now, end: now, now, service: undefined };
  const times = await citizenTimes(sync.db, patient, asked);
  const edges = times.flatMap(({ start, end }) => [hourOf(start), hourOf(end)]);
  return { patient, grant: await resolveGrant(sync.db, named, now), busy: new Set(edges) };
}

export async function citizens({ sync }: Scene): Promise<Citizen[]> {
  const { rows } = await sync.db.query<{ id: string; person: Buffer }>(
    `select id, person from patient where view & 1 <> 0 and person is not null and not p_deceased && '{true}'
       and p_birthdate_from < to_timestamp($1 / 1000.0) - interval '20 years' order by id`,
    [sync.now()],
  );
  return Promise.all(rows.map(({ id, person }) => citizenOf(sync, id, person)));
}

/** A time that anybody may book. */
export interface Free {
  readonly slot: string;
  /** Epoch milliseconds. */
  readonly start: number;
}

/** Free times of the people of one service that keep off each other: one an hour of a person. */
export async function freeTimes({ sync }: Scene): Promise<Free[]> {
  const service = uuidv5(sync.namespace, `ydelsestype/${measuring}`);
  const { rows } = await sync.db.query<Free>(
    `select distinct on (l.value, date_trunc('hour', s.sort)) s.id as slot, extract(epoch from s.sort)::float8 * 1000 as start
     from slot s join slot_link l on l.id = s.id and l.param = 'schedule'
     join schedule_link a on 'Schedule/' || a.id = l.value and a.param = 'actor' and a.value = $1
     where s.view & 1 <> 0 and s.p_status && '{free}' and s.sort > to_timestamp($2 / 1000.0) + interval '3 days'
     order by l.value, date_trunc('hour', s.sort), s.sort`,
    [`HealthcareService/${service}`, sync.now()],
  );
  return rows;
}

/** Lets so many citizens wish for each time, none of them twice in an hour. */
export function wishesFor(people: Citizen[], times: readonly Free[], each: number): Wish[] {
  return times.flatMap(({ slot, start }) => {
    const hour = hourOf(start);
    const able = people.filter(({ busy }) => !busy.has(hour)).slice(0, each);
    if (able.length < each) throw new Error('Nobody is left who can come.');
    for (const one of able) {
      one.busy.add(hour);
      // Whoever wished has to wait for the next turn.
      people.push(...people.splice(people.indexOf(one), 1));
    }
    return able.map(({ grant, patient }) => ({ grant, patient, slot }));
  });
}
