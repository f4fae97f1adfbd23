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
    description: {
      da: 'hvem en aktivitet er for',
      en: 'whom an activity is for',
    },
  },
  language: {
    type: 'token',
    expression: 'HealthcareService.communication',
    description: {
      da: 'et sprog, der tales der, som i BCP 47',
      en: 'a language that is spoken there, as in BCP 47',
    },
  },
  area: {
    type: 'token',
    expression: extension(activityUrl.area),
    description: {
      da: 'et postnummer, som en aktivitet er for; all finder dem, der er for alle: area=9990,all',
      en: 'a postal code that an activity is for; all finds those for everybody: area=9990,all',
    },
  },
  near: {
    type: 'special',
    expression: `HealthcareService.contained.position | HealthcareService.extension('${activityUrl.whereabouts}')`,
    index: 'range',
    description: {
      da: 'inden for en afstand af et sted: breddegrad|længdegrad|afstand|km',
      en: 'within a distance of a place: latitude|longitude|distance|km',
    },
  },
  date: {
    type: 'date',
    expression: extension(activityUrl.occasion),
    description: {
      da: 'hvornår en aktivitet holdes',
      en: 'when an activity is held',
    },
  },
  effective: {
    type: 'date',
    expression: extension(activityUrl.effective),
    description: {
      da: 'hvornår en aktivitet gælder; andre end personalet ser ingen anden',
      en: 'when an activity is in force; others than staff see no other',
    },
  },
  approval: {
    type: 'token',
    expression: `HealthcareService.extension('${activityUrl.approval}').extension('status').value`,
    description: {
      da: 'afventer, godkendt, afvist eller trukket tilbage: pending, approved, rejected eller withdrawn',
      en: 'pending, approved, rejected or withdrawn',
    },
  },
  'goes-with': {
    type: 'reference',
    expression: extension(activityUrl.goesWith),
    target: ['HealthcareService'],
    description: {
      da: 'en slags ydelse, som en aktivitet passer godt til',
      en: 'a kind of service that an activity goes well with',
    },
  },
};
