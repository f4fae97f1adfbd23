import type { Appointment, Bundle, BundleEntry } from '@medplum/fhirtypes';
import { assertMaySee } from '../../access/scope.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { badRequest, issue, render } from '../../fhir/outcome.ts';
import { type FindQuery, find as findFree, type Proposal } from '../../scheduling/find.ts';
import { bookableWindow } from '../../scheduling/policy.ts';
import type { Call, Operation } from '../define.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import type { Answer, Input } from '../operation.ts';
import { type Candidate, candidates, services } from './find-candidates.ts';
import { findParameters } from './find-parameters.ts';
import { instantInput, referencesIn, textInput } from './input.ts';
import { participants } from './participants.ts';

const maxCount = 1_000;
const defaultCount = 50;

const proposed = (
  { id, slot }: Proposal<Candidate>,
  window: FindQuery['window'],
  patient: string | undefined,
): Appointment & { id: string } => {
  const actors = {
    patient: patient ?? '',
    service: slot.serviceId,
    ...(slot.practitionerId !== undefined && { practitioner: slot.practitionerId }),
    ...(slot.locationId !== undefined && { location: slot.locationId }),
  };
  const all = participants(actors, 'needs-action');
  return {
    resourceType: 'Appointment',
    id,
    status: 'proposed',
    ...(slot.service.type && { serviceType: slot.service.type }),
    start: formatInstant(slot.start),
    end: formatInstant(slot.end),
    slot: [{ reference: `Slot/${slot.slotId}` }],
    participant: patient === undefined ? all.slice(1) : all,
    requestedPeriod: [{ start: formatInstant(window.start), end: formatInstant(window.end) }],
  };
};

const nothing = (call: Call, nearest: readonly string[]): BundleEntry => ({
  search: { mode: 'outcome' },
  resource: render(
    [
      issue({
        severity: 'information',
        code: 'informational',
        key: 'no-free-times',
        text: {
          da: `Ingen ledige tider passer.${nearest.length > 0 ? ` Nærmeste datoer med ledige tider: ${nearest.join(', ')}.` : ''}`,
          en: `No free time fits.${nearest.length > 0 ? ` Nearest dates with free times: ${nearest.join(', ')}.` : ''}`,
        },
      }),
    ],
    call.language,
  ),
});

const optional = <K extends string>(
  key: K,
  ids: readonly string[],
): { [P in K]?: readonly string[] } =>
  (ids.length > 0 ? { [key]: ids } : {}) as { [P in K]?: readonly string[] };

/** Proposals of an answer; 400 for what is no number. */
function countIn(input: Input): number {
  const text = textInput(input, '_count') ?? String(defaultCount);
  if (/^\d{1,9}$/.test(text)) return Math.min(maxCount, Number(text));
  throw badRequest(
    'parameter-value',
    { da: '_count skal være et tal fra 0.', en: '_count must be a number from 0.' },
    { expression: '_count' },
  );
}

async function run(call: Call & { readonly input: Input }): Promise<Answer> {
  const { ports, input } = call;
  const patient = referencesIn(input, 'patient-reference', 'Patient')[0];
  if (patient !== undefined) assertMaySee(call.grant, patient);
  const window = { start: instantInput(input, 'start'), end: instantInput(input, 'end') };
  const offered = (await services(ports, input)).filter(
    ({ resource }) => policyOf(resource).book !== 'none',
  );
  const bookable = new Map(
    offered.map(({ resource }) => [resource.id, bookableWindow(ports.now(), policyOf(resource))]),
  );
  const { proposals, nearestDates } = findFree(await candidates(ports, offered, window), {
    window,
    bookable,
    ...optional('practitionerIds', referencesIn(input, 'practitioner', 'Practitioner')),
    ...optional('locationIds', referencesIn(input, 'location-reference', 'Location')),
  });
  const count = countIn(input);
  const entry = proposals.slice(0, count).map(
    (each): BundleEntry => ({
      resource: proposed(each, window, patient),
      search: { mode: 'match' },
    }),
  );
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: proposals.length,
    entry: proposals.length > 0 ? entry : [nothing(call, nearestDates)],
  };
  return { status: 200, body: bundle };
}

/** Free times that the caller may ask for. IHE ITI-115, Argonaut `$find`. */
export const find: Operation = {
  code: 'find',
  title: { da: 'Find ledige tider', en: 'Find free times' },
  onType: true,
  onInstance: false,
  affectsState: false,
  parameter: findParameters,
  run,
};
