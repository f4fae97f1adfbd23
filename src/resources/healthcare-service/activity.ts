import type { Extension, HealthcareService } from '@medplum/fhirtypes';
import { activity, type approval } from '../../../mappings/codes/activity.ts';
import { structure } from '../../fhir/canonical.ts';
import { extensionOf, partsOf } from '../extension.ts';

/** How far the approval of an activity is. */
export type ApprovalState = (typeof approval)[keyof typeof approval];

/** Extensions of an activity. */
export const activityUrl = {
  approval: structure('approval'),
  signUp: structure('sign-up'),
  price: structure('price'),
  effective: structure('effective'),
  recorded: structure('recorded'),
  session: structure('activity-session'),
  repetition: structure('repetition'),
  occasion: structure('occasion'),
  whereabouts: structure('whereabouts'),
  area: structure('postal-area'),
  goesWith: structure('goes-with'),
} as const;

/** Whether a service is something to take part in. */
export const isActivity = ({ category = [] }: HealthcareService): boolean =>
  category.some(({ coding = [] }) =>
    coding.some(({ system, code }) => system === activity.system && code === activity.code),
  );

/** How far its approval is; undefined for what is no activity. */
export const approvalOf = (service: HealthcareService): ApprovalState | undefined =>
  partsOf(extensionOf(service, activityUrl.approval)).status as ApprovalState | undefined;

/** All extensions with a URL. */
export const extensionsOf = ({ extension = [] }: HealthcareService, url: string): Extension[] =>
  extension.filter((one) => one.url === url);

/** The same with one extension in place of those with its URL; without one, with none. */
export function withExtension<T extends HealthcareService>(
  service: T,
  url: string,
  one: Extension | undefined,
): T {
  const others = (service.extension ?? []).filter((each) => each.url !== url);
  return { ...service, extension: one ? [one, ...others] : others };
}

/** The same with another approval, and so active or not. */
export const approvedAs = <T extends HealthcareService>(
  service: T,
  status: ApprovalState,
  reason?: string,
): T => ({
  ...withExtension(service, activityUrl.approval, {
    url: activityUrl.approval,
    extension: [
      { url: 'status', valueCode: status },
      ...(reason === undefined ? [] : [{ url: 'reason', valueString: reason }]),
    ],
  }),
  active: status === 'approved',
});

/** What others than staff see: of activities those that are approved. */
export const approvedOnly = (service: HealthcareService): HealthcareService | undefined =>
  isActivity(service) && approvalOf(service) !== 'approved' ? undefined : service;
