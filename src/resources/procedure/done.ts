/** An exercise is marked as done, and taken back, by whoever did it or may act; Cura gets it when it can be reached. */
import type { CarePlan, Procedure } from '@medplum/fhirtypes';
import { exerciseCategory } from '../../../mappings/codes/exercise.ts';
import { exerciseUrl } from '../../../mappings/element/exercise.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { FhirError, unavailable } from '../../fhir/outcome.ts';
import { hashBy, KeyTaken, type Known, lookUp, takeKeys } from '../accepted-key.ts';
import type { Call } from '../define.ts';
import { awaitingDelivery } from '../delivery-state.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import type { Sender } from '../observation/sender.ts';
import type { Stored, WritePlan } from '../write-plan.ts';

type Kept = Procedure & { id: string };

/** An exercise of a programme that was done at a time, epoch milliseconds. */
export interface Doing {
  readonly plan: CarePlan & { id: string };
  readonly exercise: string;
  readonly at: number;
  readonly comment?: string | undefined;
}

const awaiting = {
  tag: [{ ...awaitingDelivery }],
};

const drafted = ({ plan, exercise, at, comment }: Doing, id: string): Kept => ({
  resourceType: 'Procedure',
  id,
  meta: awaiting,
  extension: [{ url: exerciseUrl, valueString: exercise }],
  basedOn: [{ reference: `CarePlan/${plan.id}` }],
  status: 'completed',
  category: { coding: [{ ...exerciseCategory }] },
  subject: { ...plan.subject },
  performedDateTime: formatInstant(at),
  ...(comment !== undefined && { note: [{ text: comment }] }),
});

/** The same exercise at the same minute is the same. */
const knownAs = ({ ports }: Call, { patient }: Sender, doing: Doing): Known => {
  const minute = Math.floor(doing.at / 60_000);
  const key = hashBy(ports)(`exercise ${doing.plan.id} ${doing.exercise} ${minute}`);
  return { patient, key, id: uuidv7(ports.now()), content: '' };
};

async function write(
  { ports }: Call,
  { patient, actor }: Sender,
  plan: Pick<WritePlan, 'method' | 'basedOn' | 'guard'> & { readonly resource: Kept },
): Promise<Stored> {
  const [stored] = await ports.writeLater(
    [
      {
        ...{ kind: 'exercise', record: 'traeningsudfoerelse' },
        ...{ patient, policy: defaultLaw },
        ...plan,
      },
    ],
    actor,
  );
  if (!stored) throw new Error('An exercise done came to nothing.');
  return stored;
}

/** What stands of it already, if it was ever marked. */
async function standing({ ports }: Call, known: Known): Promise<Stored<Procedure> | undefined> {
  const held = (await lookUp(ports.db, known.patient, [known.key])).get(known.key);
  return held && findOne<Procedure>(ports.db, ports.room('Procedure'), held.id);
}

/** What two ask for at once is done once, and both are told so. */
async function turnNow(
  call: Call,
  sender: Sender,
  known: Known,
  status: Procedure['status'],
): Promise<Stored | undefined> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const held = await standing(call, known);
    try {
      return held && (await turn(call, sender, held, status));
    } catch (error) {
      if (!(error instanceof FhirError) || error.status !== 412) throw error;
    }
  }
  throw busy();
}

async function turn(
  call: Call,
  sender: Sender,
  { resource, version }: Stored<Procedure>,
  status: Procedure['status'],
): Promise<Stored> {
  if (resource.status === status) return { resource, version };
  return write(call, sender, {
    ...({ method: 'replace', basedOn: version } as const),
    resource: { ...resource, status, meta: awaiting },
  });
}

const mostTries = 3;

const busy = () =>
  unavailable(
    'condition-busy',
    {
      da: 'En anden er i gang med det samme. Prøv igen om lidt.',
      en: 'Somebody else is doing the same. Try again in a moment.',
    },
    5,
  );

/** Marks it as done; once more is the same, and what was taken back counts again. Gives whether it is new. */
export async function markDone(
  call: Call,
  sender: Sender,
  doing: Doing,
): Promise<{ readonly stored: Stored; readonly isNew: boolean }> {
  const known = knownAs(call, sender, doing);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const held = await turnNow(call, sender, known, 'completed');
    if (held) return { stored: held, isNew: false };
    const guard: WritePlan['guard'] = async (tx) => {
      if ((await takeKeys(tx, [known])) === 0) throw new KeyTaken();
    };
    try {
      const resource = drafted(doing, known.id);
      return {
        stored: await write(call, sender, { method: 'create', resource, guard }),
        isNew: true,
      };
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
    }
  }
  throw busy();
}

/** Takes it back: entered in error. Undefined when it was never marked. */
export const takeBack = (call: Call, sender: Sender, doing: Doing): Promise<Stored | undefined> =>
  turnNow(call, sender, knownAs(call, sender, doing), 'entered-in-error');
