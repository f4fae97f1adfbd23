/** Many measurements at once from an application: each is accepted or refused for itself, and a resend makes none more. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bundle, Observation, Parameters } from '@medplum/fhirtypes';
import { badRequest, FhirError, fail, issue } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import { patientIn } from '../resources/observation/sender.ts';
import { submitAll } from '../resources/observation/submit.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { tellBundle, tellRefusal } from './bundle-answer.ts';
import { type Asking, type Desk, etagOf, type Look, resourceOf, type Told } from './exchange.ts';
import type { GeneralOperation } from './route.ts';
import { assertValid } from './write-body.ts';

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'measurements', use: 'in', min: 1, max: '1', type: 'Bundle' },
    documentation: {
      da: 'En Bundle (collection) af Observation; den kan også være selve indholdet.',
      en: 'A Bundle (collection) of Observations; it may be the body itself, too.',
    },
  },
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
    documentation: {
      da: 'En Bundle (batch-response) med et svar for hver: 201 ny, 200 sendt før, ellers hvorfor ikke.',
      en: 'A Bundle (batch-response) with an answer for each: 201 new, 200 sent before, else why not.',
    },
  },
];

const mostEntries = 200;
/** Validated before others are served again. */
const atOnce = 10;

const wrongBody = () =>
  badRequest(
    'resource-type',
    {
      da: 'Indholdet skal være en Bundle af Observation, eller Parameters med measurements.',
      en: 'The body must be a Bundle of Observations, or Parameters with measurements.',
    },
    { expression: 'resourceType' },
  );

const tooMany = () =>
  fail(
    413,
    issue({
      code: 'too-costly',
      key: 'too-many-entries',
      text: {
        da: `Der kan sendes ${mostEntries} målinger ad gangen.`,
        en: `${mostEntries} measurements can be sent at a time.`,
      },
    }),
  );

type Loose = { readonly resourceType?: unknown };

/** What stands in the Bundle, not validated. 400 for another body, 413 for too many. */
function givenIn(asking: Asking): readonly unknown[] {
  const body = resourceOf(asking) as Loose & Partial<Parameters>;
  const inside = Array.isArray(body.parameter)
    ? body.parameter.find((one) => one?.name === 'measurements')?.resource
    : undefined;
  const bundle = (body.resourceType === 'Parameters' ? inside : body) as
    | Partial<Bundle>
    | undefined;
  if (bundle?.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) throw wrongBody();
  if (bundle.entry.length > mostEntries) throw tooMany();
  return bundle.entry.map((entry) => (entry as { resource?: unknown } | null)?.resource);
}

async function validated(
  { definitions }: Desk,
  room: Room,
  all: readonly unknown[],
): Promise<(Observation | FhirError)[]> {
  const found: (Observation | FhirError)[] = [];
  for (const [at, one] of all.entries()) {
    if (at % atOnce === atOnce - 1) await nextTurn();
    try {
      found.push(assertValid(one, room, definitions) as Observation);
    } catch (error) {
      if (!(error instanceof FhirError)) throw error;
      found.push(error);
    }
  }
  return found;
}

/** Who was kept out is noted for the citizen that was named. */
function lookOf(one: Observation | FhirError | undefined, error: FhirError): Look[] {
  if (error.status !== 403 || !one || one instanceof FhirError) return [];
  const patient = patientIn(one.subject) ?? null;
  return [{ patient, targets: [], isRefused: true, interaction: '$submit-measurements' }];
}

const run: GeneralOperation['run'] = async (desk, { room, asking }) => {
  if (!room) throw new TypeError('$submit-measurements is asked of Observation');
  const given = await validated(desk, room, givenIn(asking));
  const accepted = await submitAll(desk.call, given);
  const looks: Look[] = [];
  const answers = accepted.map((one, at): { asking: Asking; told: Told } => {
    if (one instanceof FhirError) {
      looks.push(...lookOf(given[at], one));
      return { asking, told: tellRefusal(one, desk.call.language) };
    }
    const { resource, version } = one.stored;
    const location = `${desk.base}/${room.type}/${resource.id}/_history/${version}`;
    const status = one.isNew ? 201 : 200;
    return { asking, told: { status, location, etag: etagOf(version), looks: [] } };
  });
  return { ...tellBundle('batch', desk.base, answers), looks };
};

/** The fast way for applications and stations that measure much. */
export const submitMeasurementsOperation: GeneralOperation = {
  code: 'submit-measurements',
  feature: 'measurements',
  title: { da: 'Send målinger', en: 'Submit measurements' },
  types: ['Observation'],
  offers: ({ create }) => create !== undefined,
  ...{ onSystem: false, onType: true, onInstance: false, affectsState: true },
  parameter,
  run,
};
