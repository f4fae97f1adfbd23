import type {
  Appointment,
  Bundle,
  OperationOutcome,
  Parameters,
  ParametersParameter,
  Resource,
} from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { uuidv5 } from '../../src/fhir/id.ts';
import { startHouse } from '../house.ts';

/** What a server answered; a body that is XML stays text. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Resource | undefined;
}

/** A Scheduling Server, logged in to as a citizen who may book for `patient`. */
export interface Server {
  readonly base: string;
  readonly patient: string;
  /** The date parameters of a month with free times, by the server's clock. */
  readonly window: readonly [start: string, end: string];
  /** Narrows `$find` to one service, where the server needs that. */
  readonly narrowed: readonly ParametersParameter[];
  readonly ask: (path: string, init?: RequestInit) => Promise<Reply>;
}

const dayMs = 86_400_000;
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const windowFrom = (now: number): Server['window'] => [
  dateOf(now + 2 * dayMs),
  dateOf(now + 16 * dayMs),
];

const bodyOf = (text: string): Resource | undefined =>
  text.startsWith('{') ? (JSON.parse(text) as Resource) : undefined;

const asking =
  (base: string, token: () => Promise<string | undefined>): Server['ask'] =>
  async (path, init = {}) => {
    const json = init.body === undefined ? {} : { 'content-type': 'application/fhir+json' };
    const given = init.headers as Record<string, string>;
    const headers = { authorization: `Bearer ${await token()}`, ...json, ...given };
    const address = path.startsWith('http') ? path : `${base}/${path}`;
    const response = await fetch(address, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: bodyOf(text) };
  };

/** The server at ITI_BASE with the token ITI_TOKEN for the patient ITI_PATIENT; without them, a house of ours. */
export async function openServer(t: Test): Promise<Server> {
  const { ITI_BASE: base, ITI_TOKEN: token, ITI_PATIENT: patient = '' } = process.env;
  if (base !== undefined) {
    const ask = asking(base, async () => token);
    return { base, patient, window: windowFrom(Date.now()), narrowed: [], ask };
  }
  const house = await startHouse(t);
  const service = uuidv5(house.sync.namespace, 'ydelsestype/yt-maaling');
  return {
    base: house.base,
    patient: uuidv5(house.sync.namespace, 'borger/borger-00001'),
    window: windowFrom(house.ports.now()),
    narrowed: [reference('service', `HealthcareService/${service}`)],
    ask: async (path, init) => {
      // Links name the server as it is known outside.
      const address = path.replace('https://samspil.test/fhir', house.base);
      return asking(house.base, () => house.identity.token('citizen'))(address, init);
    },
  };
}

export const reference = (name: string, to: string): ParametersParameter => ({
  name,
  valueReference: { reference: to },
});

export const posted = (resource: Resource): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(resource),
});

export const parameters = (parameter: readonly ParametersParameter[]): Parameters => ({
  resourceType: 'Parameters',
  parameter: [...parameter],
});

/** Asks for free times by POST, as IHE does. */
export const find = (server: Server, more: readonly ParametersParameter[] = []): Promise<Reply> => {
  const [start, end] = server.window;
  const own = [
    { name: 'start', valueDateTime: start },
    { name: 'end', valueDateTime: end },
    reference('patient-reference', `Patient/${server.patient}`),
  ];
  return server.ask('Appointment/$find', posted(parameters([...own, ...server.narrowed, ...more])));
};

const resourcesOf = (bundle: Resource | undefined): Resource[] =>
  ((bundle as Bundle | undefined)?.entry ?? []).flatMap(({ resource }) => resource ?? []);

export const appointmentsIn = ({ body }: Pick<Reply, 'body'>): (Appointment & { id: string })[] =>
  resourcesOf(body).filter(
    (one): one is Appointment & { id: string } => one.resourceType === 'Appointment',
  );

export const outcomesIn = ({ body }: Pick<Reply, 'body'>): OperationOutcome[] =>
  resourcesOf(body).filter(
    (one): one is OperationOutcome => one.resourceType === 'OperationOutcome',
  );

let given = 0;

/** A free time that no other part of the suite was given. */
export async function proposal(server: Server): Promise<Appointment & { id: string }> {
  const free = appointmentsIn(await find(server, [{ name: '_count', valueInteger: 200 }]));
  // Hours apart, so that what is done with one leaves the others as they are.
  const starts = [...new Set(free.map(({ start = '' }) => start.slice(0, 13)))];
  given += 1;
  const one = free.find(({ start = '' }) => start.startsWith(starts[given % starts.length] ?? '-'));
  if (!one) throw new Error('The server has no free time.');
  return one;
}

/** Books under the parameter names of IHE. */
export const book = (server: Server, parameter: readonly ParametersParameter[]): Promise<Reply> =>
  server.ask(
    'Appointment/$book',
    posted(parameters([reference('patient-reference', `Patient/${server.patient}`), ...parameter])),
  );

export const hold = (server: Server, parameter: readonly ParametersParameter[]): Promise<Reply> =>
  server.ask(
    'Appointment/$hold',
    posted(parameters([reference('patient-reference', `Patient/${server.patient}`), ...parameter])),
  );

/** The Scheduling Bundle profile: a searchset with its total and at least one entry, each a match or an outcome. */
export function assertBundle(t: Test, { body, text }: Reply): Bundle {
  const bundle = body as Bundle;
  t.match(bundle, { resourceType: 'Bundle', type: 'searchset', total: Number }, text.slice(0, 200));
  t.ok((bundle.entry ?? []).length > 0, 'it has an entry');
  for (const { resource, search } of bundle.entry ?? []) {
    const mode = resource?.resourceType === 'OperationOutcome' ? 'outcome' : 'match';
    t.equal(search?.mode, mode);
    if (resource?.resourceType === 'Appointment') assertAppointment(t, resource);
  }
  return bundle;
}

/** The Scheduling Appointment profile. */
export function assertAppointment(t: Test, one: Appointment): void {
  t.match(one, { start: String, end: String });
  t.equal(one.requestedPeriod?.length, 1, 'one requestedPeriod');
  t.ok(one.participant.length > 0);
  for (const { actor } of one.participant)
    t.match(
      actor?.reference,
      /^(?:.*\/)?(?:Location|Patient|Practitioner|PractitionerRole|HealthcareService)\//,
    );
}

/** What was not done is said in a Bundle with nothing but an OperationOutcome. */
export function assertFailed(t: Test, reply: Reply, status: number): OperationOutcome {
  t.equal(reply.status, status, reply.text.slice(0, 300));
  const { entry = [] } = assertBundle(t, reply);
  t.equal(entry.length, 1);
  const [outcome] = outcomesIn(reply);
  t.ok(outcome, 'an OperationOutcome');
  return outcome ?? { resourceType: 'OperationOutcome', issue: [] };
}
