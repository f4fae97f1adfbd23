import type { Appointment, OperationOutcome, Provenance, Slot } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { Aftale } from '../../src/cura/care-records.ts';
import { uuidv5 } from '../../src/fhir/id.ts';
import { formatInstant } from '../../src/fhir/instant.ts';
import { citizenTimes } from '../../src/resources/appointment/citizen-times.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { recover } from '../../src/sync/recovery.ts';
import { type HouseOptions, startHouse, type TestHouse } from '../house.ts';

type Shown = Pick<Appointment & Pick<OperationOutcome, 'issue'>, Field>;
type Field = 'id' | 'status' | 'requestedPeriod' | 'issue';
export interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Partial<Shown>;
}
/** A free time. */
export type Time = Pick<Slot, 'start' | 'end'> & { readonly id: string };
/** A municipality with Karen (`citizen`), her daughter with a fuldmagt (`relative`) and a neighbour, and free times to book. */
export interface Scene extends TestHouse {
  readonly karen: string;
  readonly poul: string;
  readonly daughter: string;
  /** Takes a free time of a service that was not given out before. */
  readonly slot: (service?: string) => Promise<Slot & { id: string }>;
  readonly send: (
    persona: string,
    path: string,
    body?: object,
    more?: RequestInit,
  ) => Promise<Reply>;
  readonly book: (persona: string, slot: Time) => Promise<Reply>;
  readonly move: (persona: string, id: string | undefined, slot: { id: string }) => Promise<Reply>;
  readonly cancel: (persona: string, id: string | undefined) => Promise<Reply>;
}

const twoDaysMs = 2 * 86_400_000;

/** Needs no granted service, so that anybody may book it. */
export const measuring = 'yt-maaling';

async function freeSlots(house: TestHouse, service: string): Promise<(Slot & { id: string })[]> {
  const id = uuidv5(house.sync.namespace, `ydelsestype/${service}`);
  const { rows } = await house.sync.db.query<{ content: string }>(
    `select s.content from slot s join slot_link l on l.id = s.id and l.param = 'schedule'
     join schedule_link a on 'Schedule/' || a.id = l.value and a.param = 'actor' and a.value = $1
     where s.view & 1 <> 0 and s.p_status && '{free}' and s.sort > to_timestamp($2 / 1000.0) order by s.sort, s.id`,
    [`HealthcareService/${id}`, house.sync.now() + twoDaysMs],
  );
  return rows.map(({ content }) => JSON.parse(content));
}

/** The hours in which what these citizens have begins and ends. */
async function busyHours({ sync }: TestHouse, citizens: readonly string[]): Promise<Set<string>> {
  const asked = { start: 0, end: 0, now: sync.now(), service: undefined };
  const all = await Promise.all(citizens.map((id) => citizenTimes(sync.db, id, asked)));
  const hours = all.flat().flatMap(({ start, end }) => [start, end].map(formatInstant));
  return new Set(hours.map((hour) => hour.slice(0, 13)));
}

/** Free times that keep off each other, and off what the citizens have: nobody is in two places. One each hour. */
function slotsOf(house: TestHouse, citizens: readonly string[]): Scene['slot'] {
  const given = new Set<string>();
  return async (service = measuring) => {
    const free = await freeSlots(house, service);
    for (const hour of await busyHours(house, citizens)) given.add(hour);
    const found = free.find((slot) => !given.has(slot.start.slice(0, 13)));
    if (!found) throw new Error(`No free time of ${service} is left.`);
    given.add(found.start.slice(0, 13));
    return found;
  };
}

export const wish = (patient: string, { id, start, end }: Time): object => ({
  resourceType: 'Appointment',
  status: 'booked',
  slot: [{ reference: `Slot/${id}` }],
  start,
  end,
  participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
});

const parameters = (name: string, reference: string): object => ({
  resourceType: 'Parameters',
  parameter: [{ name, valueReference: { reference } }],
});

