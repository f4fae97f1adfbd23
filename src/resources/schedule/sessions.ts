import type { Extension, Schedule } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { ClassPlan, PlannedSession } from '../../scheduling/session.ts';
import { idIn } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';

const sessionUrl = structure('session');
const ruleUrl = structure('session-rule');

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const clock = (time: unknown): string => String(time).slice(0, 5);

function sessionOf(extension: Extension): PlannedSession {
  const { id, date, from, to, location, practitioner, cancelled } = partsOf(extension);
  const locationId = idIn(location as string | undefined, 'Location');
  const practitionerId = idIn(practitioner as string | undefined, 'Practitioner');
  return {
    ...{ id: String(id), date: String(date), from: clock(from), to: clock(to) },
    ...(locationId !== undefined && { locationId }),
    ...(practitionerId !== undefined && { practitionerId }),
    cancelled: cancelled === true,
  };
}

function ruleOf(extension: Extension): ClassPlan['rule'] {
  const { from, to, everyWeeks, first, last } = partsOf(extension);
  const all = (url: string): Extension[] =>
    (extension.extension ?? []).filter((part) => part.url === url);
  return {
    days: all('day').map(({ valueCode }) => days.indexOf(`${valueCode}`) + 1),
    ...{ from: clock(from), to: clock(to), everyWeeks: Number(everyWeeks) },
    ...{ validFrom: String(first), validTo: String(last) },
    except: all('except').map(({ valueDate }) => `${valueDate}`),
  };
}

/** The sessions that the Schedule of a class tells of. */
export function planOf(schedule: Schedule): ClassPlan {
  const rule = extensionOf(schedule, ruleUrl);
  const sessions = (schedule.extension ?? [])
    .filter(({ url }) => url === sessionUrl)
    .map(sessionOf);
  const read = rule && ruleOf(rule);
  return { sessions, ...(read && { rule: read }) };
}
