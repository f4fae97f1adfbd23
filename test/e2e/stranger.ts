import { setTimeout as sleep } from 'node:timers/promises';
import type { Appointment, Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import type { TestHouse } from '../house.ts';

/** A client application that knows FHIR and nothing else of us, logged in as a persona. */
export async function stranger(house: TestHouse, persona: string): Promise<Client> {
  const token = await house.identity.token(persona);
  if (token === undefined) throw new Error(`Nobody is called ${persona}.`);
  return new Client({ baseUrl: house.base, bearerToken: token });
}

/** Resources of one type in the answer to a search. */
export async function found<T extends Resource>(
  client: Client,
  type: T['resourceType'],
  params: Readonly<Record<string, string>>,
): Promise<T[]> {
  const bundle = (await client.resourceSearch({
    resourceType: type,
    searchParams: { ...params },
  })) as unknown as Bundle;
  return resources<T>(bundle, type);
}

export const resources = <T extends Resource>(bundle: Bundle, type: T['resourceType']): T[] =>
  (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as T] : [],
  );

export interface Refusal {
  readonly status: number;
  readonly body: OperationOutcome | Bundle;
}

/** How a call was refused; a call that is answered is an error. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const answered = await call.then(
    () => undefined,
    (error: unknown) =>
      (error as { response: { status: number; data: OperationOutcome } }).response,
  );
  if (!answered) throw new Error('It was not refused.');
  return { status: answered.status, body: answered.data };
}

/** Asks until there is something, for 20 seconds at most. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(50);
  }
  throw new Error(`It did not come: ${what}.`);
}

/** A window of time, FHIR dateTimes, and the code of a service. */
export interface Wish {
  readonly code: string;
  readonly start: string;
  readonly end: string;
}

/** Free times for a citizen. Slots are made by a worker after the start, so they are waited for. */
export const proposals = (
  client: Client,
  patient: string,
  { code, start, end }: Wish,
): Promise<readonly Appointment[]> =>
  until(`a free time for ${code}`, async () => {
    const answer = await client.operation({
      name: '$find',
      resourceType: 'Appointment',
      method: 'GET',
      input: { start, end, 'visit-type': code, 'patient-reference': `Patient/${patient}` },
    });
    const all = resources<Appointment>(answer as unknown as Bundle, 'Appointment');
    return all.length > 0 ? all : undefined;
  });

/** Books a proposal for a citizen as IHE and Argonaut ask for it. */
export async function book(
  client: Client,
  patient: string,
  proposal: Appointment,
): Promise<Appointment & { id: string }> {
  const answer = await client.operation({
    name: '$book',
    resourceType: 'Appointment',
    input: {
      resourceType: 'Parameters',
      parameter: [
        reference('appointment-reference', `Appointment/${proposal.id}`),
        reference('patient-reference', `Patient/${patient}`),
      ],
    },
  });
  const [booked] = resources<Appointment>(answer as unknown as Bundle, 'Appointment');
  if (booked?.id === undefined) throw new Error('Nothing was booked.');
  return { ...booked, id: booked.id };
}

const reference = (name: string, to: string) => ({ name, valueReference: { reference: to } });

export const slotOf = (appointment: Appointment | undefined): string =>
  appointment?.slot?.[0]?.reference ?? 'no slot';

export interface Sms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

/** The SMS that came about an appointment: the Communication that tells of it has the message's number. */
export const smsAbout = (house: TestHouse, appointment: string): Promise<Sms> =>
  until('an SMS', async () => {
    const { rows } = await house.ports.db.query<{ id: string }>(
      `select id from reminder where appointment = $1 and state = 'sent'`,
      [appointment],
    );
    return (await house.sms.list()).find(({ id }) => id === rows[0]?.id);
  });

/** Path of the link in an SMS, on the server that the house listens on. */
export function linkIn(house: TestHouse, { text }: Sms): string {
  const path = /https:\/\/samspil\.test(\/a\/[\w-]{16})$/.exec(text)?.[1];
  if (path === undefined) throw new Error('The SMS has no link.');
  return `${house.base.replace('/fhir', '')}${path}`;
}
