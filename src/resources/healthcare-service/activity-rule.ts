import type { HealthcareService, Location } from '@medplum/fhirtypes';
import { fail, type Issue, issue, type Text } from '../../fhir/outcome.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { activityUrl, extensionsOf } from './activity.ts';
import { occasionsOf } from './activity-occasion.ts';
import { isPlain, isSafe } from './activity-text.ts';

/** What an association's activity must fulfil; a broken one is an issue of a 422. */
interface ActivityRule {
  readonly key: string;
  readonly text: Text;
  readonly expression: string;
  readonly holds: (activity: HealthcareService, now: number) => boolean;
}

const languageTag = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const postalCode = /^(?:\d{4}|all)$/;

const signUpOf = (one: HealthcareService) =>
  partsOf(extensionsOf(one, activityUrl.signUp)[0]) as {
    readonly manner?: string;
    readonly link?: string;
    readonly class?: string;
  };

/** What Cura keeps of single times and exceptions. */
const mostDates = 400;

/** Every so many weeks, and its last day not before its first. */
function isRepetition({ availableTime = [], notAvailable = [] }: HealthcareService): boolean {
  const [time] = availableTime;
  if (!time) return notAvailable.length === 0;
  const { everyWeeks, first, last } = partsOf(extensionOf(time, activityUrl.repetition));
  return (
    Number(everyWeeks) >= 1 && String(first) <= String(last) && notAvailable.length <= mostDates
  );
}

/** Whether it is held at a time that is not over. */
const isAhead = (one: HealthcareService, now: number): boolean =>
  extensionsOf(one, activityUrl.session).length <= mostDates &&
  isRepetition(one) &&
  occasionsOf(one, now).some(({ end }) => end > now);

const placeOf = ({ contained = [] }: HealthcareService): Location | undefined =>
  contained.find((one): one is Location => one.resourceType === 'Location');

/** Where there is a position it is on the globe. */
const isOnEarth = ({ position }: Location): boolean =>
  !position || (Math.abs(position.latitude) <= 90 && Math.abs(position.longitude) <= 180);

/** The rules for what an association publishes. */
export const activityRules: readonly ActivityRule[] = [
  {
    key: 'activity-link',
    text: {
      da: 'Tilmelding ved link skal have en https-adresse, og kun den.',
      en: 'Sign-up by link needs an https address, and only that has one.',
    },
    expression: 'HealthcareService.extension',
    holds: (one) => {
      const { manner, link } = signUpOf(one);
      return manner === 'link' ? link !== undefined && isSafe(link) : link === undefined;
    },
  },
  {
    key: 'activity-sign-up-here',
    text: {
      da: 'Kun kommunens egne aktiviteter har tilmelding her: en forening får ingen oplysninger om borgere.',
      en: "Only the municipality's own activities are signed up for here: an association is given nothing about citizens.",
    },
    expression: 'HealthcareService.extension',
    holds: (one) => signUpOf(one).manner !== 'here' && signUpOf(one).class === undefined,
  },
  {
    key: 'activity-times',
    text: {
      da: 'Aktiviteten skal holdes mindst én gang, som ikke er forbi, og højst 400 enkelte gange. En gentagelse er mindst hver uge og slutter ikke, før den begynder.',
      en: 'The activity must be held at least once that is not over, and at most 400 single times. A repetition is of every week or more of them and does not end before it begins.',
    },
    expression: 'HealthcareService.availableTime',
    holds: isAhead,
  },
  {
    key: 'activity-place',
    text: {
      da: 'Aktiviteten skal have et sted, og en position har en bredde fra -90 til 90 og en længde fra -180 til 180.',
      en: 'The activity must have a place, and a position has a latitude from -90 to 90 and a longitude from -180 to 180.',
    },
    expression: 'HealthcareService.location',
    holds: (one) => {
      const place = placeOf(one);
      return (one.location ?? []).length > 0 && (!place || isOnEarth(place));
    },
  },
  {
    key: 'activity-text',
    text: {
      da: 'Navn, beskrivelse og sted er ren tekst: uden koder for hjemmesider og uden skjulte tegn.',
      en: 'Name, description and place are plain text: without markup and without hidden characters.',
    },
    expression: 'HealthcareService.comment',
    holds: (one) => {
      const { name, address } = placeOf(one) ?? {};
      const lines = [address?.text, ...(address?.line ?? []), address?.city];
      return [one.name, one.comment, name, ...lines].every((text = '') => isPlain(text));
    },
  },
  {
    key: 'activity-language',
    text: {
      da: 'Et sprog skrives som i BCP 47, for eksempel da eller en-GB.',
      en: 'A language is written as in BCP 47, for instance da or en-GB.',
    },
    expression: 'HealthcareService.communication',
    holds: ({ communication = [] }) =>
      communication.every(({ coding = [] }) =>
        coding.every(({ code = '' }) => languageTag.test(code)),
      ),
  },
  {
    key: 'activity-area',
    text: {
      da: 'Et område er et postnummer, eller all.',
      en: 'An area is a postal code, or all.',
    },
    expression: 'HealthcareService.extension',
    holds: (one) =>
      extensionsOf(one, activityUrl.area).every(({ valueCode = '' }) => postalCode.test(valueCode)),
  },
];

const brokenBy = (one: HealthcareService, now: number): Issue[] =>
  activityRules
    .filter(({ holds }) => !holds(one, now))
    .map(({ key, text, expression }) => issue({ code: 'business-rule', key, text, expression }));

/** Refuses (422) what breaks rules, with all that it breaks. */
export function assertActivity(one: HealthcareService, now: number): void {
  const broken = brokenBy(one, now);
  if (broken.length > 0) throw fail(422, broken);
}
