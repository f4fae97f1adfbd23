import type { BundleEntry } from '@medplum/fhirtypes';
import { type Heard, issuesOf } from './plain-house.ts';

export const patient = (more: object = {}) => ({
  resourceType: 'Patient',
  name: [{ family: 'Holm' }],
  ...more,
});
export const holm = (value: string, more: object = {}) =>
  patient({ identifier: [{ system: 'urn:x', value }], ...more });
export const observed = (reference: string, more: object = {}) => ({
  resourceType: 'Observation',
  ...{ status: 'final', code: { text: 'x' }, subject: { reference }, ...more },
});
export const request = (method: string, url: string, more: object = {}) => ({
  request: { method, url, ...more },
});
export const post = (
  resource: { resourceType: string },
  more: object = {},
  conditions: object = {},
) => ({
  ...{ resource, ...more },
  ...request('POST', resource.resourceType, conditions),
});
export const put = (resource: { resourceType: string; id?: string }, more: object = {}) => ({
  ...{ resource, ...more },
  ...request('PUT', `${resource.resourceType}/${resource.id}`),
});
export const uuid = (at: number) =>
  `urn:uuid:00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

export const statuses = ({ body }: Heard) =>
  (body.entry as BundleEntry[]).map(({ response }) => response?.status?.slice(0, 3));
export const said = (heard: Heard) => [heard.status, ...issuesOf(heard)].join(' ');
