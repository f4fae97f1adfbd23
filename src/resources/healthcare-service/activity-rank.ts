import type { HealthcareService } from '@medplum/fhirtypes';
import type { Text } from '../../fhir/outcome.ts';
import { activityUrl, extensionsOf } from './activity.ts';
import { classOf } from './activity-class.ts';
import type { PublishedActivity } from './activity-published.ts';

/** What is known of a citizen, as far as the caller may know it. */
export interface Interest {
  /** Granted services by the reference of the HealthcareService; the name is for the reason. */
  readonly services: ReadonlyMap<string, string>;
  /** Absent where the address is protected, or not known. */
  readonly postalCode?: string;
  /** The citizen asks, not somebody for the citizen. */
  readonly isSelf: boolean;
}

/** An activity with how well it fits, 0 to 1, and why. */
export interface Ranked {
  readonly activity: PublishedActivity;
  readonly score: number;
  readonly reasons: readonly Text[];
}

/** What each reason counts. They add up; a granted service counts more than any area. */
export const weights = { service: 0.6, area: 0.3, everywhere: 0.1 } as const;

const byService = (name: string, isSelf: boolean): Text =>
  isSelf
    ? { da: `Fordi du får ${name}.`, en: `Because you are given ${name}.` }
    : { da: `Fordi borgeren får ${name}.`, en: `Because the citizen is given ${name}.` };

const byArea = (postalCode: string): Text => ({
  da: `Fordi det er for dem, der bor i ${postalCode}.`,
  en: `Because it is for those who live in ${postalCode}.`,
});

const everywhere: Text = {
  da: 'Det er for alle i kommunen.',
  en: 'It is for everybody in the municipality.',
};

const areasOf = (service: HealthcareService): string[] =>
  extensionsOf(service, activityUrl.area).flatMap(({ valueCode }) => valueCode ?? []);

const servicesOf = (service: HealthcareService): string[] =>
  extensionsOf(service, activityUrl.goesWith).flatMap(
    ({ valueReference }) => valueReference?.reference ?? [],
  );

function ranked(activity: PublishedActivity, interest: Interest): Ranked {
  const { services, postalCode, isSelf } = interest;
  const areas = areasOf(activity.service);
  const names = servicesOf(activity.service).flatMap((one) => services.get(one) ?? []);
  const isNear = postalCode !== undefined && areas.includes(postalCode);
  const isForAll = areas.includes('all');
  const score =
    (names.length > 0 ? weights.service : 0) +
    (isNear ? weights.area : 0) +
    (isForAll ? weights.everywhere : 0);
  return {
    activity,
    score: Number(score.toFixed(2)),
    reasons: [
      ...names.map((name) => byService(name, isSelf)),
      ...(isNear ? [byArea(postalCode)] : []),
      ...(isForAll ? [everywhere] : []),
    ],
  };
}

const startOf = ({ activity: { ahead } }: Ranked): number => ahead[0]?.start ?? Number.MAX_VALUE;

const before = (one: Ranked, other: Ranked): number =>
  other.score - one.score ||
  startOf(one) - startOf(other) ||
  (one.activity.service.id < other.activity.service.id ? -1 : 1);

/** Whether it is held at no time but those of its class. */
const hasNoTimes = (service: HealthcareService): boolean =>
  !service.availableTime && extensionsOf(service, activityUrl.session).length === 0;

const goesOn = ({ ahead, service }: PublishedActivity): boolean =>
  ahead.length > 0 || (classOf(service) !== undefined && hasNoTimes(service));

/** Activities for which there is a reason, the best first, then the soonest. Of those that are not held any more none. Pure. */
export const rankActivities = (
  all: readonly PublishedActivity[],
  interest: Interest,
): readonly Ranked[] =>
  all
    .filter(goesOn)
    .map((activity) => ranked(activity, interest))
    .filter(({ score }) => score > 0)
    .toSorted(before);