export async function scene(t: Test, options: HouseOptions = {}): Promise<Scene> {
  const house = await startHouse(t, { curaTimeoutMs: 2_000, patienceMs: 5_000, ...options });
  const { namespace } = house.sync;
  const karen = uuidv5(namespace, 'borger/borger-00001');
  const poul = uuidv5(namespace, 'borger/borger-00002');
  const { db } = house.sync;
  const { rows } = await db.query<{ id: string }>(
    `select id from related_person where patient = $1 and content like '%"Mette"%'`,
    [karen],
  );
  const send: Scene['send'] = async (persona, path, body, more = {}) => {
    const init = { method: 'POST', ...(body && { body: JSON.stringify(body) }), ...more };
    const answer = await house.as(persona)(path, init);
    const text = await answer.text();
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: text === '' ? {} : JSON.parse(text),
    };
  };
  return {
    ...house,
    karen,
    poul,
    daughter: rows[0]?.id ?? '',
    slot: slotsOf(house, [karen, poul]),
    send,
    book: (persona, time) =>
      send(persona, 'Appointment', wish(persona === 'neighbour' ? poul : karen, time)),
    move: (persona, id, to) =>
      send(persona, `Appointment/${id}/$reschedule`, parameters('slot', `Slot/${to.id}`)),
    cancel: (persona, id) => send(persona, `Appointment/${id}/$cancel`),
  };
}

/** The rules that a refusal names; how to reach the unit stands beside them and is no rule. */
export const keys = ({ body }: Reply): (string | undefined)[] =>
  (body.issue ?? [])
    .map(({ details }) => details?.coding?.[0]?.code)
    .filter((key) => key !== 'unit-contact');

/** Every aftale that Cura has now. */
export async function aftaler({ sync }: Pick<TestHouse, 'sync'>): Promise<Aftale[]> {
  const all: Aftale[] = [];
  let after: string | undefined;
  do {
    const page = await sync.cura.list('aftale', {
      max: 1_000,
      ...(after !== undefined && { after }),
    });
    all.push(...page.poster);
    after = page.naeste;
  } while (after !== undefined);
  return all;
}

export const bornAs = async (house: Scene, id: string | undefined): Promise<Aftale[]> =>
  (await aftaler(house)).filter(({ eksternReference }) => eksternReference === id);

/** Moves the clock; Cura has been heard since. */
export async function at(house: Scene, now: number): Promise<void> {
  house.setNow(now);
  await synchronise(house.sync);
}

/** Settles what is open, however long ago it was made; waits for what Cura still has under way. */
export async function settleAll({ sync }: Pick<TestHouse, 'sync'>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    await recover({ ...sync, patienceMs: -1_000 });
    const { rowCount } = await sync.db.query(`select from intent where state = 'open'`);
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('An intent stays open.');
}

export interface Act {
  readonly kind: string;
  readonly role: string;
  readonly who: string;
  readonly onBehalfOf: string;
  readonly mandate: boolean;
}

/** The acts on an appointment by their Provenance, oldest first. */
export async function acts({ sync }: TestHouse, id: string | undefined): Promise<Act[]> {
  const { rows } = await sync.db.query<{ content: string }>(
    `select content from provenance where view & 1 <> 0 and content like $1 order by id`,
    [`%"Appointment/${id}/_history/%`],
  );
  return rows.map(({ content }) => {
    const { activity, agent, entity } = JSON.parse(content) as Provenance;
    return {
      kind: activity?.coding?.[1]?.code ?? '',
      role: agent[0]?.role?.[0]?.coding?.[0]?.code ?? '',
      who: agent[0]?.who.reference ?? '',
      onBehalfOf: agent[0]?.onBehalfOf?.reference ?? '',
      mandate: (entity ?? []).some(
        ({ role, what }) => role === 'source' && what.reference?.startsWith('Consent/'),
      ),
    };
  });
}

/** What the daughter leaves behind, whatever she does. */
export const byDaughter = ({ karen, daughter }: Scene, kind: string): Act => ({
  kind,
  role: 'POWATT',
  who: `RelatedPerson/${daughter}`,
  onBehalfOf: `Patient/${karen}`,
  mandate: true,
});
