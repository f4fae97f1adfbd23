import type { Appointment, Bundle, OperationOutcome } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { type Scene, scene } from '../../sync/scene.ts';

/** A week from tomorrow on. */
export const week = 'start=2026-11-25&end=2026-12-01';
export const ours = 'https://samspil.example/fhir';

export interface Found {
  readonly status: number;
  readonly total: number | undefined;
  readonly proposals: readonly (Appointment & { id: string })[];
  /** Codes of what is said beside them, or of the refusal. */
  readonly said: readonly string[];
  readonly texts: string;
  readonly next: string | undefined;
}

const read = (status: number, body: Bundle | OperationOutcome): Found => {
  const bundle = body.resourceType === 'Bundle' ? body : undefined;
  const all = bundle?.entry?.map(({ resource }) => resource) ?? [body];
  const outcome = all.find(
    (one): one is OperationOutcome => one?.resourceType === 'OperationOutcome',
  );
  return {
    ...{ status, total: bundle?.total },
    proposals: all.filter(
      (one): one is Appointment & { id: string } => one?.resourceType === 'Appointment',
    ),
    said: outcome?.issue.map(({ details }) => details?.coding?.[0]?.code ?? '') ?? [],
    texts: outcome?.issue.map(({ details }) => details?.text).join('\n') ?? '',
    next: bundle?.link?.find(({ relation }) => relation === 'next')?.url,
  };
};

/** What `$find` answers to a persona. */
export interface Finding extends Scene {
  /** By GET; a whole address is asked as it is. */
  readonly find: (persona: string, query: string) => Promise<Found>;
  readonly post: (persona: string, parameter: readonly object[]) => Promise<Found>;
  readonly idOf: (record: string, curaId: string) => string;
  /** The parameter for the service that needs no grant. */
  readonly measuring: string;
}

export async function finding(t: Test): Promise<Finding> {
  const house = await scene(t);
  const idOf = (record: string, id: string): string =>
    uuidv5(house.sync.namespace, `${record}/${id}`);
  const asked = async (persona: string, path: string, init?: RequestInit): Promise<Found> => {
    const response = await house.as(persona)(path, init);
    return read(response.status, (await response.json()) as Bundle);
  };
  return {
    ...{
      ...house,
      idOf,
      measuring: `service=HealthcareService/${idOf('ydelsestype', 'yt-maaling')}`,
    },
    find: (persona, query) =>
      asked(persona, query.startsWith('http') ? query : `Appointment/$find?${query}`),
    post: (persona, parameter) =>
      asked(persona, 'Appointment/$find', {
        ...{ method: 'POST', body: JSON.stringify({ resourceType: 'Parameters', parameter }) },
      }),
  };
}

export const actors = ({ participant }: Appointment): string[] =>
  participant.map(({ actor }) => actor?.reference ?? '');
