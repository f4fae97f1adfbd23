import type { Appointment, Bundle, BundleEntry, BundleLink } from '@medplum/fhirtypes';
import { outcomeUrl } from '../../fhir/bundle.ts';
import { structure } from '../../fhir/canonical.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { type FhirError, fail, type Issue, issue, render } from '../../fhir/outcome.ts';
import type { Interval } from '../../scheduling/interval.ts';
import { parseProposalId, proposalId } from '../../scheduling/proposal-id.ts';
import type { Call } from '../define.ts';
import type { Input } from '../operation.ts';
import { slotId } from '../slot/element.ts';
import { afterText, type FindAsked, referring, weekdays } from './find-asked.ts';
import type { Eligible } from './find-eligible.ts';
import type { FreeTime, TimesFound } from './find-times.ts';
import { textsInput, tokensIn } from './input.ts';
import { participants } from './participants.ts';

const mannerUrl = structure('booking-manner');

const participantsOf = (
  time: FreeTime,
  patient: string | undefined,
): NonNullable<Appointment['participant']> => {
  const actors = {
    patient: patient ?? '',
    service: time.service,
    ...(time.practitioner !== '' && { practitioner: time.practitioner }),
    ...(time.place !== '' && { location: time.place }),
  };
  const all = participants(actors, 'needs-action');
  return patient === undefined ? all.slice(1) : all;
};

const proposed = (
  time: FreeTime,
  { service, byRequest }: Eligible,
  window: Interval,
  patient: string | undefined,
): Appointment & { id: string } => {
  const slot = slotId(time.schedule, time.start);
  return {
    resourceType: 'Appointment',
    id: proposalId({ slotId: slot, serviceId: time.service }),
    ...(byRequest && { extension: [{ url: mannerUrl, valueCode: 'request' }] }),
    status: 'proposed',
    ...(service.type && { serviceType: service.type }),
    start: formatInstant(time.start),
    end: formatInstant(time.end),
    slot: [{ reference: `Slot/${slot}` }],
    participant: participantsOf(time, patient),
    requestedPeriod: [{ start: formatInstant(window.start), end: formatInstant(window.end) }],
  };
};

/** A proposal is not there to be read: 404 with what can be done with it. */
export const proposalRefused = (id: string): FhirError | undefined =>
  parseProposalId(id) &&
  fail(
    404,
    issue({
      code: 'not-found',
      key: 'proposal-not-stored',
      text: {
        da: 'Et forslag fra $find er ikke gemt: hold det med $hold, eller bestil det med $book.',
        en: 'A proposal of $find is not stored: hold it by $hold, or book it by $book.',
      },
    }),
  );

/** What was asked as an address: by ids, whatever it was asked by. */
function entriesOf({ asked, patient }: Answering, input: Input): [string, string][] {
  const { window, referred, weekdays: days, count } = asked;
  const named = { ...referred, 'patient-reference': patient === undefined ? [] : [patient] };
  const references = Object.entries(referring).flatMap(([name, type]) =>
    (named[name as keyof typeof referring] ?? []).map((id): [string, string] => [
      name,
      `${type}/${id}`,
    ]),
  );
  const texts = (name: string, values: readonly string[]) =>
    values.map((value): [string, string] => [name, value]);
  return [
    ['start', formatInstant(window.start)],
    ['end', formatInstant(window.end)],
    ...references,
    ...texts('visit-type', tokensIn(input, ['visit-type'])),
    ...texts('specialty', tokensIn(input, ['specialty'])),
    ...texts('location-string', textsInput(input, 'location-string')),
    ...texts('timing', days ? [days.map((day) => weekdays[day - 1]).join(',')] : []),
    ['_count', String(count)],
  ];
}

/** What an answer is made of. */
export interface Answering {
  readonly asked: FindAsked;
  readonly patient: string | undefined;
  readonly offered: readonly Eligible[];
  readonly found: TimesFound;
  readonly issues: readonly Issue[];
}

function linksOf({ ports, input }: Call & { readonly input: Input }, answering: Answering) {
  const { asked, found } = answering;
  const address = `${ports.publicUrl}/fhir/Appointment/$find`;
  const entries = entriesOf(answering, input);
  const link = (relation: string, after: string | undefined): BundleLink => {
    const all = new URLSearchParams(entries);
    if (after !== undefined) all.set('_after', after);
    return { relation, url: `${address}?${all}` };
  };
  const last = found.times.at(-1);
  return [
    link('self', asked.after && afterText(asked.after)),
    ...(found.more && last ? [link('next', afterText(last))] : []),
  ];
}

/** The searchset: proposals, and what there is to say of them as the last entry. */
export function answerOf(call: Call & { readonly input: Input }, answering: Answering): Bundle {
  const { asked, patient, offered, found, issues } = answering;
  const services = new Map(offered.map((one) => [one.id, one]));
  const entry = found.times.flatMap((time): BundleEntry[] => {
    const service = services.get(time.service);
    if (!service) return [];
    const resource = proposed(time, service, asked.window, patient);
    const fullUrl = `${call.ports.publicUrl}/fhir/Appointment/${resource.id}`;
    return [{ fullUrl, resource, search: { mode: 'match' } }];
  });
  if (issues.length > 0) {
    const resource = render(issues, call.language);
    entry.push({ fullUrl: outcomeUrl(resource), resource, search: { mode: 'outcome' } });
  }
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.total,
    link: linksOf(call, answering),
    ...(entry.length > 0 && { entry }),
  };
}
