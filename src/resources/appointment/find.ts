import type {
  Appointment,
  Bundle,
  BundleEntry,
  HealthcareService,
  Schedule,
  Slot,
} from '@medplum/fhirtypes';
import { assertMaySee } from '../../access/scope.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import { badRequest, issue, render } from '../../fhir/outcome.ts';
import {
  type FindQuery,
  type FreeSlot,
  find as findFree,
  type Proposal,
} from '../../scheduling/find.ts';
import { bookableWindow } from '../../scheduling/policy.ts';
import type { Answer, Call, Input, Operation, Ports, Stored } from '../define.ts';
import { idIn } from '../define.ts';
import { findAll, findLinked } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { actorIn, rosterOf } from '../schedule/roster.ts';
import { scheduleIn, slotLocation } from '../slot/derive.ts';
import { findParameters } from './find-parameters.ts';
import { instantInput, referencesIn, textInput, tokensIn } from './input.ts';
import { participants } from './participants.ts';

const aroundMs = 14 * 86_400_000;
const maxCount = 1_000;
const defaultCount = 50;

interface Candidate extends FreeSlot {
  readonly slot: Slot;
  readonly service: HealthcareService;
}

const hasCode = (service: HealthcareService, wanted: readonly string[]): boolean =>
  [...(service.type ?? []), ...(service.specialty ?? [])].some(({ coding = [] }) =>
    coding.some(
      ({ system, code }) => wanted.includes(`${system}|${code}`) || wanted.includes(`${code}`),
    ),
  );

async function services(ports: Ports, input: Input): Promise<Stored<HealthcareService>[]> {
  const wanted = tokensIn(input, ['visit-type', 'specialty']);
  const ids = referencesIn(input, 'service', 'HealthcareService');
  const units = referencesIn(input, 'organization', 'Organization');
  const { rows } = await ports.db.query<{ id: string }>(
    'select id from healthcare_service where view & 1 <> 0',
  );
  const all = await findAll<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    rows.map(({ id }) => id),
  );
  return all.filter(
    ({ resource }) =>
      (wanted.length === 0 || hasCode(resource, wanted)) &&
      (ids.length === 0 || ids.includes(resource.id)) &&
      (units.length === 0 ||
        units.includes(idIn(resource.providedBy?.reference, 'Organization') ?? '')),
  );
}

const candidate = (
  { resource: slot }: Stored<Slot>,
  schedule: Schedule,
  service: HealthcareService & { id: string },
): Candidate => {
  const practitionerId = actorIn(schedule, 'PractitionerRole');
  const locationId =
    idIn(
      slot.extension?.find(({ url }) => url === slotLocation)?.valueReference?.reference,
      'Location',
    ) ?? rosterOf(schedule).locationId;
  return {
    slot,
    service,
    slotId: slot.id,
    serviceId: service.id,
    start: parseInstant(slot.start),
    end: parseInstant(slot.end),
    ...(practitionerId !== undefined && { practitionerId }),
    ...(locationId !== undefined && { locationId }),
  };
};

/** Free slots of the services, in and around the window. */
async function candidates(
  ports: Ports,
  offered: readonly Stored<HealthcareService>[],
  window: FindQuery['window'],
): Promise<Candidate[]> {
  const byId = new Map(offered.map(({ resource }) => [resource.id, resource]));
  const schedules = await findLinked<Schedule>(ports.db, ports.room('Schedule'), {
    param: 'actor',
    values: offered.map(({ resource }) => `HealthcareService/${resource.id}`),
  });
  const scheduleOf = new Map(schedules.map(({ resource }) => [resource.id, resource]));
  const slots = await findLinked<Slot>(ports.db, ports.room('Slot'), {
    param: 'schedule',
    values: schedules.map(({ resource }) => `Schedule/${resource.id}`),
    from: Math.max(ports.now(), window.start - aroundMs),
    to: window.end + aroundMs,
  });
  return slots.flatMap((stored) => {
    const schedule = scheduleOf.get(scheduleIn(stored.resource));
    const service = byId.get((schedule && actorIn(schedule, 'HealthcareService')) ?? '');
    return schedule && service && stored.resource.status === 'free'
      ? [candidate(stored, schedule, service)]
      : [];
  });
}

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
