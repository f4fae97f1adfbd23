import type { Slot } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { formatInstant } from '../../../src/fhir/instant.ts';
import { sweepHolds } from '../../../src/resources/appointment/hold-sweep.ts';
import { offerFreeTimes } from '../../../src/resources/appointment/offer.ts';
import type { Reply } from '../../sync/scene.ts';
import { type HoldScene, holdScene } from './hold-scene.ts';

/** Karen's daughter (`relative`) and a neighbour, who wait for the same time. */
export interface Line {
  readonly slot: Slot & { id: string };
  /** The appointment that has the time. */
  readonly taken: string | undefined;
  /** The neighbour's place, who came first, */
  readonly one: string | undefined;
  /** and Karen's. */
  readonly two: string | undefined;
}

export interface WaitlistScene extends HoldScene {
  readonly sweep: () => Promise<number>;
  readonly offer: () => Promise<number>;
  /** Puts the persona's citizen in line for one time alone. */
  readonly join: (persona: string, slot: Slot) => Promise<Reply>;
  readonly line: () => Promise<Line>;
  /** What an appointment is now, also when it is over by the clock. */
  readonly stateOf: (id: string | undefined) => Promise<string>;
  /** Takes them out of line. */
  readonly clear: (line: Partial<Line>) => Promise<void>;
}

async function practitionerOf(house: HoldScene, { schedule }: Slot): Promise<string> {
  const answer = await house.as('staff')(schedule.reference ?? '');
  return /PractitionerRole\/([\w-]+)/.exec(await answer.text())?.[1] ?? '';
}

const joining =
  (house: HoldScene): WaitlistScene['join'] =>
  async (persona, slot) => {
    const { poul, karen, measured } = house;
    const start = Date.parse(slot.start);
    const references = {
      service: `HealthcareService/${measured}`,
      'patient-reference': `Patient/${persona === 'neighbour' ? poul : karen}`,
      practitioner: `Practitioner/${await practitionerOf(house, slot)}`,
    };
    return house.send(persona, 'Appointment/$join-waitlist', {
      resourceType: 'Parameters',
      parameter: [
        ...Object.entries(references).map(([name, reference]) => ({
          ...{ name, valueReference: { reference } },
        })),
        { name: 'start', valueDateTime: formatInstant(start) },
        { name: 'end', valueDateTime: formatInstant(start + minuteMs) },
      ],
    });
  };

const leaving =
  (house: HoldScene, stateOf: WaitlistScene['stateOf']): WaitlistScene['clear'] =>
  async ({ one, two }) => {
    for (const [persona, id] of [
      ['neighbour', one],
      ['relative', two],
    ] as const)
      for (let tries = 0; tries < 2 && id !== undefined; tries += 1)
        if (['pending', 'waitlist'].includes(await stateOf(id))) await house.cancel(persona, id);
  };

export async function waitlistScene(t: Test): Promise<WaitlistScene> {
  const house = await holdScene(t);
  const { ports, actor } = house.workers.hold;
  const stateOf: WaitlistScene['stateOf'] = async (id) => {
    const { rows } = await house.sync.db.query<{ content: string }>(
      'select content from appointment where id = $1 and view & 1 <> 0',
      [id],
    );
    return JSON.parse(rows[0]?.content ?? '{}').status;
  };
  const join = joining(house);
  return {
    ...{ ...house, join, stateOf, clear: leaving(house, stateOf) },
    sweep: () => sweepHolds(ports, actor),
    offer: () => offerFreeTimes(ports, actor),
    line: async () => {
      const slot = await house.slot();
      const { body } = await house.book('relative', slot);
      const first = await join('neighbour', slot);
      house.setNow(house.sync.now() + 1_000);
      const second = await join('relative', slot);
      return { slot, taken: body.id, one: first.body.id, two: second.body.id };
    },
  };
}
