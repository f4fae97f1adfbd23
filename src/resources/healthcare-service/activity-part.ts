import type { HealthcareService } from '@medplum/fhirtypes';
import { activityUrl, extensionsOf } from './activity.ts';

/** The parts of an activity, by what a municipality calls them. */
const parts = {
  name: ({ name }) => name,
  description: ({ comment }) => comment,
  kind: ({ category }) => category,
  audience: ({ eligibility }) => eligibility,
  language: ({ communication }) => communication,
  place: ({ contained, location }) => [contained, location],
  times: (one) => [one.availableTime, one.notAvailable, extensionsOf(one, activityUrl.session)],
  signUp: (one) => extensionsOf(one, activityUrl.signUp),
  price: (one) => extensionsOf(one, activityUrl.price),
  period: (one) => extensionsOf(one, activityUrl.effective),
  area: (one) => extensionsOf(one, activityUrl.area),
  services: (one) => extensionsOf(one, activityUrl.goesWith),
} as const satisfies Readonly<Record<string, (one: HealthcareService) => unknown>>;

/** A part of an activity that may change. */
export type ActivityPart = keyof typeof parts;

/** What of an approved activity may change without being looked at again, where the municipality does not say. */
export const harmlessParts: readonly ActivityPart[] = ['times', 'price', 'language'];

/** Whatever order the members of an object come in. */
const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const text = (value: unknown): string => JSON.stringify(value ?? null, sorted);

/** The parts in which two activities differ. */
export const changedParts = (one: HealthcareService, other: HealthcareService): ActivityPart[] =>
  (Object.keys(parts) as ActivityPart[]).filter(
    (part) => text(parts[part](one)) !== text(parts[part](other)),
  );
