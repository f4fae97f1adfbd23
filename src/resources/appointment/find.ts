import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { badRequest, fail } from '../../fhir/outcome.ts';
import type { Call, Operation, Ports } from '../define.ts';
import type { Answer } from '../operation.ts';
import { answerOf } from './find-answer.ts';
import { askedOf, type FindAsked, type FindCall } from './find-asked.ts';
import { type Eligibility, eligibility } from './find-eligible.ts';
import { findParameters } from './find-parameters.ts';
import { askedSaid, nobodyFound, nothingFound, servicesSaid } from './find-said.ts';
import { findTimes, type TimesQuery } from './find-times.ts';
import { ignoredIn, schedulingGuides } from './operation-parameter.ts';
import { assertOneCitizen } from './referred.ts';

/** Whom times are looked for and who asks; without a citizen what concerns one is left aside. */
interface For {
  readonly patient: string | undefined;
  readonly actor: Actor | undefined;
}

/** 403 for a citizen that the caller may not act for, alike whether there is one. */
async function askedFor({ ports, grant }: Call, named: string | undefined): Promise<For> {
  const { caller, self } = grant;
  const own = caller.kind === 'person' ? (caller.patient ?? self) : undefined;
  const patient = named ?? own;
  const actor = patient === undefined ? undefined : actorFor(grant, patient, 'Appointment');
  if (named === undefined) return actor ? { patient, actor } : { patient: undefined, actor };
  const known =
    caller.kind === 'staff' ? await isRelated(ports.db, grant, named) : actor !== undefined;
  if (caller.kind !== 'system' && !known) throw fail(403, noMandate);
  return { patient, actor };
}

const queryOf = (asked: FindAsked, { offered, times }: Eligibility): TimesQuery => ({
  services: offered,
  ...{ window: asked.window, busy: times },
  practitioners: asked.referred.practitioner,
  ...{ places: asked.places, weekdays: asked.weekdays },
});

/** Nobody has a number that was named. */
const isNobody = ({ referred }: FindAsked): boolean => referred['patient-reference']?.length === 0;

async function look(
  ports: Ports,
  asked: FindAsked,
  query: TimesQuery,
): Promise<ReturnType<typeof findTimes>> {
  if (isNobody(asked)) return { total: 0, times: [], more: false };
  return findTimes(ports, query, asked);
}

async function run(call: FindCall): Promise<Answer> {
  const { ports, input } = call;
  if (input.resource)
    throw badRequest(
      'resource-type',
      { da: '$find tager imod Parameters.', en: '$find takes Parameters.' },
      { expression: 'resourceType' },
    );
  assertOneCitizen(input);
  const asked = await askedOf(call);
  const { patient, actor } = await askedFor(call, asked.referred['patient-reference']?.[0]);
  const { start } = asked.window;
  const eligible = await eligibility(ports, asked.services, { patient, actor, start });
  const query = queryOf(asked, eligible);
  const found = await look(ports, asked, query);
  const issues = [
    ...(found.total > 0 ? [] : isNobody(asked) ? [nobodyFound] : await nothingFound(ports, query)),
    ...servicesSaid(eligible),
    ...askedSaid(asked),
    ...ignoredIn(input, findParameters),
  ];
  const { offered } = eligible;
  return { status: 200, body: answerOf(call, { asked, patient, offered, found, issues }) };
}

/** Free times that the caller may ask for. IHE ITI-115, Argonaut `$find`. */
export const find: Operation = {
  code: 'find',
  feature: 'booking',
  title: { da: 'Find ledige tider', en: 'Find free times' },
  onType: true,
  onInstance: false,
  affectsState: false,
  answersAs: schedulingGuides('find'),
  parameter: findParameters,
  run,
};
