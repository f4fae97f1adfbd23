import type { SearchParam } from '../../fhir/search-param.ts';
import { activityUrl } from './activity.ts';

const extension = (url: string): string => `HealthcareService.extension('${url}').value`;

/** How activities are found. */
export const activitySearch: Readonly<Record<string, SearchParam>> = {
  'service-category': {
    type: 'token',
    expression: 'HealthcareService.category',
    index: 'range',
  },
  audience: {
    type: 'token',
    expression: 'HealthcareService.eligibility.code',
    description: 'whom an activity is for',
  },
  language: {
    type: 'token',
    expression: 'HealthcareService.communication',
    description: 'a language that is spoken there, as in BCP 47',
  },
  area: {
    type: 'token',
    expression: extension(activityUrl.area),
    description:
      'a postal code that an activity is for; all finds those for everybody: area=9990,all',
  },
  near: {
    type: 'special',
    expression: `HealthcareService.contained.position | HealthcareService.extension('${activityUrl.whereabouts}')`,
    index: 'range',
    description: 'within a distance of a place: latitude|longitude|distance|km',
  },
  date: {
    type: 'date',
    expression: extension(activityUrl.occasion),
    description: 'when an activity is held',
  },
  effective: {
    type: 'date',
    expression: extension(activityUrl.effective),
    description: 'when an activity is in force; others than staff see no other',
  },
  approval: {
    type: 'token',
    expression: `HealthcareService.extension('${activityUrl.approval}').extension('status').value`,
    description: 'pending, approved, rejected or withdrawn',
  },
  'goes-with': {
    type: 'reference',
    expression: extension(activityUrl.goesWith),
    target: ['HealthcareService'],
    description: 'a kind of service that an activity goes well with',
  },
};
