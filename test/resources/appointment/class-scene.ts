import type { Appointment, Bundle, OperationOutcome, Slot } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { slotRemaining } from '../../../src/resources/slot/session-element.ts';
import type { HouseOptions } from '../../house.ts';
import { type Scene, scene } from '../../sync/scene.ts';

export type Kept = Appointment & { id: string };

export interface ClassScene extends Scene {
  readonly balance: string;
  readonly kol: string;
  /** The Slots of a class, in order, as staff see them. */
  readonly sessions: (service: string) => Promise<(Slot & { id: string })[]>;
}

export interface Told {
  readonly status: number;
  readonly joined: readonly Kept[];
  readonly refused: readonly OperationOutcome[];
}

/** A municipality with a class that is joined as one likes (`balance`, 8 seats) and one that is followed whole (`kol`, 6 seats). */
export async function classScene(t: Test, options: HouseOptions = {}): Promise<ClassScene> {
  const house = await scene(t, options);
  const idOf = (hold: string): string => uuidv5(house.sync.namespace, `hold/${hold}`);
  return {
    ...house,
    balance: idOf('hold-balance'),
    kol: idOf('hold-kol'),
    sessions: async (service) => {
      const { rows } = await house.sync.db.query<{ content: string }>(
        `select s.content from slot s join slot_link l on l.id = s.id and l.param = 'schedule' and l.value = $1
         where s.view & 1 <> 0 and s.sort > to_timestamp($2 / 1000.0) order by s.sort`,
        [`Schedule/${service}`, house.sync.now()],
      );
      return rows.map(({ content }) => JSON.parse(content));
    },
  };
}

export const remaining = (slot: Slot | undefined): number | undefined =>
  slot?.extension?.find(({ url }) => url === slotRemaining)?.valueInteger;

/** What an answer that is a Bundle tells. */
export function toldIn({ status, body }: { status: number; body: unknown }): Told {
  const { entry = [] } = body as Bundle;
  const all = entry.flatMap(({ resource }) => resource ?? []);
  return {
    status,
    joined: all.filter((one): one is Kept => one.resourceType === 'Appointment'),
    refused: all.filter((one) => one.resourceType === 'OperationOutcome'),
  };
}

export const codesOf = ({ refused }: Told): (string | undefined)[] =>
  refused.flatMap(({ issue }) => issue.map(({ details }) => details?.coding?.[0]?.code));

const wish = (patient: string, slot: string): object => ({
  resourceType: 'Appointment',
  status: 'proposed',
  slot: [{ reference: `Slot/${slot}` }],
  participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
});

/** `$book` of a session, or of all that are left. */
export async function join(
  house: ClassScene,
  persona: string,
  { patient, slot, series = false }: { patient: string; slot: string; series?: boolean },
): Promise<Told> {
  const resource = wish(patient, slot);
  const parameter = [
    { name: 'appointment-resource', resource },
    ...(series ? [{ name: 'series', valueBoolean: true }] : []),
  ];
  const body = { resourceType: 'Parameters', parameter };
  return toldIn(await house.send(persona, 'Appointment/$book', body));
}

/** `$cancel` of all that lie ahead in the class of a seat. */
export const leave = async (house: ClassScene, persona: string, id: string): Promise<Told> =>
  toldIn(
    await house.send(persona, `Appointment/${id}/$cancel`, {
      resourceType: 'Parameters',
      parameter: [{ name: 'series', valueBoolean: true }],
    }),
  );

export const sessionIdOf = ({ extension }: Appointment): string | undefined =>
  extension
    ?.find(({ url }) => url.endsWith('/class-session'))
    ?.extension?.find(({ url }) => url === 'session')?.valueString;

export const seriesIdOf = ({ extension }: Appointment): string | undefined =>
  extension
    ?.find(({ url }) => url.endsWith('/class-session'))
    ?.extension?.find(({ url }) => url === 'series')?.valueString;
