import type { HealthcareService, Timing } from '@medplum/fhirtypes';
import { dateRange } from '../../fhir/instant.ts';
import { badRequest, quote } from '../../fhir/outcome.ts';
import { boundedWindow } from '../../scheduling/find.ts';
import type { Interval } from '../../scheduling/interval.ts';
import { type Call, idIn } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { bookedBy } from '../healthcare-service/activity-class.ts';
import type { Input } from '../operation.ts';
import { placesAsked } from './find-places.ts';
import type { Place } from './find-times.ts';
import { instantInput, textInput, tokensIn } from './input.ts';
import { referredIn } from './referred.ts';

type Service = HealthcareService & { id: string };

/** The parameters that are references, and to what. */
export const referring = {
  service: 'HealthcareService',
  organization: 'Organization',
  practitioner: 'Practitioner',
  'location-reference': 'Location',
  'patient-reference': 'Patient',
} as const;

/** Ids by parameter: undefined where none was asked for, none where nobody knows what was. */
export type Referred = Readonly<Record<keyof typeof referring, readonly string[] | undefined>>;

/** What a call of `$find` asks for. An absent list asks for nothing, an empty one is of what nobody knows. */
export interface FindAsked {
  readonly window: Interval;
  /** The window was longer than anybody looks. */
  readonly isCut: boolean;
  readonly services: readonly Service[];
  readonly referred: Referred;
  /** Those in the places asked for among them. */
  readonly places: readonly string[] | undefined;
  readonly weekdays: readonly number[] | undefined;
  readonly count: number;
  readonly after: Place | undefined;
}

export type FindCall = Call & { readonly input: Input };

const maxCount = 1_000;
const defaultCount = 50;

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

/** Names of days in a Timing, from Monday. */
export const weekdays: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The days of a Timing, as numbers from Monday; on GET `mon,tue`. 400 for what is no day. */
function weekdaysIn(input: Input): number[] | undefined {
  const [given] = input.values.get('timing') ?? [];
  const timing: Timing | undefined = given?.valueTiming;
  const names = timing?.repeat?.dayOfWeek ?? textInput(input, 'timing')?.split(',');
  if (timing || names === undefined || names.length === 0)
    return names?.map((name) => weekdays.indexOf(name) + 1);
  if (names.every((name) => weekdays.includes(name)))
    return names.map((name) => weekdays.indexOf(name) + 1);
  throw badRequest(
    'parameter-value',
    {
      da: `timing skal være dage: ${weekdays.join(',')}.`,
      en: `timing must be days: ${weekdays.join(',')}.`,
    },
    { expression: 'timing' },
  );
}

const afterGrammar = /^(\d{1,15})-([A-Za-z0-9\-.]{1,64})$/;

/** Where a page begins, as the link of the page before it says. */
export const afterText = ({ start, schedule }: Place): string => `${start}-${schedule}`;

function afterIn(input: Input): Place | undefined {
  const text = textInput(input, '_after');
  if (text === undefined) return undefined;
  const [, start, schedule] = afterGrammar.exec(text) ?? [];
  if (start !== undefined && schedule !== undefined) return { start: Number(start), schedule };
  throw badRequest(
    'parameter-value',
    {
      da: '_after tages fra linket til næste side.',
      en: '_after is taken from the link to the next page.',
    },
    { expression: '_after' },
  );
}

/** A date ends with its day, as in a Period; a time is the end itself. */
function endIn(input: Input): number {
  const start = instantInput(input, 'end');
  const text = textInput(input, 'end') ?? '';
  return text.includes('T') ? start : dateRange(text).to;
}

function windowIn(input: Input): Interval {
  const [start, end] = [instantInput(input, 'start'), endIn(input)];
  if (start < end) return { start, end };
  throw badRequest(
    'end-before-start',
    {
      da: `end (${quote(textInput(input, 'end'))}) skal være efter start.`,
      en: `end (${quote(textInput(input, 'end'))}) must be after start.`,
    },
    { expression: 'end' },
  );
}

const hasCode = (service: HealthcareService, wanted: readonly string[]): boolean =>
  [...(service.type ?? []), ...(service.specialty ?? [])].some(({ coding = [] }) =>
    coding.some(
      ({ system, code }) => wanted.includes(`${system}|${code}`) || wanted.includes(`${code}`),
    ),
  );

/** The services that a search for times is about: all that each parameter given allows. */
async function servicesIn(
  { ports, input }: FindCall,
  { service: ids, organization: units }: Referred,
): Promise<Service[]> {
  const codes = [tokensIn(input, ['visit-type']), tokensIn(input, ['specialty'])];
  const named = await bookedBy(ports, ids);
  const { rows } = await ports.db.query<{ id: string }>(
    'select id from healthcare_service where view & 1 <> 0 and ($1::text[] is null or id = any($1))',
    [named ?? null],
    { name: 'find-services' },
  );
  const room = ports.room('HealthcareService');
  const all = await findAll<HealthcareService>(
    ports.db,
    room,
    rows.map(({ id }) => id),
  );
  const unitOf = (service: Service): string =>
    idIn(service.providedBy?.reference, 'Organization') ?? '';
  return all
    .map(({ resource }) => resource)
    .filter((one) => codes.every((wanted) => wanted.length === 0 || hasCode(one, wanted)))
    .filter((one) => units === undefined || units.includes(unitOf(one)));
}

async function referredAll(call: FindCall): Promise<Referred> {
  const each = Object.entries(referring).map(
    async ([name, type]) => [name, await referredIn(call, name, type)] as const,
  );
  return Object.fromEntries(await Promise.all(each)) as Referred;
}

/** Reads what is asked. 400 for values that cannot be read. */
export async function askedOf(call: FindCall): Promise<FindAsked> {
  const { input } = call;
  const given = windowIn(input);
  const window = boundedWindow(given);
  const asked = {
    ...{ window, isCut: window.end < given.end, weekdays: weekdaysIn(input) },
    ...{ count: countIn(input), after: afterIn(input) },
  };
  const referred = await referredAll(call);
  const [services, places] = await Promise.all([
    servicesIn(call, referred),
    placesAsked(call, referred['location-reference']),
  ]);
  return { ...asked, referred, services, places };
}
