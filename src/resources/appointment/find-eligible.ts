import type { CarePlan, HealthcareService, Patient } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { minuteMs } from '../../fhir/calendar.ts';
import { bookRules } from '../../scheduling/booking-rules.ts';
import { bookableStarts } from '../../scheduling/find.ts';
import { broken, type Facts, mayOverride, type Rule } from '../../scheduling/rule.ts';
import type { Ports } from '../define.ts';
import { offForTimes } from '../feature-unit.ts';
import { findAll, findOne } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { type CitizenTime, citizenTimes, countedIn } from './citizen-times.ts';
import type { AskedService } from './find-times.ts';
import { capacityOf } from './situation.ts';

type Service = HealthcareService & { id: string };

/** A service that times are proposed of. `notes`: what stands in the way and can be met, by a request or by staff's reason. */
export interface Eligible extends AskedService {
  readonly service: Service;
  readonly notes: readonly Rule[];
  readonly facts: Facts;
  readonly byRequest: boolean;
}

/** What is known of the citizen whom a time is looked for. */
interface Citizen {
  readonly codes: ReadonlySet<string>;
  readonly isAlive: boolean;
  readonly times: readonly CitizenTime[];
}

/** What was found about who may book what. */
export interface Eligibility {
  readonly offered: readonly Eligible[];
  readonly refused: readonly {
    readonly service: Service;
    readonly rule: Rule;
    readonly facts: Facts;
  }[];
  /** When the citizen is somewhere else. */
  readonly times: readonly CitizenTime[];
}

const codesOf = (concepts: CarePlan['category'] = []): string[] =>
  concepts.flatMap(({ coding = [] }) => coding.map(({ system, code }) => `${system}|${code}`));

/** The codes of what the citizen is granted now. */
async function grantedCodes(ports: Ports, patient: string): Promise<ReadonlySet<string>> {
  const { rows } = await ports.db.query<{ id: string }>(
    `select id from care_plan where patient = $1 and view & 1 <> 0 and p_status && '{active}'
       and p_date_from <= to_timestamp($2 / 1000.0) and p_date_to > to_timestamp($2 / 1000.0)`,
    [patient, ports.now()],
    { name: 'active-care-plans' },
  );
  const ids = rows.map(({ id }) => id);
  const plans = await findAll<CarePlan>(ports.db, ports.room('CarePlan'), ids);
  const activities = plans.flatMap(({ resource }) => resource.activity ?? []);
  return new Set(activities.flatMap(({ detail }) => codesOf(detail?.code ? [detail.code] : [])));
}

const isAlive = ({ deceasedBoolean = false, deceasedDateTime }: Patient): boolean =>
  !deceasedBoolean && deceasedDateTime === undefined;

async function citizenOf(ports: Ports, patient: string, start: number): Promise<Citizen> {
  const [citizen, codes, times] = await Promise.all([
    findOne<Patient>(ports.db, ports.room('Patient'), patient),
    grantedCodes(ports, patient),
    citizenTimes(ports.db, patient, { start, end: start, now: ports.now(), service: undefined }),
  ]);
  return { codes, times, isAlive: citizen !== undefined && isAlive(citizen.resource) };
}

/** A time to be had, were there no rules but those of the service and the citizen. */
const factsOf = (
  { now, municipality }: Pick<Ports, 'now' | 'municipality'>,
  service: Service,
  {
    actor,
    citizen,
    off,
  }: {
    readonly actor: Actor | undefined;
    readonly citizen: Citizen | undefined;
    readonly off: Facts['off'];
  },
): Facts => {
  const policy = { smsLink: municipality.smsLink, ...policyOf(service, municipality) };
  const start = now() + 1;
  const end = start + policy.durationMinutes * minuteMs;
  const asked = { start, end, now: now(), service: service.id };
  return {
    ...{ now: now(), start, end, policy, slotFree: true },
    ...(off && { off }),
    capacity: actor ? capacityOf(actor) : 'staff',
    mandateRights: actor?.mandate?.rights ?? [],
    hasGrantedService: citizen
      ? codesOf(service.type).some((code) => citizen.codes.has(code))
      : true,
    citizenAlive: citizen?.isAlive ?? true,
    ...countedIn(citizen?.times ?? [], asked),
  };
};

/** What another time would not cure. */
const lasting = bookRules.filter(({ anotherTime, kind }) => !anotherTime && kind !== 'taken');

/** Which services the caller may book for the citizen, and by which rule not the others. */
export async function eligibility(
  ports: Ports,
  services: readonly Service[],
  {
    actor,
    patient,
    start,
  }: {
    readonly actor: Actor | undefined;
    readonly patient: string | undefined;
    readonly start: number;
  },
): Promise<Eligibility> {
  const citizen = patient === undefined ? undefined : await citizenOf(ports, patient, start);
  const off = await offForTimes(ports, services);
  const judged = services.map((service, at) => {
    const facts = factsOf(ports, service, { actor, citizen, off: off[at] });
    const isStaff = facts.capacity === 'staff';
    const failed = broken(lasting, facts);
    const curable = (rule: Rule): boolean =>
      rule.askable === true || (isStaff && mayOverride(rule));
    const rule = failed.find((one) => !curable(one));
    return { service, facts, isStaff, failed, rule };
  });
  return {
    times: citizen?.times ?? [],
    offered: judged.flatMap(({ service, facts, isStaff, failed, rule }) =>
      rule
        ? []
        : {
            ...bookableStarts(ports.now(), facts.policy, isStaff),
            ...{ id: service.id, service, facts, notes: failed },
            byRequest: failed.some(({ askable }) => askable),
          },
    ),
    refused: judged.flatMap(({ service, facts, rule }) => (rule ? { service, facts, rule } : [])),
  };
}
