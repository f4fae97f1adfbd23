import type { Appointment, Bundle, OperationOutcome } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { proposalId } from '../../../src/scheduling/proposal-id.ts';
import { measuring, type Scene, scene, type Time } from '../../sync/scene.ts';

/** What holding or booking was answered. */
export interface Held {
  readonly status: number;
  readonly expires: string | null;
  readonly appointment: Partial<Appointment>;
  /** Keys of the issues of a refusal. */
  readonly keys: readonly (string | undefined)[];
}

export interface HoldScene extends Scene {
  /** Id of the service whose times are held. */
  readonly measured: string;
  readonly hold: (persona: string, time: { id: string }, service?: string) => Promise<Held>;
  /** An operation on an Appointment that stands. */
  readonly on: (persona: string, id: string | undefined, operation: string) => Promise<Held>;
  readonly read: (persona: string, id: string | undefined) => Promise<number>;
  /** Free times that one citizen can have all of. */
  readonly apart: (count: number) => Promise<Time[]>;
  readonly statusOf: (slot: { id: string }) => Promise<string | undefined>;
}

const beside: readonly (string | undefined)[] = ['unit-contact', 'nearest-free'];

async function heldOf(answer: Response): Promise<Held> {
  const body = (await answer.json()) as Bundle | OperationOutcome | Appointment;
  const first = body.resourceType === 'Bundle' ? body.entry?.[0]?.resource : body;
  const outcome = first?.resourceType === 'OperationOutcome' ? first : undefined;
  const codes = outcome?.issue.map(({ details }) => details?.coding?.[0]?.code) ?? [];
  return {
    status: answer.status,
    expires: answer.headers.get('expires'),
    appointment: first?.resourceType === 'Appointment' ? first : {},
    keys: codes.filter((code) => !beside.includes(code)),
  };
}

const parameters = (values: Record<string, string>): string =>
  JSON.stringify({
    resourceType: 'Parameters',
    parameter: Object.entries(values).map(([name, reference]) => ({
      name,
      valueReference: { reference },
    })),
  });

export async function holdScene(t: Test): Promise<HoldScene> {
  const house = await scene(t);
  const measured = uuidv5(house.sync.namespace, `ydelsestype/${measuring}`);
  const post = async (persona: string, path: string, body?: string): Promise<Held> =>
    heldOf(await house.as(persona)(path, { method: 'POST', ...(body && { body }) }));
  return {
    ...house,
    measured,
    hold: (persona, { id }, service = measured) =>
      post(
        persona,
        'Appointment/$hold',
        parameters({
          'appointment-reference': `Appointment/${proposalId({ slotId: id, serviceId: service })}`,
          'patient-reference': `Patient/${persona === 'neighbour' ? house.poul : house.karen}`,
        }),
      ),
    on: (persona, id, operation) => post(persona, `Appointment/${id}/${operation}`),
    read: async (persona, id) => (await house.as(persona)(`Appointment/${id}`)).status,
    apart: async (count) => {
      const found: Time[] = [];
      while (found.length < count) {
        const next = await house.slot();
        const hour = next.start.slice(0, 13);
        if (!found.some(({ start }) => start.slice(0, 13) === hour)) found.push(next);
      }
      return found;
    },
    statusOf: async ({ id }) => {
      const { rows } = await house.sync.db.query<{ content: string }>(
        'select content from slot where id = $1 and view & 1 <> 0',
        [id],
      );
      return rows[0] && JSON.parse(rows[0].content).status;
    },
  };
}
