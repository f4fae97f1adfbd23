import type { Observation, OperationOutcome } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { Maaling } from '../../../src/cura/dialogue-records.ts';
import { recover } from '../../../src/sync/recovery.ts';
import { citizenIdOf } from '../../access/answer.ts';
import { noon, startHouse, type TestHouse } from '../../house.ts';

/** An answer: what was asked for, or why not. */
export interface Heard {
  readonly status: number;
  readonly body: Observation & Pick<Partial<OperationOutcome>, 'issue'>;
  readonly location: string | null;
}

const hourMs = 3_600_000;

/** An instant so many hours before the present of the tests. */
export const ago = (hours: number): string => new Date(noon - hours * hourMs).toISOString();

const part = (code: string, value: number) => ({
  code: { coding: [{ system: 'http://loinc.org', code }] },
  valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
});

const about = (patient: string) => ({
  resourceType: 'Observation' as const,
  status: 'final' as const,
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: ago(2),
});

export const pressure = (
  patient: string,
  systolic: number,
  diastolic: number,
  more: Partial<Observation> = {},
): Observation => ({
  ...about(patient),
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  component: [part('8480-6', systolic), part('8462-4', diastolic)],
  ...more,
});

/** A measurement of one number, by its LOINC or NPU code. */
export const single = (
  patient: string,
  code: string,
  quantity: Observation['valueQuantity'],
  more: Partial<Observation> = {},
): Observation => ({
  ...about(patient),
  code: {
    coding: [
      { system: code.startsWith('N') ? 'http://npu-terminology.org' : 'http://loinc.org', code },
    ],
  },
  ...(quantity && { valueQuantity: quantity }),
  ...more,
});

export const ucum = (value: number, code: string) => ({
  ...{ value, unit: code, system: 'http://unitsofmeasure.org', code },
});

/** The keys of what was refused, each with where. */
export const refusals = ({ body }: Heard): string[] =>
  (body.issue ?? []).map(
    ({ details, expression = [] }) => `${details?.coding?.[0]?.code} ${expression.join()}`,
  );

/** A house, its first citizen and what sends measurements there. */
export async function measuringIn(t: Test) {
  const house = await startHouse(t);
  const karen = await citizenIdOf(house, 'citizen');
  const send = async (
    persona: string,
    path: string,
    body: unknown,
    init: RequestInit = {},
  ): Promise<Heard> => {
    const reply = await house.as(persona)(path, {
      method: 'POST',
      body: JSON.stringify(body),
      ...init,
    });
    return {
      status: reply.status,
      location: reply.headers.get('location'),
      body: (await reply.json()) as Heard['body'],
    };
  };
  const post = (persona: string, body: unknown, init: RequestInit = {}): Promise<Heard> =>
    send(persona, 'Observation', body, init);
  const read = async (persona: string, id: string | undefined): Promise<Observation> =>
    (await house.as(persona)(`Observation/${id}`)).json() as Promise<Observation>;
  return { house, karen, send, post, read };
}

/** Brings to Cura what is to be brought, however long ago it was accepted. */
export const deliverAll = async ({ sync }: Pick<TestHouse, 'sync'>): Promise<number> =>
  recover({ ...sync, patienceMs: -1_000 });

/** Every measurement that Cura has. */
export const inCura = async ({ sync }: Pick<TestHouse, 'sync'>): Promise<readonly Maaling[]> =>
  (await sync.cura.list('maaling', { max: 1_000 })).poster;
