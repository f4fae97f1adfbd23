import { ours } from '../../fhir/canonical.ts';
import type { Text } from '../../fhir/outcome.ts';
import type { FeatureName } from '../feature.ts';

/** Something that can be subscribed to: what happens to the resources of one type. */
export interface Topic {
  readonly name: string;
  readonly type: string;
  readonly about: Text;
  /** Nothing is told of it where this is off. */
  readonly feature?: FeatureName;
}

/** Everything that can be subscribed to. A type that is not served here makes no topic. */
export const topics: readonly Topic[] = [
  {
    ...{ name: 'appointments', type: 'Appointment' },
    about: {
      da: 'Aftaler, der kommer til, flyttes, ændres, aflyses eller falder bort.',
      en: 'Appointments that are made, moved, changed, cancelled or taken away.',
    },
  },
  {
    ...{ name: 'slots', type: 'Slot', feature: 'booking' },
    about: {
      da: 'Tider, der bliver ledige, eller hvis ledighed ændres.',
      en: 'Times that become free, or whose being free changes.',
    },
  },
  {
    ...{ name: 'messages', type: 'Communication', feature: 'messages' },
    about: {
      da: 'Beskeder, der sendes, leveres eller læses.',
      en: 'Messages that are sent, delivered or read.',
    },
  },
  {
    ...{ name: 'measurements', type: 'Observation', feature: 'measurements' },
    about: {
      da: 'Målinger, der kommer til, rettes eller trækkes tilbage.',
      en: 'Measurements that are made, corrected or withdrawn.',
    },
  },
];

/** Canonical URL of a topic. R4 has no resource for topics, so that it leads nowhere. */
export const topicUrl = ({ name }: Pick<Topic, 'name'>): string =>
  `${ours}/SubscriptionTopic/${name}`;

/** The topic with this canonical URL. */
export const topicOf = (url: string | undefined): Topic | undefined =>
  topics.find((topic) => topicUrl(topic) === url);

/** The types of resources whose changes are told. */
export const toldTypes: readonly string[] = topics.map(({ type }) => type);
