/** Corrections, and what was entered in error: each a version of its own. */
import type { Observation } from '@medplum/fhirtypes';
import { measurementSource } from '../../../mappings/codes/measure.ts';
import type { Maaling } from '../../cura/dialogue-records.ts';
import { structure } from '../../fhir/canonical.ts';
import { forbidden, unprocessable } from '../../fhir/outcome.ts';
import type { Room } from '../define.ts';
import { awaitingDelivery } from '../delivery-state.ts';
import { extensionOf } from '../extension.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import {
  actingUrl,
  assertFitsCura,
  assertTime,
  canonicalOf,
  type Kept,
  type Origin,
} from './canonical.ts';
import { plausible } from './plausible.ts';
import { readingOf } from './read.ts';
import { patientIn, type Sender, senderFor } from './sender.ts';

const kinds = Object.entries(measurementSource) as [Maaling['kilde'], string][];

function originOf(stands: Observation): Origin {
  const code = extensionOf(stands, structure('measurement-source'))?.valueCode;
  const source = kinds.find(([, one]) => one === code)?.[0] ?? 'apparat';
  return { source, performer: stands.performer ?? [] };
}

/** What a correction leaves as it was; the status and who acted say that it is one. */
const own = (resource: Observation): unknown => {
  const { meta: _, status: __, id: ___, extension = [], ...rest } = resource;
  return { ...rest, extension: extension.filter(({ url }) => url !== actingUrl) };
};

const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [key, plain(part)]),
      )
    : Array.isArray(value)
      ? value.map(plain)
      : value;

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(plain(a)) === JSON.stringify(plain(b));

/** What says which measurement it is. */
const fixed = ['subject', 'code', 'identifier', 'basedOn'] as const;

const notChangeable = (element: string) =>
  unprocessable(
    'not-changeable',
    {
      da: `Observation.${element} kan ikke ændres her. Er det en anden måling, så marker denne som fejl, og send en ny.`,
      en: `Observation.${element} cannot be changed here. If it is another measurement, mark this as an error and send a new one.`,
    },
    { expression: `Observation.${element}` },
  );

function assertSameMeasurement(stands: Observation, asked: Observation): void {
  const other = fixed.find((element) => !same(stands[element], asked[element]));
  if (other) throw notChangeable(other);
}

const badStatus = () =>
  unprocessable(
    'transition',
    {
      da: 'En måling kan rettes (corrected) eller markeres som fejl (entered-in-error); derefter står den.',
      en: 'A measurement can be corrected or marked as entered-in-error; after that it stands.',
    },
    { expression: 'Observation.status' },
  );

/** What staff have measured is theirs to correct. */
function assertMayCorrect({ source }: Origin, { actor }: Sender): void {
  if (source !== 'medarbejder' || actor.capacity === 'staff') return;
  throw forbidden('measured-by-staff', {
    da: 'Personalet har målt; skriv til enheden, hvis målingen er forkert.',
    en: 'Staff measured it; write to the unit if the measurement is wrong.',
  });
}

const correcting: readonly string[] = ['final', 'amended', 'corrected'];

/** Entered in error: nothing else is changed with it. */
function inError(stands: Kept, asked: Observation): Kept {
  if (!same(own(stands), own(asked))) throw notChangeable('value');
  return { ...stands, status: 'entered-in-error', meta: { tag: [{ ...awaitingDelivery }] } };
}

function corrected(stands: Kept, asked: Observation, now: number): Kept {
  if (!correcting.includes(asked.status)) throw badStatus();
  const reading = readingOf(asked);
  const { extension = [], ...rest } = asked;
  const said = { ...rest, extension: extension.filter(({ url }) => url !== actingUrl) };
  const made = canonicalOf(said, reading, originOf(stands), stands.id);
  const draft: Kept = { ...made, status: 'corrected' };
  assertSameMeasurement(stands, draft);
  assertTime(draft, now);
  assertFitsCura(draft);
  return plausible(reading, draft);
}

function changedTo(stands: Kept, asked: Observation, now: number): Kept {
  if (stands.status === 'entered-in-error') throw badStatus();
  return asked.status === 'entered-in-error'
    ? inError(stands, asked)
    : corrected(stands, asked, now);
}

/** PUT and PATCH of a measurement. */
export const changeMeasurement: NonNullable<Room['update']> = async (call) => {
  const { ports, stored } = call;
  const stands = stored.resource as Kept;
  const asked = call.resource as Observation;
  const sender = await senderFor(call, patientIn(stands.subject));
  if (asked.status === stands.status && same(own(call.current as Observation), own(asked)))
    return { status: 200, stored };
  assertMayCorrect(originOf(stands), sender);
  const resource = changedTo(stands, asked, ports.now());
  const [written] = await ports.writeLater(
    [
      {
        ...({ kind: 'correct', record: 'maaling', method: 'replace' } as const),
        basedOn: stored.version,
        ...{ resource, patient: sender.patient, policy: defaultLaw },
      },
    ],
    sender.actor,
  );
  if (!written) throw new Error('A correction came to nothing.');
  return { status: 200, stored: written };
};
