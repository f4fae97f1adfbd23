import type { HealthcareService } from '@medplum/fhirtypes';
import { idIn, type Ports } from '../define.ts';
import { partsOf } from '../extension.ts';
import { findAll } from '../find-resource.ts';
import { activityUrl, approvalOf, extensionsOf } from './activity.ts';

/** The class by which an approved activity is booked here. */
export function classOf(activity: HealthcareService): string | undefined {
  if (approvalOf(activity) !== 'approved') return undefined;
  const named = partsOf(extensionsOf(activity, activityUrl.signUp)[0]).class;
  return typeof named === 'string' ? idIn(named, 'HealthcareService') : undefined;
}

/** Services by whose times the services named are booked: an activity by its class, all others by themselves. */
export async function bookedBy(
  { db, room }: Pick<Ports, 'db' | 'room'>,
  ids: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  if (ids === undefined || ids.length === 0) return ids;
  const found = await findAll<HealthcareService>(db, room('HealthcareService'), ids);
  return [...new Set(found.map(({ resource }) => classOf(resource) ?? `${resource.id}`))];
}
