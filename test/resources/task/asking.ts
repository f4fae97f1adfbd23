import type { Task } from '@medplum/fhirtypes';
import { noon } from '../../house.ts';
import { at, type Reply, type Scene } from '../../sync/scene.ts';

const hourMs = 3_600_000;

export const given = (parameter: readonly object[]): object => ({
  resourceType: 'Parameters',
  parameter,
});
export const slotOf = ({ id }: { id: string }): object => ({
  name: 'slot',
  valueReference: { reference: `Slot/${id}` },
});
export const text = (name: string, valueString: string): object => ({ name, valueString });
export const taskOf = ({ body }: Reply): Task => body as Task;
export const yes = (slot: { id: string }): readonly object[] => [
  text('answer', 'accepted'),
  slotOf(slot),
];

type Sending = (
  persona: string,
  id: string | undefined,
  parameter: readonly object[],
) => Promise<Reply>;

/** Wishes for another time, and the unit's answers, in a house. */
export interface Asking {
  readonly propose: Sending;
  readonly answer: Sending;
  readonly read: (
    persona: string,
    id: string | undefined,
  ) => Promise<{ readonly status: number; readonly task: Task }>;
  /** An appointment of Karen's whose deadline for moving has passed, and a time that it could move to. */
  readonly late: () => Promise<{
    readonly id: string | undefined;
    readonly to: { readonly id: string };
  }>;
}

export const askingIn = (house: Scene): Asking => ({
  propose: (persona, id, parameter) =>
    house.send(persona, `Appointment/${id}/$propose-move`, given(parameter)),
  answer: (persona, id, parameter) => house.send(persona, `Task/${id}/$answer`, given(parameter)),
  read: async (persona, id) => {
    const reply = await house.as(persona)(`Task/${id}`);
    return { status: reply.status, task: (await reply.json()) as Task };
  },
  late: async () => {
    await at(house, noon);
    const slot = await house.slot();
    const { body } = await house.book('relative', slot);
    const to = await house.slot();
    await at(house, Date.parse(slot.start) - 3 * hourMs);
    return { id: body.id, to };
  },
});
