import { setTimeout as sleep } from 'node:timers/promises';
import type { Appointment, Bundle, Parameters, Subscription } from '@medplum/fhirtypes';
import { topicUrl } from '../../src/resources/subscription/topic.ts';
import { putAll } from '../../src/store/put.ts';
import type { Teardown } from '../database.ts';
import type { TestHouse } from '../house.ts';

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;
type Kept<T> = T & { readonly id: string };

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

interface Wish {
  readonly topic?: string;
  readonly filter?: string;
  readonly content?: string;
  readonly channel?: object;
}

/** A Subscription to appointments over a websocket, unless the test says otherwise. */
export const wished = ({
  topic = 'appointments',
  filter,
  content = 'full-resource',
  channel = {},
}: Wish = {}) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'A test',
  criteria: topicUrl({ name: topic }),
  ...(filter !== undefined && {
    _criteria: { extension: [{ url: `${guide}/backport-filter-criteria`, valueString: filter }] },
  }),
  channel: {
    type: 'websocket',
    payload: 'application/fhir+json',
    _payload: {
      extension: [{ url: `${guide}/backport-payload-content`, valueCode: content }],
    },
    ...channel,
  },
});

export const heartbeat = (seconds: number) => ({
  extension: [{ url: `${guide}/backport-heartbeat-period`, valueUnsignedInt: seconds }],
});

export const post = (ask: Ask, path: string, body: unknown): Promise<Response> =>
  ask(path, { method: 'POST', body: JSON.stringify(body) });

/** Makes a Subscription; throws when it is refused. */
export async function subscribe(ask: Ask, wish: Wish = {}): Promise<Kept<Subscription>> {
  const response = await post(ask, 'Subscription', wished(wish));
  const body = await response.json();
  if (response.status !== 201) throw new Error(JSON.stringify(body));
  return body as Kept<Subscription>;
}

/** A citizen, and a relative on her behalf, subscribe each for themselves. */
export async function subscribeAll(house: TestHouse): Promise<void> {
  const citizen = house.as('citizen');
  const found = (await (await citizen('Patient')).json()) as Bundle;
  const own = found.entry?.find(({ resource }) => resource?.resourceType === 'Patient');
  const patient = own?.resource?.id;
  await subscribe(citizen);
  await subscribe(house.as('relative'), { filter: `Appointment?patient=Patient/${patient}` });
}

export const partOf = (parameters: Parameters | undefined, name: string): string | undefined => {
  const found = parameters?.parameter?.find((one) => one.name === name);
  return found?.valueString ?? found?.valueCode;
};

export async function tokenFor(ask: Ask, id: string): Promise<string> {
  const response = await ask(`Subscription/${id}/$get-ws-binding-token`);
  return `${partOf((await response.json()) as Parameters, 'token')}`;
}

/** What a notification says, in short. */
export interface Heard {
  readonly kind: string;
  readonly events: number;
  readonly numbers: readonly number[];
  readonly bundle: Bundle;
}

export function heardIn(text: string): Heard {
  const bundle = JSON.parse(text) as Bundle;
  const status = bundle.entry?.[0]?.resource as Parameters;
  const numbers = (status.parameter ?? [])
    .filter(({ name }) => name === 'notification-event')
    .map(({ part = [] }) => Number(part.find(({ name }) => name === 'event-number')?.valueString));
  return {
    ...{ kind: `${partOf(status, 'type')}`, numbers, bundle },
    events: Number(partOf(status, 'events-since-subscription-start')),
  };
}

export interface Ear {
  readonly heard: Heard[];
  readonly send: (text: string) => void;
  readonly closed: Promise<string>;
  readonly close: () => void;
}

/** The channel of a Subscription that is read as server-sent events. */
export const serverSentEvents = {
  type: 'websocket',
  _type: {
    extension: [
      {
        url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-channel-type',
        valueCoding: {
          system: 'https://samspil.example/fhir/CodeSystem/subscription-channel',
          code: 'server-sent-events',
        },
      },
    ],
  },
};

export const liveUrl = (base: string): string => base.replace(/\/fhir$/, '/live');

/** A websocket that has said these words, and keeps what it hears. */
export async function listenTo(t: Teardown, base: string, ...words: string[]): Promise<Ear> {
  const socket = new WebSocket(liveUrl(base).replace(/^http/, 'ws'));
  const heard: Heard[] = [];
  socket.addEventListener('message', ({ data }) => heard.push(heardIn(String(data))));
  const closed = new Promise<string>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve(`${code} ${reason}`.trim()));
    setTimeout(() => resolve('open still'), 8_000).unref();
  });
  t.teardown(() => socket.close());
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', resolve, { once: true });
  });
  for (const word of words) socket.send(word);
  return { heard, send: (text) => socket.send(text), closed, close: () => socket.close() };
}

/** Waits until something holds, five seconds at most. */
export async function until(holds: () => unknown): Promise<boolean> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await holds()) return true;
    await sleep(10);
  }
  return false;
}

/** Appointments of a citizen as staff see them. */
export async function appointmentsOf(
  { ports }: Pick<TestHouse, 'ports'>,
  patient: string,
): Promise<Kept<Appointment>[]> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from appointment where patient = $1 and view & 1 <> 0 order by id`,
    [patient],
  );
  return rows.map(({ content }) => JSON.parse(content));
}

/** Writes an appointment again with another comment, as the feed would. */
export async function change(
  { ports }: Pick<TestHouse, 'ports'>,
  appointment: Kept<Appointment>,
  comment: string,
): Promise<void> {
  const { meta: _, ...rest } = appointment;
  const room = ports.room('Appointment');
  await ports.db.transaction((tx) => putAll(tx, room, [{ ...rest, comment }], ports.now()));
}
