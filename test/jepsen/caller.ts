import type { Appointment, Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { formatInstant, parseInstant } from '../../src/fhir/instant.ts';
import type { Ask, Call, Outcome, Time } from './history.ts';

/** Whom a caller asks as, and where. */
export interface Door {
  /** A fresh token of the persona. */
  readonly token: () => Promise<string | undefined>;
  /** Any process of ours that serves. */
  readonly url: () => string;
}

const parameters = (...parts: readonly object[]): object => ({
  resourceType: 'Parameters',
  ...(parts.length > 0 && { parameter: parts }),
});

const named = (name: string, reference: string): object => ({
  name,
  valueReference: { reference },
});

const span = ({ start, end }: Time): object => ({
  start: formatInstant(start),
  end: formatInstant(end),
});

const wish = (patient: string, slot: Time, mark: string): object => ({
  resourceType: 'Appointment',
  status: 'booked',
  comment: mark,
  slot: [{ reference: `Slot/${slot.id}` }],
  ...span(slot),
  participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
});

const hold = (patient: string, slot: Time): object => ({
  ...{
    resourceType: 'Appointment',
    status: 'proposed',
    slot: [{ reference: `Slot/${slot.id}` }],
    ...span(slot),
  },
  participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
});

/** Address and body of each kind of call. */
function request(ask: Ask): readonly [string, object] {
  switch (ask.kind) {
    case 'book':
      return ['Appointment', wish(ask.patient, ask.slot, ask.mark)];
    case 'hold':
      return [
        'Appointment/$hold',
        parameters({ name: 'appointment-resource', resource: hold(ask.patient, ask.slot) }),
      ];
    case 'confirm':
      return [
        'Appointment/$book',
        parameters(named('appointment-reference', `Appointment/${ask.id}`)),
      ];
    case 'move':
      return [
        `Appointment/${ask.id}/$reschedule`,
        parameters(named('slot', `Slot/${ask.slot.id}`)),
      ];
    case 'cancel':
    case 'release':
      return [`Appointment/${ask.id}/$cancel`, parameters()];
    default:
      return ask satisfies never;
  }
}

type Body = Partial<Appointment> | Bundle | OperationOutcome;

const resourcesIn = (body: Body): readonly Body[] =>
  body.resourceType === 'Bundle'
    ? ((body as Bundle).entry ?? []).flatMap(({ resource }) => (resource as Body | undefined) ?? [])
    : [body];

const rulesIn = (body: Body): string[] =>
  resourcesIn(body).flatMap((one) =>
    one.resourceType === 'OperationOutcome'
      ? ((one as OperationOutcome).issue ?? []).flatMap(
          ({ details }) => details?.coding?.[0]?.code ?? [],
        )
      : [],
  );

/** A refusal is a word that nothing was done; 5xx and silence are none. 401 and 429 come before anything is looked at. */
function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'ok';
  return status < 500 ? 'refused' : 'unknown';
}

const answered = (status: number, body: Body): Partial<Call> => {
  const shown = resourcesIn(body).find(({ resourceType }) => resourceType === 'Appointment');
  const { id, start } = (shown ?? {}) as Partial<Appointment>;
  return {
    status,
    rules: rulesIn(body),
    ...(id !== undefined && { id }),
    ...(start !== undefined && { start: parseInstant(start) }),
  };
};

async function post({ token, url }: Door, path: string, body: object): Promise<Partial<Call>> {
  const answer = await fetch(`${url()}/fhir/${path}`, {
    method: 'POST',
    signal: AbortSignal.timeout(20_000),
    headers: {
      authorization: `Bearer ${await token()}`,
      'content-type': 'application/fhir+json',
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return answered(answer.status, text === '' ? {} : JSON.parse(text));
}

/** Asks, and writes down what was heard. */
export async function call(door: Door, ask: Ask): Promise<Call> {
  const from = performance.now();
  const [path, body] = request(ask);
  const heard = await post(door, path, body).catch((): Partial<Call> => ({}));
  const outcome = heard.status === undefined ? 'unknown' : outcomeOf(heard.status);
  return { ask, from, to: performance.now(), outcome, ...heard };
}
