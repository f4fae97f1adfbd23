import type { HealthcareService } from '@medplum/fhirtypes';
import { activity } from '../../../mappings/codes/activity.ts';
import type { Actor } from '../../access/grant.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { forbidden, unprocessable } from '../../fhir/outcome.ts';
import type { Call, Room } from '../define.ts';
import { idIn } from '../define.ts';
import { findOne } from '../find-resource.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import {
  type ApprovalState,
  activityUrl,
  approvalOf,
  approvedAs,
  extensionsOf,
  isActivity,
  withExtension,
} from './activity.ts';
import { changedParts, harmlessParts } from './activity-part.ts';
import { assertActivity } from './activity-rule.ts';
import { defaultLaw } from './policy.ts';

type Kept = HealthcareService & { id: string };

const onlyAssociations = () =>
  forbidden('activity-own', {
    da: 'Kun en forening kan oprette og ændre aktiviteter her, og kun sine egne.',
    en: 'Only an association can create and change activities here, and only its own.',
  });

/** The association that asks, as who acts. 403 for everybody else, and for one that the municipality does not know. */
async function actingAssociation({ ports, grant }: Call): Promise<Actor> {
  const [who] = grant.caller.kind === 'association' ? grant.units : [];
  if (who === undefined || grant.caller.kind === 'public') throw onlyAssociations();
  const room = ports.room('Organization');
  const found = await findOne(ports.db, room, idIn(who, 'Organization'));
  const { name } = (found?.resource ?? {}) as { readonly name?: string };
  const { client } = grant.caller;
  return { capacity: 'association', who, client, ...(name !== undefined && { name }) };
}

const isOf = ({ providedBy }: HealthcareService, { who }: Actor): boolean =>
  providedBy?.reference === who;

/** What only the server says: whose it is, that it is an activity, and its times as instants. */
function settled(given: HealthcareService, id: string, actor: Actor): Kept {
  if (given.providedBy?.reference !== undefined && !isOf(given, actor)) throw onlyAssociations();
  const kinds = (given.category ?? []).filter((one) => !isActivity({ category: [one] } as never));
  return {
    ...withExtension(
      withExtension(given, activityUrl.occasion, undefined),
      activityUrl.whereabouts,
      undefined,
    ),
    id,
    providedBy: { reference: actor.who },
    category: [{ coding: [{ ...activity }] }, ...kinds],
  };
}

const planOf = (plan: Pick<WritePlan, 'kind' | 'method' | 'resource' | 'basedOn'>): WritePlan => ({
  ...plan,
  ...{ record: 'aktivitet', patient: null, policy: defaultLaw },
});

const byStaff = () =>
  unprocessable(
    'activity-approval',
    {
      da: 'Kun kommunens personale godkender en aktivitet.',
      en: 'Only staff of the municipality approve an activity.',
    },
    { expression: 'HealthcareService.extension' },
  );

/** An association publishes: what it tells waits to be approved. */
export const createActivity: NonNullable<Room['create']> = async (call) => {
  const actor = await actingAssociation(call);
  const given = call.resource as HealthcareService;
  if ((approvalOf(given) ?? 'pending') !== 'pending') throw byStaff();
  const now = call.ports.now();
  const recorded = { url: activityUrl.recorded, valueDateTime: formatInstant(now) };
  const made = withExtension(settled(given, uuidv7(now), actor), activityUrl.recorded, recorded);
  const resource = approvedAs(made, 'pending');
  assertActivity(resource, now);
  const plan = planOf({ kind: 'create', method: 'create', resource });
  return { status: 201, stored: await call.ports.write(plan, actor) };
};

/** What the approval becomes when an association sends its activity anew; undefined when it may not say so. Pure. */
export function approvalAfter(
  before: HealthcareService,
  after: HealthcareService,
  harmless: readonly string[],
): ApprovalState | undefined {
  const [stands, asked] = [approvalOf(before), approvalOf(after)];
  if (asked === 'withdrawn') return 'withdrawn';
  if (asked === 'approved' && stands !== 'approved') return undefined;
  const isHarmless = changedParts(before, after).every((part) => harmless.includes(part));
  return stands === 'approved' && asked !== 'pending' && isHarmless ? 'approved' : 'pending';
}

/** An association changes or withdraws what is its own; what is more than harmless waits to be approved again. */
export const updateActivity: NonNullable<Room['update']> = async (call) => {
  const actor = await actingAssociation(call);
  const before = call.stored.resource as Kept;
  if (!isActivity(before) || !isOf(before, actor)) throw onlyAssociations();
  const sent = settled(call.resource as HealthcareService, before.id, actor);
  const given = withExtension(
    sent,
    activityUrl.recorded,
    extensionsOf(before, activityUrl.recorded)[0],
  );
  const { harmless = harmlessParts } = call.ports.municipality.activities ?? {};
  const status = approvalAfter(before, given, harmless);
  if (status === undefined) throw byStaff();
  const isSame = changedParts(before, given).length === 0 && status === approvalOf(before);
  if (isSame) return { status: 200, stored: call.stored };
  const resource = approvedAs(given, status);
  if (status !== 'withdrawn') assertActivity(resource, call.ports.now());
  const kind = status === 'withdrawn' ? 'cancel' : 'update';
  const plan = planOf({ kind, method: 'replace', resource, basedOn: call.stored.version });
  return { status: 200, stored: (await call.ports.write(plan, actor)) as Stored };
};
