import type { HealthcareService, Slot } from '@medplum/fhirtypes';
import { formatDanish, formatEnglish, parseInstant } from '../../fhir/instant.ts';
import { type FhirError, fail, type Issue, issue } from '../../fhir/outcome.ts';
import { nearestFree } from '../../scheduling/alternatives.ts';
import { writable } from '../../scheduling/eligibility-rules.ts';
import { type Interval, overlaps } from '../../scheduling/interval.ts';
import { bookableWindow } from '../../scheduling/policy.ts';
import { type Facts, mayOverride, type Rule, ruleText } from '../../scheduling/rule.ts';
import type { Ports } from '../define.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { contact } from '../organization/contact.ts';
import type { Offer } from './situation.ts';

const shown = 3;
const aroundMs = 14 * 86_400_000;

const statusOf = { taken: 409, rule: 422, right: 403 } as const satisfies Record<
  Rule['kind'],
  number
>;
const codeOf = {
  taken: 'conflict',
  rule: 'business-rule',
  right: 'forbidden',
} as const satisfies Record<Rule['kind'], Issue['code']>;

const ruleIssue = (rule: Rule, facts: Facts): Issue =>
  issue({ code: codeOf[rule.kind], key: rule.key, text: ruleText(rule, facts.policy) });

/** Rights weigh most, then rules, then a time that was taken: only the last can be cured by another time. */
const weightiest = (rules: readonly Rule[]): Rule['kind'] =>
  (['right', 'rule', 'taken'] as const).find((kind) => rules.some((rule) => rule.kind === kind)) ??
  'rule';

/** Every rule that failed, as one refusal. */
export const refused = (
  rules: readonly Rule[],
  facts: Facts,
  extra: readonly Issue[] = [],
): FhirError =>
  fail(statusOf[weightiest(rules)], [...rules.map((rule) => ruleIssue(rule, facts)), ...extra]);

/** To staff: which of the rules a reason sets aside. */
export function overridable(rules: readonly Rule[], { capacity }: Facts): Issue[] {
  const keys = rules.filter(mayOverride).map(({ key }) => key);
  if (capacity !== 'staff' || keys.length === 0) return [];
  const all = keys.join(', ');
  return [
    issue({
      severity: 'information',
      code: 'informational',
      key: 'may-override',
      text: {
        da: `Personalet kan se bort fra ${all} ved at give en grund i override-reason.`,
        en: `Staff can set ${all} aside by giving a reason in override-reason.`,
      },
    }),
  ];
}

/** Where a wish is sent that cannot be had at once. */
export const askInstead = (operation: string): Issue =>
  issue({
    severity: 'information',
    code: 'informational',
    key: 'request-instead',
    text: {
      da: `Du kan sende et ønske til enheden med ${operation.split('/').at(-1)}.`,
      en: `You can send a request to the unit by ${operation.split('/').at(-1)}.`,
    },
    diagnostics: operation,
  });

/** Somebody was faster, or has the time in Cura. */
export const taken = (extra: readonly Issue[]): FhirError =>
  fail(409, [
    issue({
      code: 'conflict',
      key: 'slot-free',
      text: { da: 'Tiden er optaget.', en: 'The time is taken.' },
    }),
    ...extra,
  ]);

const side = (order: 'asc' | 'desc', from: string, to: string): string => `
  (select r.content from slot_link l join slot r on r.id = l.id and r.view = l.view
   where l.param = 'service-type' and l.value = $1 and r.view & 1 <> 0 and r.p_status && '{free}'
     and l.sort >= to_timestamp(${from}::float8 / 1000) and l.sort < to_timestamp(${to}::float8 / 1000)
   order by l.sort ${order}, r.id limit ${shown + 1})`;

/** The free times next to a moment, some on each side: a service may have thousands in between. */
async function freeAround(
  { db }: Ports,
  code: string,
  { from, at, to }: { readonly from: number; readonly at: number; readonly to: number },
): Promise<(Slot & { id: string })[]> {
  const { rows } = await db.query<{ content: string }>(
    `${side('asc', '$3', '$4')} union all ${side('desc', '$2', '$3')}`,
    [code, from, at, to],
    { name: 'free-around' },
  );
  return rows.map(({ content }) => JSON.parse(content));
}

/** What times are nearest to, and which of them are of no use. */
type Refused = Pick<Offer, 'service' | 'start'> & {
  readonly slot?: { readonly id: string };
  /** When the citizen is somewhere else. */
  readonly busy?: readonly Interval[];
};

const within = (value: number, { start, end }: Interval): number =>
  Math.min(Math.max(value, start), end);

/** The nearest free times of the same service, to say with a refusal. Empty when there are none within two weeks. */
export async function alternatives(ports: Ports, offer: Refused): Promise<Issue[]> {
  const code = offer.service.type?.[0]?.coding?.[0]?.code;
  if (code === undefined) return [];
  const window = bookableWindow(ports.now(), policyOf(offer.service, ports.municipality));
  const at = within(offer.start, window);
  const around = {
    from: Math.max(window.start, at - aroundMs),
    to: Math.min(window.end, at + aroundMs),
  };
  const slots = await freeAround(ports, code, { ...around, at });
  const { busy = [] } = offer;
  const free = slots
    .filter(({ id }) => id !== offer.slot?.id)
    .map(({ id, start, end }) => ({ id, start: parseInstant(start), end: parseInstant(end) }))
    .filter((time) => !busy.some((other) => overlaps(other, time)));
  const nearest = nearestFree(free, offer.start, shown);
  if (nearest.length === 0) return [];
  return [
    issue({
      severity: 'information',
      code: 'informational',
      key: 'nearest-free',
      text: {
        da: `Nærmeste ledige tider: ${nearest.map(({ start }) => formatDanish(start)).join(', ')}.`,
        en: `Nearest free times: ${nearest.map(({ start }) => formatEnglish(start)).join(', ')}.`,
      },
      diagnostics: nearest.map(({ id }) => `Slot/${id}`).join(' '),
    }),
  ];
}

/** 422 for what Cura alone plans, with how to reach the unit. */
export async function readOnly(ports: Ports, service: HealthcareService): Promise<FhirError> {
  const { key, text } = writable;
  return fail(422, [
    issue({ code: 'business-rule', key, text }),
    ...(await contact(ports, service)),
  ]);
}
