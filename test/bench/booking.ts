import http from 'node:http';
import { proposalId } from '../../src/scheduling/proposal-id.ts';
import { type Hit, type Load, load, loadOnce, median } from './measure.ts';
import { logIn, type Somebody, type World } from './world.ts';

const hourMs = 3_600_000;
const callers = 64;

/** Free times that anybody may book, one at a time of day of a person, so that no two of them meet. */
async function freeTimes({ db }: World, count: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string; service: string }>(
    `select distinct on (l.value, date_trunc('hour', s.sort)) s.id, h.id as service
     from slot s join slot_link l on l.id = s.id and l.param = 'schedule'
     join schedule c on 'Schedule/' || c.id = l.value
     join healthcare_service h on c.p_actor @> array['HealthcareService/' || h.id]
     where s.p_status && '{free}' and s.sort > to_timestamp($1 / 1000.0) and s.sort < to_timestamp($2 / 1000.0)
       and h.content like '%{"url":"book","valueCode":"direct"}%'
       and h.content like '%{"url":"requiresGrantedService","valueBoolean":false}%'
     order by l.value, date_trunc('hour', s.sort), s.sort limit $3`,
    [Date.now() + 50 * hourMs, Date.now() + 20 * 24 * hourMs, count],
  );
  return rows.map(({ id, service }) => proposalId({ slotId: id, serviceId: service }));
}

const hitOf = (time: string, { patient, token }: Somebody): Hit => ({
  path: `/fhir/Appointment/$book?appt-id=${time}&patient-id=${patient}`,
  method: 'POST',
  token,
});

export interface Booked {
  readonly ours: Load & { readonly refused: number };
  readonly floor: Load;
  readonly ratio: number;
}

/** Distinct times through the sandbox's Cura; the floor is the two commits alone. */
export async function benchBooking(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  count: number,
): Promise<Booked> {
  const people = await logIn(world, 1_000);
  const times = (await freeTimes(world, count + 100_000)).slice(0, count);
  if (times.length < count) throw new Error(`There are only ${times.length} times to book.`);
  const hits = times.flatMap((time, at) => {
    const somebody = people[at % people.length];
    return somebody ? [hitOf(time, somebody)] : [];
  });
  const floorHits: Hit[] = [{ path: '/fhir/Appointment/$book', method: 'POST' }];
  const before = await load(urls.floor, floorHits, 2);
  const ours = await loadOnce(urls.ours, hits, 16);
  const after = await load(urls.floor, floorHits, 2);
  const floor = { ...before, perSecond: (before.perSecond + after.perSecond) / 2 };
  return { ours, floor, ratio: ours.perSecond / floor.perSecond };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: callers });

/** Status and body of a booking, and how long it took. */
function book(url: string, { path, token }: Hit): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const headers = { authorization: `Bearer ${token}` };
  const request = http.request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
  });
  request.on('error', reject).end();
  return promise;
}

export interface Race {
  readonly trials: number;
  /** From the first request sent to the last answered, milliseconds. */
  readonly p50: number;
  readonly worst: number;
}

/** One winner, and everybody else is told why. */
function assertFair(answers: readonly { status: number; body: string }[]): void {
  const won = answers.filter(({ status }) => status === 200 || status === 201).length;
  const told = answers.filter(({ status, body }) => status === 409 && body.includes('"issue"'));
  if (won === 1 && told.length === answers.length - 1) return;
  const counts = answers.map(({ status }) => status).sort();
  throw new Error(`${won} of ${answers.length} callers won a time: ${counts.join(' ')}`);
}

/** 64 callers ask for one time at once, again and again. Throws unless each time has one winner. */
export async function benchRace(world: World, url: string, trials: number): Promise<Race> {
  const people = await logIn(world, callers);
  const times = (await freeTimes(world, trials + 100_000)).slice(-trials);
  const took: number[] = [];
  for (const time of times) {
    const started = performance.now();
    assertFair(await Promise.all(people.map((one) => book(url, hitOf(time, one)))));
    took.push(performance.now() - started);
  }
  agent.destroy();
  await assertSingle(world);
  return { trials: took.length, p50: median(took), worst: Math.max(...took) };
}

/** No person has two appointments at one time that came by way of us. */
async function assertSingle({ db }: World): Promise<void> {
  const { rows } = await db.query<{ seen: number; doubles: number }>(
    `select (select count(*) from reservation where exclusive) as seen,
       (select count(*) from reservation a join reservation b on a.actor = b.actor and a.during && b.during
         and a.appointment < b.appointment where a.exclusive and b.exclusive) as doubles`,
  );
  if (!rows[0]?.seen || rows[0].doubles > 0) throw new Error('A time was given twice.');
}
