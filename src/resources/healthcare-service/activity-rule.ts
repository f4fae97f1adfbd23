import type { HealthcareService } from '@medplum/fhirtypes';
import { fail, type Issue, issue, type Text } from '../../fhir/outcome.ts';
import { partsOf } from '../extension.ts';
import { activityUrl, extensionsOf } from './activity.ts';
import { occasionsOf } from './activity-occasion.ts';

/** What an association's activity must fulfil; a broken one is an issue of a 422. */
interface ActivityRule {
  readonly key: string;
  readonly text: Text;
  readonly expression: string;
  readonly holds: (activity: HealthcareService) => boolean;
}

const languageTag = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const postalCode = /^(?:\d{4}|all)$/;

const signUpOf = (one: HealthcareService) =>
  partsOf(extensionsOf(one, activityUrl.signUp)[0]) as {
    readonly manner?: string;
    readonly link?: string;
    readonly class?: string;
  };

/** Of others' pages only those that nobody reads along with, and that hold no name or password. */
function isSafe(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, username, password, hostname } = new URL(link);
  return protocol === 'https:' && username === '' && password === '' && hostname.includes('.');
}

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
      da: 'Aktiviteten skal holdes mindst én gang.',
      en: 'The activity must be held at least once.',
    },
    expression: 'HealthcareService.availableTime',
    holds: (one) => occasionsOf(one).length > 0,
  },
  {
    key: 'activity-place',
    text: { da: 'Aktiviteten skal have et sted.', en: 'The activity must have a place.' },
    expression: 'HealthcareService.location',
    holds: ({ location = [] }) => location.length > 0,
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

const brokenBy = (one: HealthcareService): Issue[] =>
  activityRules
    .filter(({ holds }) => !holds(one))
    .map(({ key, text, expression }) => issue({ code: 'business-rule', key, text, expression }));

/** Refuses (422) what breaks rules, with all that it breaks. */
export function assertActivity(one: HealthcareService): void {
  const broken = brokenBy(one);
  if (broken.length > 0) throw fail(422, broken);
}
