/** What is known here alone of inquiries that come from Cura: the relative whom only a login tells of. */
import type { ServiceRequest } from '@medplum/fhirtypes';
import type { Room } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { inquiryFrom, isInquiry } from './inquiry.ts';

type Complete = NonNullable<Room['complete']>;
type Kept = ServiceRequest & { id: string };

const lacksRequester = (request: ServiceRequest): boolean =>
  request.requester === undefined &&
  isInquiry(request) &&
  request.category?.[0]?.coding?.[0]?.code === inquiryFrom.relative.code;

/** Cura says that it was a relative; who it was stays as it was sent. */
export const keepRequester: Complete = async (tx, { room }, resources) => {
  const lacking = (resources as readonly Kept[]).filter(lacksRequester);
  if (lacking.length === 0) return resources;
  const known = await findAll<ServiceRequest>(
    tx,
    room('ServiceRequest'),
    lacking.map(({ id }) => id),
  );
  const requesters = new Map(known.map(({ resource }) => [resource.id, resource.requester]));
  return (resources as readonly Kept[]).map((one) => {
    const requester = lacksRequester(one) ? requesters.get(one.id) : undefined;
    return requester ? { ...one, requester } : one;
  });
};
